/**
 * What the page shows, as data: charts over the days with their columns, and tables. A column says
 * how to take its value from a row, how people read it, and, as `colour`, that it is drawn.
 */

import { actorName, count, duration, fullDay, labelName, partOf, share } from "./words.js";

export const PEOPLE = ["moderator", "key"];

const DAY = { title: "Day", value: ({ day }) => day, words: fullDay, heads: true };
const number = (title, value, colour) => ({ title, value, words: count, colour });
const time = (title, value, colour) => ({ title, value, words: duration, unit: "seconds", colour });
const part = (title, value, colour) => ({ title, value, words: share, unit: "share", colour });

export const settled = ({ approved, rejected, confirmed }) => approved + rejected + confirmed;

/** The sum of something over the tallies of these kinds of actors. */
export const sumBy = (kinds, { by }, something) =>
  by.filter(({ kind }) => kinds.includes(kind)).reduce((sum, tally) => sum + something(tally), 0);

const settledBy = (kinds, figures) => sumBy(kinds, figures, settled);

export const CHARTS = [
  {
    id: "received",
    title: "What came in",
    about: "Comments by the day they were received, and what has become of them by now.",
    shape: "bars",
    columns: [
      DAY,
      number("Received", ({ received }) => received),
      number("Approved", ({ became }) => became.approved, "approved"),
      number("Rejected", ({ became }) => became.rejected, "rejected"),
      number("Waiting", ({ became }) => became.pending, "waiting"),
      number("Deleted", ({ became }) => became.deleted, "rest"),
    ],
  },
  {
    id: "decided",
    title: "Who decided",
    about: "Decisions to approve or to reject, confirmations included, by the day they were made.",
    shape: "bars",
    columns: [
      DAY,
      number("Rules", (figures) => settledBy(["rule"], figures), "rules"),
      number("People", (figures) => settledBy(PEOPLE, figures), "people"),
      number("On receipt", (figures) => settledBy(["mode"], figures), "rest"),
      number("Held for a person", ({ decisions }) => decisions.held),
      number("Undone", ({ decisions }) => decisions.undone),
    ],
  },
  {
    id: "time",
    title: "How long people took",
    about:
      "From the moment a text began to wait until a person approved or rejected it. Half of the " +
      "decisions took no longer than the median, nine in ten no longer than the 90th percentile.",
    shape: "lines",
    columns: [
      DAY,
      number("Decisions by people", ({ time_to_decision: { people } }) => people.number),
      time("Median", ({ time_to_decision: { people } }) => people.median_s, "people"),
      time("90th percentile", ({ time_to_decision: { people } }) => people.p90_s, "slowest"),
      time("Median, rules included", ({ time_to_decision: { all } }) => all.median_s),
    ],
  },
  {
    id: "overturned",
    title: "What was overturned",
    about:
      "The share of each day’s decisions that a person later decided the other way, or took back. " +
      "Nobody has had much time yet to overturn the latest ones.",
    shape: "bars",
    columns: [
      DAY,
      number("Decisions", ({ decisions }) => settled(decisions)),
      number("Looked at again", ({ decisions }) => decisions.reviewed),
      number("Overturned", ({ decisions }) => decisions.overturned),
      part("Share", ({ decisions }) => decisions.overturned_share, "rejected"),
    ],
  },
];

const OVERTURNED = [
  number("Looked at again", ({ reviewed }) => reviewed),
  number("Overturned", ({ overturned }) => overturned),
  part("Share", ({ overturned_share }) => overturned_share),
];

export const TABLES = [
  {
    id: "who",
    title: "By whom",
    about: "“Confirmed” is a second yes or a second no. Overturned are one’s own decisions, whoever overturned them.",
    rows: ({ total }) => total.by,
    columns: [
      { title: "Who", value: actorName, words: (name) => name, heads: true },
      number("Approved", ({ approved }) => approved),
      number("Rejected", ({ rejected }) => rejected),
      number("Confirmed", ({ confirmed }) => confirmed),
      number("Held", ({ held }) => held),
      number("Escalated", ({ escalated }) => escalated),
      number("Undid", ({ undone }) => undone),
      number("Edited", ({ edited }) => edited),
      number("Deleted", ({ deleted }) => deleted),
      ...OVERTURNED,
    ],
  },
  {
    id: "rules",
    title: "By rule",
    about:
      "What each rule decided. Where people approve most of what a rule holds, it may hold too much; " +
      "where they overturn much of what it decides, it decides too much.",
    rows: ({ rules }) => rules,
    columns: [
      { title: "Rule", value: ({ rule }) => rule, words: (rule) => rule, heads: true },
      number("Approved", ({ approved }) => approved),
      number("Rejected", ({ rejected }) => rejected),
      ...OVERTURNED,
      number("Held", ({ held }) => held),
      number("Then approved", ({ held_approved }) => held_approved),
      number("Then rejected", ({ held_rejected }) => held_rejected),
      part("Held, then approved", (rule) => partOf(rule.held_approved, rule.held_approved + rule.held_rejected)),
    ],
  },
  {
    id: "labels",
    title: "By label",
    about: "Comments go by the label that scored highest, however low that was.",
    rows: ({ labels }) => labels,
    columns: [
      { title: "Label", value: ({ label }) => labelName(label), words: (name) => name, heads: true },
      number("Received", ({ received }) => received),
      number("Approved", ({ approved }) => approved),
      number("Rejected", ({ rejected }) => rejected),
      number("Held", ({ held }) => held),
      ...OVERTURNED,
    ],
  },
];
