/**
 * Single keys that do something. They rest while the moderator types, while a dialog is open,
 * together with Ctrl, Alt or Meta, and when switched off in the help; a key held down counts once.
 */

const STORED = "belowline.keys";
const TYPING = "input, select, textarea, [contenteditable]";

export const keysAreOn = () => localStorage.getItem(STORED) !== "off";
export const switchKeys = (on) => localStorage.setItem(STORED, on ? "on" : "off");

/** Calls `bindings[key]()` for every key pressed on the page that is meant for it. */
export function listen(bindings) {
  document.addEventListener("keydown", (event) => {
    const act = Object.hasOwn(bindings, event.key) && bindings[event.key];
    if (!act || !meant(event)) return;
    event.preventDefault();
    act();
  });
}

function meant(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return false;
  return keysAreOn();
}
