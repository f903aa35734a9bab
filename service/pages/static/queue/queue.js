/** The queue on the page: opens views of it, and keeps list, totals and new arrivals in step. */

import { findItems } from "./api.js";
import { Arrivals } from "./arrivals.js";
import { Decisions } from "./decisions.js";
import { byId, setText } from "./dom.js";
import { Filters } from "./filters.js";
import { CardList } from "./list.js";
import { States, totalInWords } from "./states.js";
import { say } from "./toast.js";
import { addressOf, isFiltered, stateName } from "./view.js";
import { counted, nothingHere } from "./words.js";

const PAGE = 30; // cards fetched at once
const FEW = 5; // with fewer cards left, the next page is fetched unasked

export class Queue {
  #view = null;
  #cursor = null; // of the next page; null when there is none
  #total = 0;
  #fetching = null; // the page under way

  constructor() {
    const goTo = (view) => this.goTo(view);
    this.states = new States(byId("states"), goTo);
    this.filters = new Filters(byId("filters"), goTo);
    this.list = new CardList(byId("list"), (card, action) => this.decisions.decide(card, action));
    this.arrivals = new Arrivals();
    this.decisions = new Decisions({
      say,
      left: (card) => this.#left(card),
      came: (card, goThere) => this.#came(card, goThere),
    });
  }

  /** Opens a view the moderator chose, which becomes the page's address. */
  goTo(view) {
    history.pushState(null, "", addressOf(view));
    return this.open(view);
  }

  /** Opens the view that Back or Forward led to; a jump within the page is none. */
  follow(view) {
    if (addressOf(view) !== addressOf(this.#view)) this.open(view);
  }

  /** Opens a view from its start. */
  async open(asked) {
    const view = { ...asked };
    this.#view = view;
    this.#cursor = null;
    this.#fetching = null;
    this.#clear(view);
    // First what is there, then the page: what comes between the two counts as new.
    await this.#attempt(() => this.arrivals.watch(view));
    if (this.#view === view) await this.more();
    if (this.#view === view) await this.#attempt(() => this.states.refresh());
  }

  #clear(view) {
    this.states.show(view);
    this.filters.show(view);
    this.list.clear();
    this.#showArrivals(0);
    byId("state-name").textContent = `${stateName(view.state)} comments`;
    byId("state-total").textContent = "";
    byId("empty").hidden = true;
    byId("more").hidden = true;
  }

  /** Opens the present view anew, so that what has come in takes its place, and goes there. */
  async reopen() {
    await this.open(this.#view);
    this.#goToCurrent();
  }

  /** Adds the next page; resolves to the first card it brought. */
  more() {
    this.#fetching ??= this.#nextPage(this.#view);
    return this.#fetching;
  }

  async #nextPage(view) {
    const asked = { ...view, limit: PAGE, cursor: this.#cursor };
    const page = await this.#attempt(() => findItems(asked));
    if (this.#view !== view) return undefined;
    this.#fetching = null;
    return page && this.#add(page);
  }

  #add({ items, next_cursor: further, total }) {
    this.#cursor = further;
    this.arrivals.saw(items);
    const first = this.list.append(items.filter((item) => !this.decisions.isPast(item)));
    byId("more").hidden = !further;
    this.#setTotal(total);
    const shown = counted(this.list.size, "comment");
    byId("loaded").textContent = `${shown} of ${totalInWords(total)} on the page`;
    return first;
  }

  /** Decides the current card. */
  decideCurrent(action) {
    if (this.list.current) this.decisions.decide(this.list.current, action);
  }

  #left(card) {
    card.leftFrom = addressOf(this.#view);
    this.list.take(card);
    this.#setTotal(this.#total - 1);
    this.#goToCurrent();
    this.states.refreshSoon();
    if (this.list.size < FEW && this.#cursor) this.more();
  }

  #came(card, goThere) {
    this.states.refreshSoon();
    if (card.leftFrom !== addressOf(this.#view)) return; // it is in a view no longer open
    this.list.putBack(card);
    this.#setTotal(this.#total + 1);
    if (goThere) this.list.goTo(card);
  }

  #goToCurrent() {
    if (this.list.current) this.list.goTo(this.list.current);
    else byId("comments").focus();
  }

  #setTotal(total) {
    this.#total = total;
    this.states.setTotal(this.#view.state, total);
    byId("state-total").textContent = totalInWords(total);
    const empty = this.list.size === 0 && !this.#cursor;
    byId("empty").hidden = !empty;
    byId("empty").textContent = empty ? nothingHere(this.#view.state, isFiltered(this.#view)) : "";
  }

  /** Looks for new comments; they are shown as a number, never put under the moderator's hands. */
  async look() {
    const found = await this.#attempt(() => this.arrivals.look());
    if (!found || this.decisions.anyUnderWay) return;
    this.#setTotal(found.total);
    if (found.count && this.list.size === 0 && !this.#cursor) await this.open(this.#view);
    else this.#showArrivals(found.count, found.more);
  }

  #showArrivals(count, more = false) {
    byId("arrivals").hidden = count === 0;
    setText(byId("arrivals"), count ? `${count}${more ? "+" : ""} new — show` : "");
  }

  /** Runs what asks the API; says so where that fails, and takes it back once it works. */
  async #attempt(ask) {
    try {
      const answer = await ask();
      setText(byId("trouble"), "");
      return answer;
    } catch (error) {
      setText(byId("trouble"), error.message);
      return undefined;
    }
  }
}
