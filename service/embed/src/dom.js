/**
 * Makes an element. Attributes by their names (`true` sets, `false` and `null` leave out) and
 * listeners as functions under `onclick` and the like; a string alone is its class. By its class
 * a page can also reach it as a ::part. Children are nodes or plain text.
 */
export function make(tag, attributes = {}, ...children) {
  if (typeof attributes === 'string') attributes = { class: attributes };
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  if (element.className) element.part = element.className;
  element.append(...children.flat(2).filter((child) => child || child === 0));
  return element;
}

/** A button; `kind` is its class. */
export function button(kind, label, onclick, attributes = {}) {
  return make('button', { class: kind, type: 'button', onclick, ...attributes }, label);
}

const SHAPES = {
  up: 'M12 5l7 8h-4.5v6h-5v-6H5z',
  down: 'M12 19l-7-8h4.5V5h5v6H19z',
  reply: 'M10 6v4c6 0 9.5 3 10 9-2-3.5-5-5-10-5v4l-7-6z',
  fold: 'M6 9l6 6 6-6',
  flag: 'M6 21V4h12l-2.5 4.5L18 13H6',
};

/** A small picture beside a word, if there is one; it says nothing by itself to a screen reader. */
export function icon(name) {
  if (!(name in SHAPES)) return null;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
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
