/** Small pieces that several screens are made of. */

import { byId, make } from "../dom.js";
import { moment } from "./words.js";

const GOOD = new Set(["Active", "Delivered"]);
const BAD = new Set(["Failing", "Failed", "Disabled"]);

/** Names the screen in the window's title, as screen readers say first. */
export function titled(words) {
  document.title = `${words} · Belowline`;
}

/** A word in a coloured box. */
export function badge(word) {
  const tone = GOOD.has(word) ? "good" : BAD.has(word) ? "bad" : "";
  return make("span", { class: `badge ${tone}`.trim() }, word);
}

/** A moment, to be read by people and programs. */
export const time = (at) => make("time", { datetime: at, title: at }, moment(at));

/** Fills a `<dl>` with these names and values; a pair whose value is null is left out. */
export function showFacts(list, facts) {
  const told = Object.entries(facts).filter(([, value]) => value !== null);
  list.replaceChildren(...told.map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, ...[value].flat()))));
}

/** Runs what a button starts: the button rests meanwhile, and a failure is said in `place`. */
export async function pressed(button, place, work) {
  button.setAttribute("aria-disabled", "true"); // not `disabled`, which would lose the focus
  byId(place).textContent = "…";
  try {
    byId(place).textContent = (await work()) ?? "";
  } catch (error) {
    byId(place).textContent = error.message;
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** Calls `work` when the button is pressed, and its text in `place` is what `work` resolves to. */
export function onPress(id, place, work) {
  const button = byId(id);
  button.addEventListener("click", () => {
    if (!button.hasAttribute("aria-disabled")) pressed(button, place, work);
  });
}

/** Opens a dialog; resolves to whether it was answered with yes. */
export function ask(id) {
  const dialog = byId(id);
  dialog.returnValue = "no"; // what Escape leaves
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
