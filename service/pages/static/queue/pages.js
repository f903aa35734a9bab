/** Listing a state of the queue page by page, leased comments and all. */

import { findItems } from "./calls.js";
import { queryOf } from "./view.js";

const PAGE = 30; // cards fetched at once

export class Pages {
  #view = null;
  #cursor = null; // of the next page; null when there is none

  /** The first page of a view: `{items, total, further}`. */
  start(view) {
    this.#view = view;
    this.#cursor = null;
    return this.more();
  }

  /** The next page. */
  async more() {
    const view = this.#view;
    const page = await findItems({ ...queryOf(view), limit: PAGE, cursor: this.#cursor });
    if (this.#view === view) this.#cursor = page.next_cursor;
    return { items: page.items, total: page.total, further: page.next_cursor !== null };
  }
}
