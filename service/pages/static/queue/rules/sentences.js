/** Rules, settings and moments in words. No elements here, only text. */

import { languageName } from "../words.js";
import { kindOf, operatorsOfKind, SAID, saidOf, THEN } from "./facts.js";

const listed = (items) => items.map((each) => `“${each}”`).join(", ");

/** A fact's value for people. */
export function valueInWords(fact, value) {
  if (value === null || value === undefined) return "not known";
  if (kindOf(fact) === "words") {
    if (Array.isArray(value)) return listed(value) || "no list";
    const found = Object.entries(value).map(([list, words]) => `${listed(words)} (${list})`);
    return found.join(", ") || "none";
  }
  if (Array.isArray(value)) return value.map((each) => valueInWords(fact, each)).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (kindOf(fact) === "share") return shareInWords(value);
  return kindOf(fact) === "language" ? languageName(value) : value.toLocaleString("en");
}

/** A score with its two digits that matter, or more where there were more to begin with. */
export const shareInWords = (value) =>
  value > 0 && value < 0.01 ? String(Number(value.toPrecision(2))) : String(Number(value.toFixed(3)));

/** "risk is below 0.1 and the number of links is at most 0". */
export function conditionsInWords(when) {
  const parts = Object.entries(when).flatMap(([fact, asked]) =>
    Object.entries(asked).map(([op, value]) => conditionInWords(fact, op, value)));
  return parts.join(" and ");
}

function conditionInWords(fact, op, value) {
  if (kindOf(fact) === "words") return `it has a word from ${valueInWords(fact, value)}`;
  if (fact in SAID && typeof value === "boolean") return SAID[fact][(op === "eq") === value];
  return `${saidOf(fact)} ${operatorsOfKind(fact)[op] ?? op} ${valueInWords(fact, value)}`;
}

/** "clean: if risk is below 0.1, approve". */
export function ruleInWords({ name, when, then }) {
  const asked = conditionsInWords(when);
  return `${name}: ${asked ? `if ${asked}, ` : "always "}${THEN[then].toLowerCase()}`;
}

/** "5 November 2026, 10:12". */
export const moment = (time) => new Date(time).toLocaleString("en-GB", {
  day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});

export const counted = (count, one) =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
