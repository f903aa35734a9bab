/** The form above the list: order and filters of the view. */

import { byId } from "./dom.js";
import { FILTERS, isFiltered } from "./view.js";

export class Filters {
  #view = null;

  /** `open(view)` is called when the moderator changes order or filters. */
  constructor(form, open) {
    this.form = form;
    this.open = open;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      open(this.#asked());
    });
    form.sort.addEventListener("change", () => open(this.#asked()));
    byId("clear-filters").addEventListener("click", () => open(this.#cleared()));
  }

  /** Shows what this view is ordered and filtered by. */
  show(view) {
    this.#view = view;
    for (const name of ["sort", ...FILTERS]) this.form.elements[name].value = view[name];
    byId("clear-filters").hidden = !isFiltered(view);
    if (isFiltered(view)) byId("filter-box").open = true;
  }

  #asked() {
    const fields = Object.fromEntries(new FormData(this.form));
    for (const name of FILTERS) fields[name] = fields[name].trim();
    return { ...this.#view, ...fields };
  }

  #cleared() {
    return { ...this.#asked(), ...Object.fromEntries(FILTERS.map((name) => [name, ""])) };
  }
}
