/** The row of states above the list, each with its number of comments. */

import { findItems } from "./api.js";
import { make } from "./dom.js";
import { STATES, addressOf } from "./view.js";

const COUNTED_TO = 10_000; // the API counts no further
const SOON = 1_000; // ms: one count after a run of decisions, not one after each

/** "1,234", or "10,000+" where the API stopped counting. */
export const totalInWords = (total) =>
  `${total.toLocaleString("en")}${total >= COUNTED_TO ? "+" : ""}`;

export class States {
  #links = new Map(); // state → {link, total}
  #view = null;
  #timer = null;

  /** `open(view)` is called when a moderator chooses another state. */
  constructor(element, open) {
    element.replaceChildren(...[...STATES].map(([state, name]) => {
      const total = make("span", { class: "total" });
      const link = make("a", {}, name, " ", total);
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab of the browser
        event.preventDefault();
        open({ ...this.#view, state });
      });
      this.#links.set(state, { link, total });
      return make("li", {}, link);
    }));
  }

  /** Marks the state of this view; the links keep its order and filters. */
  show(view) {
    this.#view = view;
    for (const [state, { link }] of this.#links) {
      link.href = addressOf({ ...view, state });
      if (state === view.state) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  setTotal(state, total) {
    this.#links.get(state).total.textContent = totalInWords(total);
  }

  /** Counts again in a moment. */
  refreshSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh().catch(() => {}), SOON); // the next one may do
  }

  /** Asks for the totals of all other states, under the same filters. */
  async refresh() {
    const view = this.#view;
    const others = [...STATES.keys()].filter((state) => state !== view.state);
    await Promise.all(others.map(async (state) => {
      const { total } = await findItems({ ...view, state, limit: 1 });
      if (this.#view === view) this.setTotal(state, total);
    }));
  }
}
