/**
 * Comments that came into the present view since it was opened. They are only counted: the list
 * stays as it is until the moderator asks for them.
 */

import { findItems } from "./calls.js";
import { queryOf } from "./view.js";

const NEWEST = 25; // how many of the newest are looked at; more arrivals than that read "25+"

export class Arrivals {
  #view = null;
  #seen = new Set(); // ids the moderator has on the page, had there, or that waited at the start
  #floor = ""; // ids up to this one may be old comments further down the queue

  /** Starts anew for a view: everything there now is not an arrival. */
  async watch(view) {
    this.#view = view;
    this.#seen.clear();
    this.#floor = "";
    const page = await this.#newest(view);
    if (this.#view !== view) return page;
    this.saw(page.items);
    this.#floor = page.next_cursor ? page.items.at(-1).comment.id : "";
    return page;
  }

  /** These comments are on the page now, so they are no arrivals any more. */
  saw(items) {
    for (const { comment } of items) this.#seen.add(comment.id);
  }

  /**
   * Looks once: the page of the newest, and how many of them are new. Ids are UUIDv7, so a later
   * comment has the greater one. What somebody else has taken already is no news for us.
   */
  async look() {
    const view = this.#view;
    const page = await this.#newest(view);
    if (this.#view !== view) return null;
    const count = page.items.filter((item) => !item.lease && this.#isNew(item.comment.id)).length;
    return { page, count, more: count === NEWEST };
  }

  #isNew(id) {
    return id > this.#floor && !this.#seen.has(id);
  }

  #newest(view) {
    return findItems({ ...queryOf(view), sort: "newest", limit: NEWEST });
  }
}
