/** Why a comment waits, and why nothing is scored, in plain words. */

import { counted, languageName, LABELS, labelName, listed, moment, score, spelled } from "./words.js";

/** What the service itself says where no rule of the site spoke. */
const PLAIN_REASONS = {
  "no rule matched": "No rule approved it",
  "flagged by readers": "Taken down because readers flagged it",
  "a person approves everything here": "A person approves everything here",
  "the classifier failed": "The classifier could not read it",
  "edited after it was held": "Edited after it was held",
  "everything by this author waits": "Everything by this author waits",
  "written from a banned author's address": "Written from a banned author’s address",
};

const NOT_READ = "the model does not read this language";
/** Why a comment waits: "No rule approved it: risk 0.63, 1 link". */
export function whyHeld({ rule, facts }) {
  if (rule === NOT_READ) return `${written(facts)}, which the model does not read`;
  const because = reason(rule ?? "no rule matched");
  const said = factsInWords(facts ?? {});
  return said.length ? `${because}: ${said.join(", ")}` : because;
}

function written({ language, script, partly }) {
  const how = partly ? "Written partly in" : "Written in";
  return `${how} ${language ? languageName(language) : `${script} letters`}`;
}

function reason(rule) {
  if (Object.hasOwn(PLAIN_REASONS, rule)) return PLAIN_REASONS[rule];
  return rule.startsWith("held by ") ? spelled(rule) : `Held by the rule “${rule}”`;
}

function factsInWords(facts) {
  const labels = Object.keys(LABELS).filter((label) => typeof facts[label] === "number");
  return [
    typeof facts.risk === "number" && `risk ${score(facts.risk)}`,
    ...labels.map((label) => `${labelName(label).toLowerCase()} ${score(facts[label])}`),
    facts.links > 0 && counted(facts.links, "link"),
    facts.duplicates > 0 &&
      `${counted(facts.duplicates, "other comment")} with the same text within a day`,
    Object.keys(facts.words ?? {}).length > 0 && `listed words: ${listedWords(facts.words)}`,
    facts.language && `in ${languageName(facts.language)}`,
    facts.flags > 0 && counted(facts.flags, "flag"),
    facts.error && String(facts.error),
  ].filter(Boolean);
}

/** The words that were found, and in which list: "“blatherskite” (insults)". */
const listedWords = (words) =>
  Object.entries(words).map(([list, found]) => `${listed(found)} (${list})`).join(", ");

/** Why comments come in unscored: "Scoring is down since 10:12: …". */
export function notScoring({ since, reason, sites }) {
  const where = sites ? ` for ${sites.join(", ")}` : "";
  const why = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  return `Scoring${where} is down since ${moment(since)}: ${why} ` +
    "New comments wait unscored; you can decide them by hand.";
}
