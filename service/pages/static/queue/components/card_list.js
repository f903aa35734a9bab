/** The cards on the page, and what stands there when there are none. */

import { html } from "../../vendor/html.js";
import { isFiltered, isLeased } from "../view.js";
import { nothingHere } from "../words.js";
import { Card } from "./card.js";
import { useDesk } from "./context.js";

export function CardList({ state }) {
  const desk = useDesk();
  const touched = (event) => desk.touched(event.target.closest("article")?.dataset.id);
  return html`
    <ol id="list" class="list" onFocusIn=${touched} onPointerDown=${touched}>
      ${state.cards.map((card) => html`<${Card} key=${card.id} card=${card} now=${state.now}
        current=${card.id === state.current} selected=${state.selected.has(card.id)} />`)}
    </ol>
    <${Empty} state=${state} />
    <p class="more">${state.further && html`<button type="button" id="more"
      onClick=${() => desk.more({ goThere: true })}>Show more</button>`}</p>`;
}

function Empty({ state }) {
  const { cards, further, loading, trouble, view, totals } = state;
  if (cards.length || further || trouble) return null;
  if (loading) return html`<div class="loading" aria-hidden="true"></div>`;
  const elsewhere = isLeased(view, state.moderator) ? totals[view.state] : 0;
  const escalated = view.state !== "escalated" && totals.escalated > 0; // which no lease gives out
  return html`<div id="empty" class="empty">
    ${nothingHere(view.state, isFiltered(view), elsewhere, escalated)}</div>`;
}
