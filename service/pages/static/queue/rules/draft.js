/** Rules as a form has them: conditions are rows, and what is typed stays as it was typed. */

import { BEGINNING, kindOf, OPERATORS } from "./facts.js";

let made = 0;
const newKey = () => `${(made += 1)}`;

/** The API's rules as drafts. */
export const toDraft = (rules) => rules.map(({ name, when, then }) => ({
  key: newKey(),
  name,
  then,
  conditions: Object.entries(when).flatMap(([fact, asked]) =>
    Object.entries(asked).map(([op, value]) => ({ key: newKey(), fact, op, value: typed(fact, value) }))),
}));

function typed(fact, value) {
  if (kindOf(fact) === "words" || typeof value === "boolean") return value;
  return [value].flat().join(", ");
}

/** Drafts as the API takes them. What is no number goes out as null, and the API says so. */
export const toRules = (draft) => draft.map(({ name, conditions, then }) => {
  const when = {};
  for (const { fact, op, value } of conditions) {
    when[fact] = { ...when[fact], [op]: meant(kindOf(fact), op, value) };
  }
  return { name, when, then };
});

function meant(kind, op, value) {
  if (kind === "words" || typeof value === "boolean") return value;
  if (op !== "in") return one(kind, value);
  return value.split(/[,;\s]+/).filter(Boolean).map((each) => one(kind, each));
}

function one(kind, text) {
  const said = text.trim();
  if (kind === "language") return said.toLowerCase();
  if (kind === "flag") return said === "true";
  return said === "" ? null : Number(said.replace(",", "."));
}

export const newRule = () => ({
  key: newKey(), name: "", then: "hold", conditions: [newCondition("risk")],
});

export const newCondition = (fact) => ({ key: newKey(), fact, ...BEGINNING[kindOf(fact)] });

/** A condition that asks another fact; what was typed stays where it still means something. */
export function about(condition, fact) {
  const [before, kind] = [kindOf(condition.fact), kindOf(fact)];
  if (before === kind) return { ...condition, fact };
  return { ...condition, fact, ...BEGINNING[kind] };
}

/** The operators that a condition can have; one that only the API offers stays, if it is there. */
export function operatorsOf({ fact, op }) {
  const known = OPERATORS[kindOf(fact)];
  return op in known ? known : { ...known, [op]: op };
}

/** The list with the item of this key one place up (-1) or down (1). */
export function moved(list, key, by) {
  const from = list.findIndex((item) => item.key === key);
  const to = from + by;
  if (to < 0 || to >= list.length) return list;
  const other = [...list];
  [other[from], other[to]] = [other[to], other[from]];
  return other;
}

/** The list with the item of this key replaced; by null, without it. */
export const replaced = (list, key, item) =>
  list.flatMap((each) => (each.key !== key ? [each] : item === null ? [] : [item]));

/** What the API could not see: two rows of a rule that ask the same. By the key of the rule. */
export function twice(draft) {
  const found = {};
  for (const { key, conditions } of draft) {
    const seen = new Set();
    for (const { fact, op } of conditions) {
      if (seen.has(`${fact} ${op}`)) {
        found[key] = { [`when.${fact}`]: ["Asked twice: remove one of the two."] };
      }
      seen.add(`${fact} ${op}`);
    }
  }
  return found;
}

/** The API's errors (`rules.2.when.risk`) by the key of the rule and the field in it. */
export function byRule(errors, draft) {
  const found = {};
  for (const [path, messages] of Object.entries(errors)) {
    const [, place, field] = /^rules\.(\d+)\.?(.*)$/s.exec(path) ?? [];
    const rule = draft[Number(place)];
    if (rule) found[rule.key] = { ...found[rule.key], [field]: messages };
  }
  return found;
}

/** Whether two lists of drafts say the same. */
export const same = (one, other) => JSON.stringify(toRules(one)) === JSON.stringify(toRules(other));
