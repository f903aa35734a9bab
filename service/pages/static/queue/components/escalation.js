/** Asks what an admin should know who is to decide instead. */

import { html, useRef } from "../../vendor/html.js";
import { carryOut } from "../deciding.js";
import { useDesk } from "./context.js";

export function Escalation({ cards }) {
  const desk = useDesk();
  const form = useRef(null);
  const send = () => carryOut(desk, cards, "escalate", { note: form.current.note.value.trim() });
  const onEnter = (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    form.current.requestSubmit(form.current.querySelector(".primary"));
  };
  return html`<form method="dialog" ref=${form}
      onSubmit=${(event) => event.submitter?.value === "send" && send()}>
    <p class="hint" id="note-hint">It leaves the queue until an admin decides. Enter sends, Shift and Enter begins a line.</p>
    <p><label for="note">Note: what should the admin look at?</label>
      <textarea id="note" name="note" rows="3" maxlength="2000" autofocus aria-describedby="note-hint"
        onKeyDown=${onEnter}></textarea></p>
    <p class="buttons"><button type="submit" value="send" class="primary">Escalate</button>
      <button type="submit" value="cancel">Cancel</button></p>
  </form>`;
}
