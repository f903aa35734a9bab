/** The log of a webhook: what became of each event, newest first, filtered and page by page. */

import { byId, make, setText } from "../dom.js";
import { deliveries } from "./calls.js";
import { badge, time } from "./pieces.js";
import { FILTERS, deliveryAddress, webhookAddress } from "./place.js";
import { EVENTS, TEST, deliveryState, nothingSent, outcome } from "./words.js";

const PAGE = 50;

export class DeliveryLog {
  #cursor = null;

  constructor(webhookId, filters) {
    this.webhookId = webhookId;
    this.filters = filters;
    this.#showFilters();
    byId("more").addEventListener("click", () => this.#more());
  }

  /** Shows the newest. */
  async open() {
    byId("log").replaceChildren();
    this.#cursor = null;
    await this.#next();
  }

  async #more() {
    const first = await this.#next();
    first?.querySelector("a").focus();
  }

  /** Adds a page; resolves to its first row. */
  async #next() {
    const query = { ...this.filters, limit: PAGE, cursor: this.#cursor };
    try {
      const page = await deliveries(this.webhookId, query);
      setText(byId("log-problem"), "");
      return this.#add(page);
    } catch (error) {
      setText(byId("log-problem"), error.message);
      return undefined;
    }
  }

  #add({ items, next_cursor: further }) {
    const rows = items.map(row);
    byId("log").append(...rows);
    this.#cursor = further;
    const number = byId("log").childElementCount;
    byId("more").hidden = !further;
    byId("log-empty").hidden = number > 0;
    byId("log-empty").textContent = number ? "" : nothingSent(this.#isFiltered);
    byId("loaded").textContent = `${number}${further ? " or more" : ""} deliveries on the page`;
    return rows[0];
  }

  get #isFiltered() {
    return FILTERS.some((name) => this.filters[name]);
  }

  #showFilters() {
    const form = byId("log-filters");
    const types = [...EVENTS.keys(), TEST].map((type) => make("option", { value: type }, type));
    form.elements.type.append(...types);
    for (const name of FILTERS) form.elements[name].value = this.filters[name];
    byId("clear-filters").href = webhookAddress(this.webhookId);
    byId("clear-filters").hidden = !this.#isFiltered;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(webhookAddress(this.webhookId, Object.fromEntries(new FormData(form))));
    });
  }
}

function row(delivery) {
  const about = [delivery.article && `article ${delivery.article}`,
    delivery.comment_id && `comment ${delivery.comment_id}`].filter(Boolean);
  return make("li", { class: "entry" },
    make("p", {}, make("a", { href: deliveryAddress(delivery.id) }, delivery.event), " ",
      badge(deliveryState(delivery))),
    make("p", { class: "quiet when" }, time(delivery.created_at)),
    make("p", { class: "quiet" }, outcome(delivery)),
    about.length > 0 && make("p", { class: "quiet about" }, about.join(", ")));
}
