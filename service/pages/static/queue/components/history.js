/** Everything that has happened to a comment, in order: an append-only list of events in words. */

import { html } from "../../vendor/html.js";
import { labelName, moment, score } from "../words.js";
import { told } from "../events.js";

export function History({ found: events }) {
  return html`<ol class="events" tabindex="0">${events.map((event) =>
    html`<li class=${event.type} key=${`${event.type}-${event.at}-${event.decision_id}`}>
      <time datetime=${event.at} title=${event.at}>${moment(event.at)}</time>
      <div><p>${told(event)}</p>
        ${event.note && html`<p class="note"><q>${event.note}</q></p>`}
        ${event.scores && html`<${Numbers} scores=${event.scores} />`}</div>
    </li>`)}</ol>`;
}

function Numbers({ scores }) {
  const told = Object.entries(scores).sort(([, one], [, other]) => other - one);
  return html`<p class="numbers">${told.map(([label, value]) => `${labelName(label).toLowerCase()} ${score(value)}`).join(", ")}</p>`;
}
