/** The events of a comment's history, each as a sentence. */

import { moment, reasonName, score, spelled, statusName } from "./words.js";
import { whyHeld } from "./why.js";

const DEEDS = {
  approve: "approved it",
  reject: "rejected it",
  hold: "held it",
  escalate: "escalated it",
  edit: "edited it",
  delete: "deleted it",
};

const PEOPLE = {
  mode: "The article’s mode",
  flags: "Readers’ flags",
  system: "The service",
};

const TELLERS = {
  created: ({ by }) => `${by.name ?? "Its author"} wrote it.`,
  scored: (event) => `${event.by.name} scored it: risk ${score(event.risk)}.`,
  flagged: ({ reason }) => `A reader flagged it: ${reasonName(reason).toLowerCase()}.`,
  edited: (event) => `${who(event)} edited it.${becoming(event)}`,
  decided,
  undone: (event) => `${who(event)} took the decision back.${becoming(event)}`,
  restricted: (event) => `${who(event)} ${event.action === "ban" ? "banned its author" : "had all its author writes wait"} until ${moment(event.until)}${because(event)}.`,
  lifted: (event) => `${who(event)} lifted the author’s ${event.action === "ban" ? "ban" : "hold"}.`,
};

/** One event in words. */
export const told = (event) => (TELLERS[event.type] ?? (({ type }) => `${spelled(type)}.`))(event);

function who({ by, rule }) {
  if (by.kind === "rule") return `The rule “${rule ?? by.name}”`;
  if (by.kind === "author") return "Its author";
  return PEOPLE[by.kind] ?? by.name;
}

function decided(event) {
  const { from, to, action, by, rule, facts, batch_id: batch } = event;
  if (by.kind === "rule" && action === "hold") return `The rules held it. ${whyHeld({ rule, facts })}.`;
  const deed = from === to && action !== "escalate" && action !== "hold" ? `confirmed it as ${statusName(to).toLowerCase()}` : DEEDS[action];
  const many = batch ? ", with others" : "";
  return `${who(event)} ${deed ?? action}${many}${because(event)}.`;
}

const because = ({ reason, by }) =>
  (reason && by.kind !== "rule" ? `, because: ${reasonName(reason).toLowerCase()}` : "");

const becoming = ({ from, to }) => (to && to !== from ? ` It is ${statusName(to).toLowerCase()} now.` : "");
