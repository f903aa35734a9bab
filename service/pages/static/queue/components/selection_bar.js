/** What can be done with the selected comments. */

import { html } from "../../vendor/html.js";
import { act } from "../deciding.js";
import { counted } from "../words.js";
import { useDesk } from "./context.js";

const ACTIONS = [
  ["approve", "Approve", "a"],
  ["reject", "Reject", "r"],
  ["hold", "Hold", "h"],
];

export function SelectionBar({ state }) {
  const desk = useDesk();
  const { cards, selected } = state;
  return html`<section class="selection" aria-label="Selected comments">
    <p><strong>${counted(selected.size, "comment")}</strong> selected</p>
    <p class="buttons">
      ${ACTIONS.map(([action, name, key]) => html`<button type="button" class=${action} aria-keyshortcuts=${key}
        onClick=${() => act(desk, action)}>${name} ${selected.size} <kbd aria-hidden="true">${key}</kbd></button>`)}
      ${selected.size < cards.length && html`<button type="button"
        onClick=${() => desk.select(cards.map(({ id }) => id))}>Select all ${cards.length}</button>`}
      <button type="button" onClick=${() => desk.select([])}>Let go <kbd aria-hidden="true">Esc</kbd></button>
    </p>
  </section>`;
}
