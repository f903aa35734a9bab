/**
 * Makes an element with properties of the DOM (`data` is its dataset); a string alone is its class.
 * By its class a page can also reach it as a ::part. Children are nodes or plain text.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  if (typeof properties === 'string') properties = { className: properties };
  Object.assign(element, properties);
  Object.assign(element.dataset, properties.data);
  if (element.className) element.part = element.className;
  element.append(...children.flat(2).filter((child) => child || child === 0));
  return element;
}

/** A button with a label, which sends no form; one that sends it is a plain `make("button")`. */
export function button(className, label, onclick, properties = {}) {
  return make('button', { className, type: 'button', onclick, ...properties }, label);
}

let policy;

function trusted(html) {
  if (!globalThis.trustedTypes) return html;
  policy ??= globalThis.trustedTypes.createPolicy('belowline', { createHTML: (text) => text });
  return policy.createHTML(html);
}

/**
 * The one place where text becomes markup, and it takes only `html` of an answer of the server,
 * which has sanitised it. Everything else on the page is set as text.
 */
export function showServerHtml(element, html) {
  element.innerHTML = trusted(html);
}
