/** The ten reasons to reject, each by its digit, and a note for colleagues. */

import { html, useRef } from "../../vendor/html.js";
import { carryOut } from "../deciding.js";
import { counted, REASONS } from "../words.js";
import { useDesk } from "./context.js";

const NAMES = Object.keys(REASONS);
const digitOf = (at) => String((at + 1) % 10); // the tenth is 0

export function Reasons({ cards, close }) {
  const desk = useDesk();
  const note = useRef(null);
  const reject = (reason) => {
    close();
    carryOut(desk, cards, "reject", { reason, note: note.current.value.trim() });
  };
  const onDigit = (event) => {
    const reason = NAMES.find((_, at) => digitOf(at) === event.key);
    if (!reason || event.target === note.current || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    reject(reason);
  };
  return html`<div onKeyDown=${onDigit}>
    <p class="hint">${cards.length === 1 ? "The author reads the reason in their receipt." : `For ${counted(cards.length, "comment")}.`}</p>
    <ol class="reason-menu">${NAMES.map((reason, at) => html`<li key=${reason}>
      <button type="button" autofocus=${at === 0} aria-keyshortcuts=${digitOf(at)}
        onClick=${() => reject(reason)}><kbd aria-hidden="true">${digitOf(at)}</kbd>
        ${" "}${REASONS[reason]}</button></li>`)}</ol>
    <p><label for="reason-note">Note for colleagues</label>
      <textarea id="reason-note" ref=${note} rows="2" maxlength="2000"></textarea></p>
    <form method="dialog" class="buttons"><button type="submit">Cancel</button></form>
  </div>`;
}
