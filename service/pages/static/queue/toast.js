/** What has just happened, said once at the foot of the page and to screen readers, with Undo. */

import { byId } from "./dom.js";

const STAYS = 10_000; // ms that words without an Undo stay on the screen

let timer = null;

/** Says `text`; `undo` offers to take the newest decision back, until something else is said. */
export function say(text, { undo = false } = {}) {
  const said = byId("said");
  // The same words twice would not be read out twice: a no-break space makes them new.
  said.textContent = said.textContent === text ? `${text}\u00a0` : text;
  byId("undo").hidden = !undo;
  clearTimeout(timer);
  if (!undo) timer = setTimeout(() => said.replaceChildren(), STAYS);
}
