/**
 * Building elements. Text always goes in as text; the server's sanitised HTML comes in through
 * one Trusted Types policy, and this file holds its only use.
 */

/** The element with this id; the page's template has it. */
export const byId = (id) => document.getElementById(id);

/** Sets a text where it differs: the same again would be read out again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** An element with attributes and children; `null` and `false` are left out of both. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

const policy = globalThis.trustedTypes?.createPolicy("belowline", { createHTML: (html) => html });

/** Shows a comment's `html`, which the server has sanitised, in `element`. */
export function showSanitised(element, html) {
  element.innerHTML = policy ? policy.createHTML(html) : html;
  for (const link of element.querySelectorAll("a[href]")) {
    link.target = "_blank"; // the moderator's place in the queue stays
    link.title = link.href; // and where the link leads can be seen
  }
}
