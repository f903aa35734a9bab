/** The one dialog that may be open, as the browser's own modal dialog. */

import { html, useLayoutEffect, useRef } from "../../vendor/html.js";
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
  const desk = useDesk();
  const { dialog } = state;
  if (!dialog) return null;
  const cards = (dialog.ids ?? []).map((id) => cardWith(state, id)).filter(Boolean);
  const [title, Content] = KINDS[dialog.kind];
  const close = () => desk.closeDialog(dialog);
  return html`<${Modal} key=${dialog.kind} kind=${dialog.kind} title=${title} close=${close}>
    <${Content} cards=${cards} dialog=${dialog} close=${close} /><//>`;
}

/** While it is open the rest of the page is out of reach; afterwards the focus is where it was. */
function Modal({ kind, title, close, children }) {
  const desk = useDesk();
  const element = useRef(null);
  useLayoutEffect(() => { // at once: the next key is for the dialog already
    const { current: dialog } = element;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      const back = before.isConnected && before !== document.body;
      if (!back) desk.focusCurrent(); // the focus is never lost
    };
  }, []);
  return html`<dialog id=${kind} ref=${element} aria-labelledby=${`${kind}-title`} onClose=${close}>
    <h2 id=${`${kind}-title`}>${title}</h2>${children}</dialog>`;
}
