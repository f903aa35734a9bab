/** The one dialog that may be open, as the browser's own modal dialog. */

import { html, useEffect, useRef } from "../../vendor/html.js";
import { cardWith } from "../cards.js";
import { useDesk } from "./context.js";
import { Conflicts } from "./conflicts.js";
import { Escalation } from "./escalation.js";
import { Help } from "./help.js";
import { Many } from "./many.js";
import { Reasons } from "./reason_menu.js";

const KINDS = {
  help: ["Keys", Help],
  reasons: ["Why reject?", Reasons],
  escalation: ["Escalate", Escalation],
  many: ["More than this one", Many],
  conflicts: ["Left alone", Conflicts],
};

export function Dialogs({ state }) {
  const { dialog } = state;
  if (!dialog) return null;
  const cards = (dialog.ids ?? []).map((id) => cardWith(state, id)).filter(Boolean);
  const [title, Content] = KINDS[dialog.kind];
  return html`<${Modal} key=${dialog.kind} kind=${dialog.kind} title=${title}>
    <${Content} cards=${cards} dialog=${dialog} /><//>`;
}

function Modal({ kind, title, children }) {
  const desk = useDesk();
  const element = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => (before?.isConnected ? null : desk.focusCurrent());
  }, []);
  return html`<dialog id=${kind} ref=${element} aria-labelledby=${`${kind}-title`} onClose=${() => desk.closeDialog(kind)}>
    <h2 id=${`${kind}-title`}>${title}</h2>${children}</dialog>`;
}
