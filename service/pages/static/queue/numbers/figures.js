/** The big figures on top. */

import { html } from "../../vendor/html.js";
import { PEOPLE, settled, sumBy } from "./sections.js";
import { between, count, duration, partOf, share } from "./words.js";

/** Each figure: its name, its value, and a sentence of plain words about it. */
function figuresOf({ total, waiting, at }) {
  const { decisions, received, time_to_decision: times } = total;
  const all = settled(decisions);
  return [
    ["Received", count(received), received ? stillWaiting(total) : "No comments in these days"],
    ["Approved", count(decisions.approved), byWhom(total, ({ approved }) => approved)],
    ["Rejected", count(decisions.rejected), byWhom(total, ({ rejected }) => rejected)],
    ["Waiting now", count(waiting.number), wait(waiting, at), waiting.overdue > 0],
    [
      "Median time",
      duration(times.people.number ? times.people.median_s : times.all.median_s),
      waited(times),
    ],
    ["Overturned", share(decisions.overturned_share), all ? overturned(decisions, all) : "Nothing was decided"],
  ];
}

const stillWaiting = ({ became, received }) =>
  became.pending ? `${count(became.pending)} of them still wait` : `all ${received === 1 ? "of it" : "of them"} dealt with`;

function waited({ all, people }) {
  if (!all.number) return "Nothing was decided";
  if (!people.number) return "until a decision; no person has made one";
  return `until a person decided; nine in ten within ${duration(people.p90_s)}`;
}

function byWhom(total, something) {
  const all = something(total.decisions);
  if (!all) return "None in these days";
  const [rules, people] = [["rule"], PEOPLE].map((kinds) => partOf(sumBy(kinds, total, something), all));
  return `${share(rules)} by rules, ${share(people)} by people`;
}

function wait({ number, unscored, overdue, since }, at) {
  if (!number) return "Nothing waits";
  const longest = `the longest for ${between(since, at)}`;
  const beyond = overdue ? `; ${count(overdue)} beyond the limit` : "";
  const scoreless = unscored ? `; ${count(unscored)} not scored yet` : "";
  return html`<a href="/queue?sort=oldest">${longest}</a>${beyond}${scoreless}`;
}

const overturned = ({ overturned: number, reviewed }, all) =>
  `${count(number)} of ${count(all)} decisions; ${count(reviewed)} were looked at again`;

export function Figures({ stats }) {
  return html`<dl class="figures">${figuresOf(stats).map(
    ([name, value, words, alarming]) => html`<div class=${alarming ? "figure alarming" : "figure"}>
      <dt>${name}</dt>
      <dd class="value">${value}</dd>
      <dd class="words">${words}</dd>
    </div>`,
  )}</dl>`;
}
