/** Asks what an admin should know who is to decide instead. */

import { html, useRef } from "../../vendor/html.js";
import { carryOut } from "../deciding.js";
import { useDesk } from "./context.js";

export function Escalation({ cards, close }) {
  const desk = useDesk();
  const note = useRef(null);
  const send = (event) => {
    event.preventDefault();
    close();
    carryOut(desk, cards, "escalate", { note: note.current.value.trim() });
  };
  const onEnter = (event) => event.key === "Enter" && !event.shiftKey && send(event);
  return html`<form onSubmit=${send}>
    <p class="hint" id="note-hint">It leaves the queue until an admin decides. Enter sends, Shift and Enter begins a line.</p>
    <p><label for="note">Note: what should the admin look at?</label>
      <textarea id="note" ref=${note} rows="3" maxlength="2000" autofocus aria-describedby="note-hint"
        onKeyDown=${onEnter}></textarea></p>
    <p class="buttons"><button type="submit" class="primary">Escalate</button>
      <button type="button" onClick=${close}>Cancel</button></p>
  </form>`;
}
