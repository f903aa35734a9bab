/** The banner above the list that says when comments come in unscored, and why. */

import { onQueueAnswer } from "./api.js";
import { byId, make } from "./dom.js";
import { notScoring } from "./words.js";

/** Keeps the banner true to each answer of the queue from now on. */
export function watchScoring() {
  onQueueAnswer(({ not_scoring: down }) => show(byId("scoring"), down.map((one) => notScoring(one))));
}

function show(banner, sentences) {
  const shown = [...banner.children].map((line) => line.textContent);
  if (shown.join("\n") === sentences.join("\n")) return; // or it would be read out again
  banner.replaceChildren(...sentences.map((sentence) => make("p", {}, sentence)));
}
