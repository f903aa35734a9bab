/** One condition of a rule: a fact, an operator and a value of the fact's kind. */

import { html, useId } from "../../vendor/html.js";
import { languageName } from "../words.js";
import { about, operatorsOf } from "./draft.js";
import { FACTS, GROUPS, kindOf, meaningOf, nameOf } from "./facts.js";
import { Select } from "./pieces.js";

const YES_NO = { true: "yes", false: "no" };

/** `first` says whether it is the rule's first condition; `lists` are the site's word lists. */
export function Condition({ condition, first, number, problem, lists, change, remove }) {
  const id = useId();
  const described = [`${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const given = { "aria-describedby": described, "aria-invalid": problem ? "true" : null };
  const { fact } = condition;
  return html`<li class="condition" data-condition=${condition.key}>
    <span class="joint" aria-hidden="true">${first ? "If" : "and"}</span>
    <select class="fact" aria-label="Fact of condition ${number}" ...${given} value=${fact}
            onChange=${(event) => change(about(condition, event.currentTarget.value))}>
      ${Object.entries(GROUPS).map(([group, facts]) => html`<optgroup label=${group} key=${group}>
        ${facts.map((each) => html`<option key=${each} value=${each}
          selected=${each === fact}>${nameOf(each)}</option>`)}
      </optgroup>`)}
      ${fact in FACTS ? null : html`<option value=${fact} selected>${fact}</option>`}
    </select>
    <${Operator} ...${{ condition, number, change }} />
    <${Value} ...${{ condition, number, given, lists, change }} />
    <button type="button" class="icon" aria-label="Remove condition ${number}: ${nameOf(fact)}"
            onClick=${remove}>×</button>
    <p class="hint" id="${id}-hint">${meaningOf(fact)}${spoken(condition)}</p>
    ${problem && html`<p class="problem" id="${id}-problem">${problem.join(" ")}</p>`}
  </li>`;
}

function Operator({ condition, number, change }) {
  const options = operatorsOf(condition);
  const [only, another] = Object.values(options);
  if (!another) return html`<span class="operator">${only}</span>`;
  return html`<${Select} class="operator" aria-label="How condition ${number} compares"
    options=${options} value=${condition.op}
    onChange=${(op) => change({ ...condition, op })} />`;
}

function Value({ condition, number, given, lists, change }) {
  const { fact, op, value } = condition;
  const label = `Value of condition ${number}`;
  const set = (other) => change({ ...condition, value: other });
  const kind = kindOf(fact);
  if (kind === "words") return html`<${Lists} ...${{ label, lists, given, value, set }} />`;
  if (kind === "flag" && op !== "in") {
    return html`<${Select} class="value" aria-label=${label} ...${given} options=${YES_NO}
      value=${String(value)} onChange=${(chosen) => set(chosen === "true")} />`;
  }
  const several = op === "in" || kind === "language";
  return html`<input class="value" aria-label=${label} ...${given} value=${value}
    autocomplete="off" spellcheck=${false} size="8"
    inputmode=${several ? null : kind === "share" ? "decimal" : "numeric"}
    placeholder=${{ share: "0.5", count: "0", language: "en, fr" }[kind] ?? ""}
    onInput=${(event) => set(event.currentTarget.value)} />`;
}

/** Word lists to choose from; one that is gone but still asked for can be taken out. */
function Lists({ label, lists, given, value, set }) {
  const names = [...new Set([...lists.map(({ name }) => name), ...value])];
  if (!names.length) {
    return html`<p class="value none">There is no word list yet: make one under “Word lists”.</p>`;
  }
  return html`<fieldset class="value ticks" aria-describedby=${given["aria-describedby"]}>
    <legend class="unseen">${label}</legend>
    ${names.map((name) => html`<label key=${name}><input type="checkbox"
      checked=${value.includes(name)} aria-invalid=${given["aria-invalid"]}
      onChange=${({ currentTarget: { checked } }) =>
        set(checked ? [...value, name] : value.filter((each) => each !== name))} /> ${name}</label>`)}
  </fieldset>`;
}

/** Which languages the codes that were typed stand for. */
function spoken({ fact, value }) {
  if (kindOf(fact) !== "language") return "";
  const codes = String(value).split(/[,;\s]+/).filter(Boolean);
  return codes.length ? ` Here: ${codes.map(languageName).join(", ")}.` : "";
}
