/** The comment as readers would see it, with the words marked that moved its score, or blurred. */

import { html, useEffect, useLayoutEffect, useRef } from "../../vendor/html.js";
import { showSanitised } from "../dom.js";
import { mark, weightiest } from "../marks.js";
import { labelName, listed, score } from "../words.js";
import { useDesk } from "./context.js";
import { tells } from "./scores.js";

export const isCovered = ({ item, uncovered }) => Boolean(item.blurred) && !uncovered;

const wantsMarks = ({ item }) => tells(item) && item.comment.status !== "deleted";

/** `marked(words)` is called with the marked words; while the text is covered there are none. */
export function CommentText({ card, marked }) {
  const text = useRef(null);
  const covered = isCovered(card);
  useMarks(card, text, covered, marked);
  useExplanation(card, text);
  return html`<div class="text" data-covered=${covered ? "" : null}>
    <div class="comment" dir="auto" ref=${text} inert=${covered} aria-hidden=${covered ? "true" : null}></div>
    ${covered && html`<${Cover} card=${card} />`}
  </div>`;
}

/** Shows the sanitised text, and in it the marks once they are known. */
function useMarks({ item, marks }, text, covered, marked) {
  const { html: sanitised, body, version } = item.comment;
  useLayoutEffect(() => {
    showSanitised(text.current, sanitised);
    const found = marks?.version === version ? mark(text.current, body, marks.spans) : [];
    marked(covered ? [] : weightiest(found));
  }, [sanitised, marks, version, covered]);
}

/** Has the text explained once it is in sight. */
function useExplanation(card, text) {
  const desk = useDesk();
  const wanted = wantsMarks(card) && card.marks?.version !== card.item.comment.version;
  useEffect(() => {
    if (wanted) return desk.explanations.watch(text.current, card.id);
    return undefined;
  }, [wanted, card.id]);
}

function Cover({ card: { id, item } }) {
  const desk = useDesk();
  return html`<button type="button" class="cover" aria-keyshortcuts="b" onClick=${() => desk.panes.uncover(id)}>
    <span>Risk ${score(item.risk)}, mostly ${labelName(item.top_label).toLowerCase()}.${" "}
    <strong>Show the text</strong> <kbd aria-hidden="true">b</kbd></span></button>`;
}

/**
 * What the marks mean. It has its place on the card from the start, though nobody sees it before
 * there are marks: nothing may move under a moderator's hands.
 */
export function Legend({ card, words }) {
  if (!wantsMarks(card)) return null;
  const label = labelName(card.item.top_label).toLowerCase();
  return html`<p class="legend" id=${`legend-${card.id}`} data-marks=${words.length ? "some" : "none"}>
    <mark>Marked</mark> words raised the score for ${label}, the stronger the more<span
    class="unseen">${words.length > 0 && `: ${listed(words)}`}</span>.</p>`;
}
