/** What the view is filtered by, in words, each with a button that takes it away. */

import { html } from "../../vendor/html.js";
import { isFiltered } from "../view.js";
import { labelName, languageName } from "../words.js";
import { useDesk } from "./context.js";

const WORDS = {
  q: (value) => `“${value}”`,
  label: (value) => labelName(value),
  min_score: (value) => `score at least ${value}`,
  max_score: (value) => `score at most ${value}`,
  reason: (value) => `because of “${value}”`,
  language: (value) => `in ${languageName(value)}`,
  author: (value) => `by the name of ${value}`,
  comment: () => "one comment",
};

export function Chips({ view, cards }) {
  const desk = useDesk();
  if (!isFiltered(view)) return null;
  const chip = (key, words, without) => html`<li class="chip" key=${key}><bdi>${words}</bdi>
    <button type="button" aria-label=${`Without the filter: ${words}`} onClick=${() => desk.goTo(without)}>×</button></li>`;
  const without = (name) => ({ ...view, [name]: "" });
  const writer = cards.find(({ item }) => item.author?.id === view.reader)?.item.author.name;
  return html`<ul class="chips filtered" aria-label="Filtered by">
    ${view.reader && chip("reader", writer ? `all by ${writer}` : "one author", without("reader"))}
    ${Object.keys(WORDS).filter((name) => view[name]).map((name) =>
      chip(name, WORDS[name](view[name]), without(name)))}
    ${view.article.map((id) => chip(`article-${id}`, `below ${id}`,
      { ...view, article: view.article.filter((other) => other !== id) }))}
  </ul>`;
}
