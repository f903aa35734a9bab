/** A secret, shown once, with a button that copies it. */

import { byId } from "../dom.js";

/** Shows `secret`; resolves when the dialog is closed, and the page holds it no longer. */
export function showSecret(secret) {
  const dialog = byId("secret");
  byId("secret-text").value = secret;
  byId("copied").textContent = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      byId("secret-text").value = "";
      resolve();
    }, { once: true });
  });
}

async function copy() {
  const field = byId("secret-text");
  const done = await written(field);
  byId("copied").textContent = done ? "Copied." : "Could not copy: it is selected for you.";
}

async function written(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select(); // over plain http browsers offer only the older way
    return document.execCommand("copy");
  }
}

byId("copy").addEventListener("click", copy);
