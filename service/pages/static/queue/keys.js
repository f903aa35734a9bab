/**
 * Single keys that do something. They rest while the moderator types, while a dialog is open,
 * together with Ctrl, Alt or Meta, and when switched off in the help; a key held down counts once.
 */

const STORED = "belowline.keys";
const TYPING = "input:not([type=checkbox]), select, textarea, [contenteditable]";

/** Every key with what it does, in words (for the help) and by the name of the deed. */
export const KEYS = [
  { key: "j", words: "Next comment", deed: "next" },
  { key: "k", words: "Previous comment", deed: "previous" },
  { key: "a", words: "Approve; one that is approved: confirm it", deed: "approve" },
  { key: "r", words: "Reject, where the site asks why with a digit for the reason; one that is rejected: confirm it", deed: "reject" },
  { key: "R", shown: "Shift r", words: "Reject with a reason and a note", deed: "rejectWhy" },
  { key: "h", words: "Hold: a decided one waits again, a waiting one comes after the rest", deed: "hold" },
  { key: "e", words: "Escalate to an admin, with a note", deed: "escalate" },
  { key: "u", words: "Undo what you did last, many at once too", deed: "undo" },
  { key: "x", words: "Select; with a selection, a, r and h decide all of it", deed: "select" },
  { key: "m", words: "More than this one: the whole branch, or its author’s comments and the author", deed: "many" },
  { key: "b", words: "Uncover a blurred text (Enter does too)", deed: "uncover" },
  { key: "c", words: "The thread around it", deed: "thread" },
  { key: "i", words: "Its history", deed: "history" },
  { key: "d", words: "What edits changed", deed: "changes" },
  { key: "/", words: "Search", deed: "search" },
  { key: "Escape", shown: "Esc", words: "Close what is open, or let go of the selection", deed: "escape" },
  { key: "?", words: "This help", deed: "help" },
];

export const keysAreOn = () => localStorage.getItem(STORED) !== "off";
export const switchKeys = (on) => localStorage.setItem(STORED, on ? "on" : "off");

/** Calls `deeds[name]()` for every key pressed on the page that is meant for it. */
export function listen(deeds) {
  const bindings = new Map(KEYS.map(({ key, deed }) => [key, deeds[deed]]));
  document.addEventListener("keydown", (event) => {
    const act = bindings.get(event.key);
    if (!act || !meant(event)) return;
    event.preventDefault();
    act();
  });
}

function meant(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (document.querySelector("dialog[open]")) return false;
  if (event.key === "Escape") return true; // no letter: it rests for nobody
  return !event.target.closest?.(TYPING) && keysAreOn();
}
