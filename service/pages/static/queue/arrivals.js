/**
 * Comments that came into the present view since it was opened. They are only counted: the list
 * stays as it is until the moderator asks for them.
 */

import { findItems } from "./api.js";

const NEWEST = 50; // how many of the newest are looked at; more arrivals than that read "50+"

export class Arrivals {
  #view = null;
  #seen = new Set(); // ids the moderator has on the page, had there, or that waited at the start
  #floor = ""; // ids up to this one may be old comments further down the queue

  /** Starts anew for a view: everything there now is not an arrival. */
  async watch(view) {
    this.#view = view;
    this.#seen.clear();
    const { items, next_cursor: further } = await this.#newest(view);
    if (this.#view !== view) return;
    this.saw(items);
    this.#floor = further ? items.at(-1).comment.id : "";
  }

  /** These comments are on the page now, so they are no arrivals any more. */
  saw(items) {
    for (const { comment } of items) this.#seen.add(comment.id);
  }

  /**
   * Looks once: how many there are in the view and how many of them are new. Ids are UUIDv7, so a
   * later comment has the greater one.
   */
  async look() {
    const view = this.#view;
    const { items, total } = await this.#newest(view);
    if (this.#view !== view) return null;
    const count = items.filter(({ comment: { id } }) => this.#isNew(id)).length;
    return { total, count, more: count === NEWEST };
  }

  #isNew(id) {
    return id > this.#floor && !this.#seen.has(id);
  }

  #newest(view) {
    return findItems({ ...view, sort: "newest", limit: NEWEST });
  }
}
