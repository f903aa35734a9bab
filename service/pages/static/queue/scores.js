/** The classifier's numbers about one comment: its risk, and a small bar for every label. */

import { make } from "./dom.js";
import { labelName, score } from "./words.js";

const TELLING = 0.1; // below this risk it says nothing which label leads
const HIGH = 0.5; // from here on a bar takes the warning colour; the rules do not use this number

/** Whether one of the labels stands out of an item's scores. */
export const tells = (item) => item.risk !== null && item.risk >= TELLING;

/** The block of scores of a queue item; says so where the classifier has not read it yet. */
export function scoresBlock(item) {
  if (item.risk === null) {
    return make("section", { class: "scores", "aria-label": "Scores" },
      make("p", { class: "unscored" }, "Not scored yet. You can decide it all the same."));
  }
  return make("section", { class: "scores", "aria-label": "Scores" },
    make("p", { class: "risk" }, "Risk ", make("strong", {}, score(item.risk)),
      tells(item) && `, mostly ${labelName(item.top_label).toLowerCase()}`),
    make("dl", { class: "bars" }, ...ranked(item.scores).map(([label, value]) =>
      row(label, value, label === item.top_label))),
    item.quoted && make("p", { class: "quoted" }, quotedWords(item.quoted)),
    item.model && make("p", { class: "model" }, `Read by the model “${item.model}”`));
}

function quotedWords(scores) {
  const [[label, value]] = ranked(scores);
  const mostly = value >= TELLING ? `, mostly ${labelName(label).toLowerCase()}` : "";
  return `What it quotes: risk ${score(value)}${mostly}. That decides nothing.`;
}

const ranked = (scores) => Object.entries(scores)
  .filter(([, value]) => typeof value === "number")
  .sort(([, one], [, other]) => other - one);

function row(label, value, top) {
  const bar = make("span", { class: value >= HIGH ? "bar high" : "bar", "aria-hidden": "true" });
  bar.style.setProperty("--value", value); // the policy forbids style attributes, not this
  return make("div", { class: top && "leading" },
    make("dt", {}, labelName(label)), make("dd", {}, bar, score(value)));
}
