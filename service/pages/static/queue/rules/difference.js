/** What a change changed, line by line, for people. */

import { html } from "../../vendor/html.js";
import { fieldOf, settingInWords } from "./settings_fields.js";
import { counted, ruleInWords } from "./sentences.js";

const MOST_WORDS = 60; // shown of each side

/** `before` and `after` as the API's history has them; null where there was nothing. */
export function Difference({ what, before, after }) {
  const lines = { rules, words, site: settings, article: settings }[what](before, after);
  return html`<ul class="difference">
    ${lines.map(([sign, text], place) => html`<li key=${place} class=${NAMES[sign]}>
      <span aria-hidden="true">${SHOWN[sign]}</span><span class="unseen">${SPOKEN[sign]}</span>${text}</li>`)}
  </ul>`;
}

const NAMES = { "+": "added", "−": "removed", "→": "changed", "·": "kept" };
const SPOKEN = { "+": "Added: ", "−": "Removed: ", "→": "", "·": "" };
const SHOWN = { "+": "+ ", "−": "− ", "→": "", "·": "" };

function rules(before, after) {
  const [old, fresh] = [before, after].map((side) => (side?.rules ?? []).map(ruleInWords));
  const lines = compared(old, fresh).filter(([sign]) => sign !== "·");
  return lines.length ? lines : [["·", "Nothing that can be seen here."]];
}

/** The lines of two lists, those in both once (the longest common subsequence). */
export function compared(old, fresh) {
  const common = Array.from({ length: old.length + 1 }, () => new Array(fresh.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      common[i][j] = old[i] === fresh[j]
        ? common[i + 1][j + 1] + 1
        : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push(["·", old[i]]);
      i += 1;
      j += 1;
    } else if (j >= fresh.length || (i < old.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push(["−", old[(i += 1) - 1]]);
    } else {
      lines.push(["+", fresh[(j += 1) - 1]]);
    }
  }
  return lines;
}

function words(before, after) {
  if (!before) return [["+", `the list, ${listed(after.words)}`]];
  if (!after) return [["−", `the list, ${listed(before.words)}`]];
  const sides = [["−", before.words], ["+", after.words]];
  return sides.filter(([, list]) => list.length).map(([sign, list]) => [sign, listed(list)]);
}

function listed(list) {
  if (!list.length) return "empty";
  const shown = list.slice(0, MOST_WORDS).map((word) => `“${word}”`).join(", ");
  const more = list.length - MOST_WORDS;
  return more > 0 ? `${shown} and ${counted(more, "more word")}` : shown;
}

function settings(before, after) {
  const names = Object.keys(after ?? {});
  if (!before) return [["+", "the site"], ...names.map((name) => ["→", told(name, after)])];
  return names.map((name) => ["→", `${told(name, before)} → ${valueOf(name, after)}`]);
}

const valueOf = (name, values) => settingInWords(name, values[name]);
const told = (name, values) => `${fieldOf(name).label}: ${valueOf(name, values)}`;
