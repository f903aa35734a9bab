/** The moderator's saved filters: each a link to its view, and a field to save the present one. */

import { html, useState } from "../../vendor/html.js";
import { viewOf } from "../saved_filters.js";
import { addressOf } from "../view.js";
import { useDesk } from "./context.js";

export function SavedFilters({ saved, view }) {
  return html`<div class="saved" role="group" aria-label="Saved filters">
    ${saved.length > 0 && html`<ul class="chips">
      ${saved.map((one) => html`<${Saved} key=${one.id} one=${one} view=${view} />`)}</ul>`}
    <${SaveField} />
  </div>`;
}

function Saved({ one, view }) {
  const desk = useDesk();
  const there = viewOf(one);
  const open = (event) => {
    event.preventDefault();
    desk.goTo(there);
  };
  const here = addressOf(there) === addressOf(view);
  return html`<li class="chip"><a href=${addressOf(there)} onClick=${open}
      aria-current=${here ? "true" : null}><bdi>${one.name}</bdi></a>
    <button type="button" aria-label=${`Forget the saved filter ${one.name}`}
      onClick=${() => desk.saved.drop(one)}>×</button></li>`;
}

function SaveField() {
  const desk = useDesk();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState("");
  const save = async () => {
    const problem = name.trim() ? await desk.saved.save(name.trim()) : "Give it a name.";
    setWrong(problem);
    if (!problem) setName("");
  };
  const onEnter = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the form around would apply its filters
    save();
  };
  return html`<p class="save"><label for="save-name">Save this view as</label>
    <input id="save-name" value=${name} maxlength="100" autocomplete="off" aria-describedby="save-problem"
      aria-invalid=${wrong ? "true" : null}
      onInput=${(event) => setName(event.target.value)} onKeyDown=${onEnter} />
    <button type="button" onClick=${save}>Save</button>
    <span id="save-problem" class="problem" role="alert">${wrong}</span></p>`;
}
