/** The moderator's saved filters: views with a name, kept by the service. */

import { dropFilter, saveFilter, savedFilters } from "./calls.js";
import { parametersOf, readView } from "./view.js";

export class SavedFilters {
  /** `say(text)` tells the moderator what came of it. */
  constructor(store, say) {
    this.store = store;
    this.say = say;
  }

  async load() {
    const saved = await savedFilters().catch(() => []); // they are a convenience, not the work
    this.store.change({ saved });
  }

  /** Saves the present view under a name. Resolves to what is wrong with that, or to nothing. */
  async save(name) {
    const { view } = this.store.state;
    try {
      const kept = await saveFilter(name, queryObject(view));
      this.store.change(({ saved }) => ({ saved: [...saved, kept] }));
      this.say(`Saved as “${name}”.`);
      return "";
    } catch (error) {
      return error.message;
    }
  }

  async drop({ id, name }) {
    try {
      await dropFilter(id);
      this.store.change(({ saved }) => ({ saved: saved.filter((other) => other.id !== id) }));
      this.say(`“${name}” is no longer saved.`);
    } catch (error) {
      this.say(`Could not drop “${name}”: ${error.message}`);
    }
  }
}

/** A view as it is saved: its parameters by name, lists for those that are there several times. */
function queryObject(view) {
  const query = {};
  for (const [name, value] of parametersOf(view)) {
    if (name === "article") query.article = [...(query.article ?? []), value];
    else query[name] = value;
  }
  return query;
}

/** The view that a saved filter names. */
export function viewOf({ query }) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) said.append(name, one);
  }
  return readView(said);
}
