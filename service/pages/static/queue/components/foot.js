/** What is fixed at the foot of the page: what has just happened with Undo, and the selection. */

import { html } from "../../vendor/html.js";
import { counted } from "../words.js";
import { useDesk } from "./context.js";

export function Foot({ state, children }) {
  const desk = useDesk();
  const { said, busy, uncoveredToday: uncovered } = state;
  return html`
    ${uncovered > 0 && html`<p id="uncovered" class="aside">
      You uncovered ${counted(uncovered, "blurred text")} today. Look away when you need to.</p>`}
    <div class="foot">
      ${children}
      <div class="toast" id="toast" data-empty=${said.text ? null : ""}>
        ${busy && html`<progress aria-label="Deciding"></progress>`}
        <p id="said" role="status">${said.text}</p>
        ${said.undo && html`<button type="button" id="undo" aria-keyshortcuts="u"
          onClick=${() => desk.undos.undo()}>Undo <kbd aria-hidden="true">u</kbd></button>`}
      </div>
    </div>`;
}
