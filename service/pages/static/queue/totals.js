/** How many comments each state has, under the filters of the present view: the numbers of the tabs. */

import { totals } from "./calls.js";
import { filtersOf } from "./view.js";

const SOON = 1_500; // ms: one count after a run of decisions, not one after each

export class Totals {
  #timer = null;

  /** `uncertain()` says whether decisions are under way, which a count may or may not include. */
  constructor(store, uncertain) {
    this.store = store;
    this.uncertain = uncertain;
  }

  /** The number of the view's own state is known now. */
  set(total) {
    this.store.change(({ totals: counts, view }) => ({ totals: { ...counts, [view.state]: total } }));
  }

  /** The same has gone up or down by so many. */
  move(difference) {
    const { totals: counts, view } = this.store.state;
    this.set(Math.max(0, (counts[view.state] ?? 0) + difference));
  }

  /** Counts again in a moment. */
  countSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.count(), SOON);
  }

  /** Asks for the numbers of all states. */
  async count() {
    const { view } = this.store.state;
    const counts = await totals(filtersOf(view)).catch(() => null); // the next time may do
    if (!counts || this.store.state.view !== view) return;
    if (this.uncertain()) this.countSoon();
    else this.store.change({ totals: counts });
  }
}
