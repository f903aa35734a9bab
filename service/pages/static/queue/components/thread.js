/** The thread around a comment: what it answers, its neighbours, and what answers it. */

import { html, useLayoutEffect, useRef, useState } from "../../vendor/html.js";
import { showSanitised } from "../dom.js";
import { ago, score, statusName } from "../words.js";
import { useDesk } from "./context.js";

export function Thread({ card, found: { ancestors, siblings, replies, more }, now }) {
  const own = card.item.comment;
  const level = ancestors.length;
  const rows = [
    ...ancestors.map((one, at) => [one, at]),
    ...inOrder(siblings, own).map((one) => [one, level]),
  ];
  const at = rows.findIndex(([{ id }]) => id === own.id);
  rows.splice(at + 1, 0, ...replies.map((one) => [one, level + 1]));
  const list = useRef(null);
  useLayoutEffect(() => showOwn(list.current), []);
  return html`<ol class="thread" ref=${list} tabindex="0">
      ${rows.map(([one, depth]) => html`<${Row} key=${one.id} one=${one} depth=${depth} now=${now}
        card=${one.id === own.id ? card : null} />`)}
    </ol>
    ${more.siblings && html`<p class="hint">There are more comments beside it than are shown here.</p>`}
    ${more.replies && html`<p class="hint">There are more replies than are shown here.</p>`}`;
}

/** Scrolls the list alone to the comment it is about. */
function showOwn(list) {
  const own = list.querySelector(".own");
  list.scrollTop = own.offsetTop - list.offsetTop - (list.clientHeight - own.clientHeight) / 2;
}

/** The comment among its siblings; ids are in the order of time. */
const inOrder = (siblings, own) => [...siblings.filter(({ id }) => id !== own.id), own]
  .sort((one, other) => (one.id < other.id ? -1 : 1));

function Row({ one, depth, card, now }) {
  return html`<li class=${`row ${one.status} ${card ? "own" : ""}`} style=${{ "--depth": Math.min(depth, 6) }}
      aria-current=${card ? "true" : null}>
    <p class="about"><strong><bdi>${one.author.name ?? one.author}</bdi></strong>
      <span class=${`badge ${one.status}`}>${statusName(one.status)}</span>
      ${one.risk > 0 && html`<span>risk ${score(one.risk)}</span>`}
      <time datetime=${one.created_at}>${ago(one.created_at, now)}</time></p>
    ${card ? html`<p class="hint">This is the comment above.</p>` : html`<${Text} one=${one} />`}
  </li>`;
}

function Text({ one }) {
  const desk = useDesk();
  const [shown, setShown] = useState(!one.blurred);
  const text = useRef(null);
  useLayoutEffect(() => text.current && showSanitised(text.current, one.html ?? ""), [one.html, shown]);
  const show = () => {
    setShown(true);
    desk.panes.uncoverOther(one.id);
  };
  if (!shown) {
    return html`<p><button type="button" onClick=${show}>Show the text: risk ${score(one.risk)}</button></p>`;
  }
  return html`<div class="comment" dir="auto" ref=${text}></div>`;
}
