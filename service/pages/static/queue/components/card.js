/** One comment of the queue as a card: what a moderator needs to know, and buttons to decide. */

import { html, useMemo, useState } from "../../vendor/html.js";
import { act, canDo } from "../deciding.js";
import { confirms } from "../words.js";
import { CardHead } from "./card_head.js";
import { CommentText, Legend } from "./comment_text.js";
import { useDesk } from "./context.js";
import { Pane } from "./pane.js";
import { Reasons } from "./reasons.js";
import { Scores } from "./scores.js";

const ACTIONS = [
  ["approve", "Approve", "a"],
  ["reject", "Reject", "r"],
  ["hold", "Hold", "h"],
  ["escalate", "Escalate", "e"],
];
const NONE = []; // words marked, before there are any
const PANES = [
  ["thread", "Thread", "c"],
  ["history", "History", "i"],
];

export function Card({ card, current, selected, now }) {
  const desk = useDesk();
  const [words, setWords] = useState(NONE);
  return useMemo(() => html`<li class=${`card ${current ? "current" : ""} ${selected ? "selected" : ""}`}>
    <article id=${`card-${card.id}`} data-id=${card.id} tabindex=${current ? 0 : -1}
        aria-labelledby=${`author-${card.id}`} aria-describedby=${words.length ? `legend-${card.id}` : null}
        onKeyDown=${(event) => onEnter(event, () => desk.panes.uncover(card.id))}>
      <${CardHead} card=${card} selected=${selected} now=${now} />
      <${Parent} parent=${card.item.parent} />
      <${CommentText} card=${card} marked=${setWords} />
      <${Reasons} item=${card.item} now=${now} />
      <div class="side"><${Scores} item=${card.item} /><${Legend} card=${card} words=${words} /></div>
      ${card.notice && html`<p class="notice">${card.notice}</p>`}
      <${Buttons} card=${card} />
      ${card.pane && html`<${Pane} card=${card} now=${now} />`}
    </article>
  </li>`, [card, current, selected, now, words]);
}

/** Enter on the card itself, not on something in it. */
function onEnter(event, uncover) {
  if (event.key === "Enter" && event.target === event.currentTarget) uncover();
}

function Parent({ parent }) {
  if (!parent) return null;
  return html`<blockquote class="parent"><p>In reply to <bdi>${parent.author}</bdi>:${" "}
    <bdi>${parent.excerpt}</bdi></p></blockquote>`;
}

function Buttons({ card }) {
  const desk = useDesk();
  const { item } = card;
  const panes = item.edits > 0 ? [...PANES, ["changes", "Changes", "d"]] : PANES;
  return html`<div class="decide">
    ${canDo(item) && html`<p class="deeds">${ACTIONS.map(([action, name, key]) =>
      html`<button type="button" class=${action} aria-keyshortcuts=${key}
        onClick=${() => act(desk, action, { card })}>${confirms(action, item) ? "Confirm" : name}
        <kbd aria-hidden="true">${key}</kbd></button>`)}</p>`}
    <p class="tools">
      ${panes.map(([kind, name, key]) => html`<button type="button" aria-keyshortcuts=${key}
        aria-expanded=${card.pane?.kind === kind ? "true" : "false"}
        onClick=${() => desk.panes.toggle(card.id, kind)}>${name} <kbd aria-hidden="true">${key}</kbd></button>`)}
      <button type="button" aria-keyshortcuts="m" aria-haspopup="dialog"
        onClick=${() => desk.openDialog({ kind: "many", ids: [card.id] })}>More <kbd aria-hidden="true">m</kbd></button>
    </p>
  </div>`;
}
