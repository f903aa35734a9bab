/** What is open below a comment: its thread, its history, or what edits changed. */

import { html, useLayoutEffect, useRef } from "../../vendor/html.js";
import { Changes } from "./changes.js";
import { useDesk } from "./context.js";
import { History } from "./history.js";
import { Thread } from "./thread.js";

const KINDS = {
  thread: ["The thread around it", Thread],
  history: ["Its history", History],
  changes: ["What edits changed", Changes],
};

export function Pane({ card, now }) {
  const desk = useDesk();
  const [title, Content] = KINDS[card.pane.kind];
  const id = `pane-${card.id}`;
  const section = useRef(null);
  useLayoutEffect(() => section.current.scrollIntoView({ block: "nearest" }), [card.pane]);
  return html`<section class="pane" ref=${section} aria-labelledby=${id} aria-busy=${card.pane.loading ? "true" : null}>
    <h4 id=${id}>${title}</h4>
    <button type="button" class="close" aria-label="Close" onClick=${() => desk.closePane(card.id)}>×</button>
    ${card.pane.failed && html`<p class="problem" role="alert">${card.pane.failed}</p>`}
    ${card.pane.found && html`<${Content} card=${card} found=${card.pane.found} now=${now} />`}
  </section>`;
}
