/** The form above the list: order, search and filters of the view, and the saved ones. */

import { html, useEffect, useRef } from "../../vendor/html.js";
import { FILTERS, isFiltered, isWork, unfiltered } from "../view.js";
import { LABELS, languageName, REASONS } from "../words.js";
import { useDesk } from "./context.js";
import { SavedFilters } from "./saved_filters.js";

const SORTS = {
  risk: "Riskiest first",
  oldest: "Oldest first",
  newest: "Newest first",
  flags: "Most flags first",
};
const LANGUAGES = [
  "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id",
  "it", "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
  "ur", "vi", "zh",
];

export function FilterForm({ view, saved, moderator }) {
  const desk = useDesk();
  const form = useRef(null);
  useEffect(() => fill(form.current, view), [view]);
  const apply = () => desk.goTo(asked(form.current, view));
  const submit = (event) => {
    event.preventDefault();
    apply();
  };
  return html`<form id="filters" class="filters" role="search" ref=${form} onSubmit=${submit}
      aria-label="Order and filter the comments">
    <p class="order"><label for="sort">Order</label>
      <select id="sort" name="sort" value=${view.sort} onChange=${apply}>
        ${Object.entries(SORTS).map(([sort, name]) => html`<option value=${sort}>${name}</option>`)}
      </select></p>
    <p class="search"><label for="q">Words in the comment</label>
      <input id="q" name="q" type="search" maxlength="200" aria-keyshortcuts="/" placeholder="Search  /" /></p>
    ${isWork(view, moderator) && html`<p class="whole"><label>
      <input type="checkbox" checked=${view.list === "all"}
        onChange=${(event) => desk.goTo({ ...view, list: event.target.checked ? "all" : "" })} />
      ${" "}Show the whole list</label></p>`}
    <details id="filter-box"><summary>Filter</summary>
      <${Fields} />
      <p class="buttons"><button type="submit">Apply</button>
        ${isFiltered(view) && html`<button type="button" id="clear-filters"
          onClick=${() => desk.goTo(unfiltered(view))}>Clear</button>`}</p>
      <${SavedFilters} saved=${saved} view=${view} />
    </details>
  </form>`;
}

function Fields() {
  return html`<div class="fields">
    <p><label for="label">Label</label>
      <${Choice} name="label" options=${Object.entries(LABELS)} /></p>
    <p class="range"><span><label for="min_score">Score at least</label>
      <input id="min_score" name="min_score" type="number" min="0" max="1" step="any" placeholder="0" /></span>
      <span><label for="max_score">and at most</label>
      <input id="max_score" name="max_score" type="number" min="0" max="1" step="any" placeholder="1" /></span></p>
    <p><label for="reason">Held by the rule, or flagged as</label>
      <input id="reason" name="reason" list="reasons" maxlength="100" autocomplete="off" />
      <datalist id="reasons">${Object.keys(REASONS).map((one) => html`<option value=${one} />`)}</datalist></p>
    <p><label for="language">Language</label>
      <${Choice} name="language" options=${LANGUAGES.map((code) => [code, languageName(code)])} /></p>
    <p><label for="author">Author’s name</label>
      <input id="author" name="author" maxlength="100" autocomplete="off" /></p>
    <p><label for="comment">Comment’s id</label>
      <input id="comment" name="comment" spellcheck="false" autocomplete="off" /></p>
    <p class="wide"><label for="article">Articles’ ids, one a line</label>
      <textarea id="article" name="article" rows="2" spellcheck="false"></textarea></p>
  </div>`;
}

function Choice({ name, options }) {
  return html`<select id=${name} name=${name}><option value="">Any</option>
    ${options.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select>`;
}

/** Shows what a view is filtered by. */
function fill(form, view) {
  for (const name of FILTERS) {
    const field = form.elements[name];
    if (!field) continue; // set by a click on a card, and shown as a chip
    if (field.tagName === "SELECT") offer(field, view[name]);
    field.value = view[name];
  }
  form.elements.sort.value = view.sort;
  form.elements.article.value = view.article.join("\n");
}

/** A value that an address asks for may be one that the list does not offer. */
function offer(select, value) {
  if ([...select.options].every((option) => option.value !== value)) select.add(new Option(value));
}

/** The view that the form asks for. */
function asked(form, view) {
  const fields = Object.fromEntries(new FormData(form));
  const named = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.trim()]));
  const article = named.article.split("\n").map((id) => id.trim()).filter(Boolean);
  return { ...view, ...named, article };
}
