/** What each edit of a comment changed, word by word, the latest first. */

import { html } from "../../vendor/html.js";
import { ago } from "../words.js";
import { wordDiff } from "../word_diff.js";

const NAMES = { gone: "removed", new: "added" };

export function Changes({ card, found: events, now }) {
  const edits = events.filter(({ type }) => type === "edited");
  if (!edits.length) return html`<p class="hint">It has never been edited.</p>`;
  const texts = [...edits.map(({ body }) => body), card.item.comment.body];
  return html`<ol class="changes">${edits.map((edit, at) =>
    html`<li key=${edit.at}><p class="about">Edited ${ago(edit.at, now)}</p>
      <${Difference} before=${texts[at]} after=${texts[at + 1]} /></li>`).reverse()}</ol>`;
}

function Difference({ before, after }) {
  return html`<p class="difference" dir="auto">${wordDiff(before, after).map(([kind, text]) =>
    kind === "same" ? text : html`<${kind === "gone" ? "del" : "ins"}>
      <span class="unseen">${NAMES[kind]}: </span>${text}<//>`)}</p>`;
}
