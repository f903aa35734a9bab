/** Small components that several parts of the page are made of. */

import { html, useEffect, useId, useLayoutEffect, useRef, useState } from "../../vendor/html.js";

const STAYS = 8_000; // ms that what was said stays on the screen
let fading = null;

/** Says what has just happened, at the foot of the page and to screen readers. */
export function say(text) {
  const said = document.getElementById("said");
  // The same words twice would not be read out twice: a no-break space makes them new.
  said.textContent = said.textContent === text ? `${text}\u00a0` : text;
  clearTimeout(fading);
  fading = setTimeout(() => said.replaceChildren(), STAYS);
}

/** Says to screen readers what everybody else sees. */
export function tell(text) {
  document.getElementById("heard").textContent = text;
}

const unsaved = new Set();

addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

/** While `dirty`, the browser asks before this page is left. */
export function useGuard(name, dirty) {
  useEffect(() => {
    if (dirty) unsaved.add(name);
    return () => unsaved.delete(name);
  }, [name, dirty]);
}

/**
 * A control with its label, hint and problem, tied together for screen readers. `control` is
 * given the attributes that do so.
 */
export function Field({ label, hint, problem, control, quiet = false }) {
  const id = useId();
  const about = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const given = { id, "aria-describedby": about || null, "aria-invalid": problem ? "true" : null };
  return html`<div class="field">
    <label for=${id} class=${quiet ? "unseen" : ""}>${label}</label>
    ${control(given)}
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${problem && html`<p class="problem" id="${id}-problem">${[problem].flat().join(" ")}</p>`}
  </div>`;
}

/** A box to tick, with its label beside it. */
export function Tick({ label, hint, problem, checked, onChange }) {
  const id = useId();
  const about = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return html`<div class="field tick">
    <input type="checkbox" id=${id} checked=${checked} aria-describedby=${about || null}
           onChange=${(event) => onChange(event.currentTarget.checked)} />
    <div><label for=${id}>${label}</label>
      ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
      ${problem && html`<p class="problem" id="${id}-problem">${[problem].flat().join(" ")}</p>`}</div>
  </div>`;
}

/** A list of choices: `options` maps values to what is shown. */
export function Select({ options, value, onChange, ...given }) {
  return html`<select ...${given} value=${value}
                      onChange=${(event) => onChange(event.currentTarget.value)}>
    ${Object.entries(options).map(([each, shown]) =>
      html`<option key=${each} value=${each} selected=${each === value}>${shown}</option>`)}
  </select>`;
}

/** What went wrong with a part as a whole, read out when it comes. */
export const Trouble = ({ children }) => html`<div class="trouble" role="alert" tabindex="-1">${children}</div>`;

/** A button whose work takes a moment: it rests meanwhile, without losing the focus. */
export function Doing({ onPress, children, ...given }) {
  const [busy, setBusy] = useState(false);
  const there = useRef(true);
  useEffect(() => () => { there.current = false; }, []);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await onPress();
    } finally {
      if (there.current) setBusy(false);
    }
  };
  return html`<button type="button" ...${given} aria-disabled=${busy ? "true" : null}
                      onClick=${press}>${children}</button>`;
}

/**
 * Moves the focus to an element, or to the first that a selector finds, as soon as it is there:
 * whoever types on loses no letter.
 */
export function useFocusNext() {
  const wanted = useRef(null);
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const { current } = wanted;
    (typeof current === "string" ? document.querySelector(current) : current)?.focus();
    wanted.current = null;
  });
  return (place) => { wanted.current = place; };
}
