/** A form for settings, whether of a site or of an article. */

import { html } from "../../vendor/html.js";
import { Field, Select, Tick } from "./pieces.js";
import { fieldOf } from "./settings_fields.js";

/** One setting. `field` says what kind it is; `typed` is what the form has. */
export function Setting({ name, typed, problem, change, field = fieldOf(name, typed) }) {
  const { label, hint, kind, options, unit, empty, long } = field;
  if (kind === "flag") {
    return html`<${Tick} ...${{ label, hint, problem }} checked=${typed} onChange=${change} />`;
  }
  const onInput = (event) => change(event.currentTarget.value);
  return html`<${Field} ...${{ hint, problem }} label=${unit ? `${label} (${unit})` : label}
    control=${(given) => {
      if (kind === "choice") return html`<${Select} ...${given} options=${options} value=${typed} onChange=${change} />`;
      if (long) return html`<textarea ...${given} rows="3" value=${typed} onInput=${onInput}></textarea>`;
      const number = kind === "number" || kind === "share";
      return html`<input ...${given} class=${number ? "short" : ""} value=${typed} autocomplete="off"
        inputmode=${number ? "decimal" : null} placeholder=${empty ?? null} onInput=${onInput} />`;
    }} />`;
}
