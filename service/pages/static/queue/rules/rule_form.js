/** One rule as a form: its name, its conditions, what then, and its place in the list. */

import { html, useId } from "../../vendor/html.js";
import { Condition } from "./condition.js";
import { newCondition, replaced } from "./draft.js";
import { THEN, THEN_MEANS } from "./facts.js";
import { Field } from "./pieces.js";

/** `change(rule)` puts another in its place, `move(by, back)` moves it and focuses `back` again. */
export function RuleForm(props) {
  const { rule, number, of, problems, lists, change, move, remove, focusNext } = props;
  const { key, name, conditions, then } = rule;
  const called = name.trim() || `rule ${number}`;
  const onKeyDown = (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    move(by, event.target);
  };
  const add = () => {
    const fact = conditions.some((each) => each.fact === "risk") ? "links" : "risk";
    const made = newCondition(fact);
    focusNext(`[data-condition="${made.key}"] .fact`);
    change({ ...rule, conditions: [...conditions, made] });
  };
  return html`<li class="rule ${then}" data-rule=${key} onKeyDown=${onKeyDown}>
    <div class="rule-head">
      <span class="number" aria-hidden="true">${number}</span>
      <h3 class="unseen">Rule ${number} of ${of}: ${called}</h3>
      <${Field} label="Name of rule ${number}" quiet problem=${problems.name} control=${(given) =>
        html`<input ...${given} class="name" value=${name} maxlength="100" autocomplete="off"
          placeholder="A name that moderators will read"
          onInput=${(event) => change({ ...rule, name: event.currentTarget.value })} />`} />
      <div class="places">
        ${[[-1, "up", "↑"], [1, "down", "↓"]].map(([by, way, sign]) => html`<button type="button"
          key=${way} class="icon" aria-label="Move “${called}” ${way}"
          aria-keyshortcuts="Alt+Arrow${way === "up" ? "Up" : "Down"}"
          aria-disabled=${(by < 0 ? number === 1 : number === of) ? "true" : null}
          onClick=${(event) => move(by, event.currentTarget)}>${sign}</button>`)}
        <button type="button" class="icon" aria-label="Remove “${called}”" onClick=${remove}>×</button>
      </div>
    </div>
    ${conditions.length
      ? html`<ol class="conditions" aria-label="Conditions of “${called}”">
          ${conditions.map((condition, place) => html`<${Condition} key=${condition.key}
            ...${{ condition, lists }} number=${place + 1} first=${place === 0}
            problem=${problemOf(problems, conditions, place)}
            change=${(other) =>
              change({ ...rule, conditions: replaced(conditions, condition.key, other) })}
            remove=${() => {
              focusNext(`[data-rule="${key}"] .add`);
              change({ ...rule, conditions: replaced(conditions, condition.key, null) });
            }} />`)}
        </ol>`
      : html`<p class="always">Always: it has no condition, so every comment that comes this far matches.</p>`}
    <p><button type="button" class="add plain" onClick=${add}>+ Add a condition</button></p>
    ${problems[""] && html`<p class="problem">${problems[""].join(" ")}</p>`}
    <${Verdicts} ...${{ then, called, problem: problems.then }}
      choose=${(chosen) => change({ ...rule, then: chosen })} />
  </li>`;
}

/** A fact asked twice has one problem, said where it is asked first. */
function problemOf(problems, conditions, place) {
  const { fact } = conditions[place];
  const first = conditions.findIndex((each) => each.fact === fact) === place;
  return first ? problems[`when.${fact}`] : undefined;
}

function Verdicts({ then, called, problem, choose }) {
  const id = useId();
  return html`<fieldset class="verdicts" aria-describedby="${id}-hint">
    <legend>then<span class="unseen">, where “${called}” matches</span></legend>
    ${Object.entries(THEN).map(([each, words]) => html`<label key=${each} class=${each}>
      <input type="radio" name=${id} value=${each} checked=${each === then}
             onChange=${() => choose(each)} />${words}</label>`)}
    <p class="hint" id="${id}-hint">${THEN_MEANS[then]}</p>
    ${problem && html`<p class="problem">${problem.join(" ")}</p>`}
  </fieldset>`;
}
