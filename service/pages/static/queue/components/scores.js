/** The classifier's numbers about one comment: its risk, and a small bar for every label. */

import { html } from "../../vendor/html.js";
import { labelName, score } from "../words.js";

const TELLING = 0.1; // below this risk it says nothing which label leads
const HIGH = 0.5; // from here on a bar takes the warning colour; the rules do not use this number

/** Whether one of the labels stands out of an item's scores. */
export const tells = (item) => item.risk !== null && item.risk >= TELLING;

/** The block of scores of a queue item; says so where the classifier has not read it yet. */
export function Scores({ item }) {
  if (item.risk === null) {
    return html`<section class="scores" aria-label="Scores">
      <p class="unscored">Not scored yet. You can decide it all the same.</p></section>`;
  }
  return html`<section class="scores" aria-label="Scores">
    <p class="risk">Risk <strong>${score(item.risk)}</strong>${tells(item)
      && `, mostly ${labelName(item.top_label).toLowerCase()}`}</p>
    <dl class="bars">${ranked(item.scores).map(([label, value]) =>
      html`<${Bar} key=${label} label=${label} value=${value} top=${label === item.top_label} />`)}</dl>
    ${item.quoted && html`<p class="quoted">${quotedWords(item.quoted)}</p>`}
    ${item.model && html`<p class="model">Read by the model “${item.model}”</p>`}
  </section>`;
}

function quotedWords(scores) {
  const [[label, value]] = ranked(scores);
  const mostly = value >= TELLING ? `, mostly ${labelName(label).toLowerCase()}` : "";
  return `What it quotes: risk ${score(value)}${mostly}. That decides nothing.`;
}

const ranked = (scores) => Object.entries(scores)
  .filter(([, value]) => typeof value === "number")
  .sort(([, one], [, other]) => other - one);

function Bar({ label, value, top }) {
  return html`<div class=${top ? "leading" : null}><dt>${labelName(label)}</dt>
    <dd><span class=${value >= HIGH ? "bar high" : "bar"} aria-hidden="true" style=${{ "--value": value }}></span>
      ${score(value)}</dd></div>`;
}
