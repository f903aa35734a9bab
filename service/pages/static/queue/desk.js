/**
 * The moderator's desk: opens views of the queue and keeps cards, totals and new arrivals in step.
 * Whatever a key or a button does, it does by a method of this class.
 */

import { Arrivals } from "./arrivals.js";
import { Batches } from "./batches.js";
import { append, authorOf, cardWith, changeCard, currentCard, neighbour, putBack, take } from "./cards.js";
import { Decisions } from "./decisions.js";
import { Explanations } from "./explanations.js";
import { Leases } from "./leases.js";
import { Pages } from "./pages.js";
import { Panes } from "./panes.js";
import { SavedFilters } from "./saved_filters.js";
import { Saying } from "./saying.js";
import { Totals } from "./totals.js";
import { Undos } from "./undos.js";
import { addressOf, belongs, isLeased } from "./view.js";
import { conflict, counted } from "./words.js";

const FEW = 5; // with fewer cards left, more are fetched unasked

export class Desk {
  #source = null; // where the cards come from: leases or pages
  #fetching = null; // what is under way

  /** `moderator` is a promise: who that is need not be known to begin. */
  constructor(store, moderator) {
    this.store = store;
    this.moderator = moderator;
    this.saying = new Saying(store);
    this.totals = new Totals(store, () => this.decisions.anyUnderWay);
    this.arrivals = new Arrivals();
    this.pages = new Pages();
    this.leases = new Leases((ids) => this.#lost(ids));
    this.undos = new Undos((text, more) => this.say(text, more));
    this.decisions = new Decisions(this, this.undos);
    this.batches = new Batches(this, this.undos);
    this.explanations = new Explanations((id, marks) => this.changeCard(id, { marks }));
    this.panes = new Panes(store);
    this.saved = new SavedFilters(store, (text) => this.say(text));
  }

  get state() {
    return this.store.state;
  }

  /** Opens a view the moderator chose, which becomes the page's address. */
  goTo(view) {
    history.pushState(null, "", addressOf(view));
    return this.open(view);
  }

  /** Opens the view that Back or Forward led to; a jump within the page is none. */
  follow(view) {
    if (addressOf(view) !== addressOf(this.state.view)) this.open(view);
  }

  /** Opens a view from its start. */
  async open(asked) {
    const view = { ...asked };
    this.#fetching = null;
    this.store.change({
      view, cards: [], current: null, selected: new Set(), loading: true, further: false,
      arrivals: { count: 0, more: false },
    });
    this.totals.count();
    const moderator = await this.#attempt(() => this.moderator);
    if (!moderator || this.state.view !== view) return;
    this.#source = isLeased(view, moderator) ? this.leases : this.pages;
    if (this.#isWorking) await this.#work(view);
    else await this.#list(view);
  }

  /** The cards first: whatever is missed between the two comes by a later lease. */
  async #work(view) {
    await this.#fetch(() => this.leases.start(view));
    if (this.state.view === view) await this.#watch(view);
  }

  /** What comes in between counts as new, so the look for that is not the later one. */
  async #list(view) {
    this.leases.stop();
    await Promise.all([this.#watch(view), this.#fetch(() => this.pages.start(view))]);
  }

  async #watch(view) {
    const page = await this.#attempt(() => this.arrivals.watch(view));
    if (page) this.#saw(page, view);
  }

  /** Opens the present view anew, so that what has come in takes its place, and goes there. */
  async reopen() {
    await this.open(this.state.view);
    this.focusCurrent();
  }

  /** Adds what comes next, and goes there when asked to. */
  async more({ goThere = false } = {}) {
    this.#fetching ??= this.#fetch(() => this.#source.more());
    const first = await this.#fetching;
    if (goThere && first) this.goToCard(first);
  }

  /** Resolves to the id of the first card that came. */
  async #fetch(ask) {
    const { view } = this.state;
    const page = await this.#attempt(ask);
    if (this.state.view !== view) return null;
    this.#fetching = null;
    this.store.change({ loading: false });
    return page ? this.#add(page) : null;
  }

  #add({ items, total, further = false }) {
    const known = this.state.cards.length;
    this.arrivals.saw(items);
    const present = items.filter((item) => !this.decisions.isPast(item));
    this.store.change((state) => ({ ...append(state, present), further }));
    if (total !== undefined) this.totals.set(total);
    const added = this.state.cards.length - known;
    if (added) this.store.change({ heard: `${counted(this.state.cards.length, "comment")} on the page` });
    return this.state.cards[known]?.id ?? null;
  }

  // The list

  /** Makes the card further down (or up) the current one. */
  move(step) {
    const there = neighbour(this.state, step);
    if (there) this.goToCard(there.id);
    else if (step > 0 && this.state.further) this.more({ goThere: true });
  }

  /** Makes a card current and focuses it. */
  goToCard(id) {
    this.store.change({ current: id });
    this.focusCurrent();
  }

  /** Puts the focus on the current card; where there is none, on the heading. */
  focusCurrent() {
    this.store.change(({ focus }) => ({ focus: focus + 1 }));
  }

  /** The focus or the pointer has come to a card by itself. */
  touched(id) {
    if (id && id !== this.state.current) this.store.change({ current: id });
  }

  changeCard(id, patch) {
    this.store.change((state) => changeCard(state, id, patch));
  }

  /** Chooses a card for deciding many at once, or no longer. */
  toggleSelected(id = this.state.current) {
    if (!id) return;
    const selected = new Set(this.state.selected);
    if (!selected.delete(id)) selected.add(id);
    this.select(selected);
  }

  /** Chooses these; only heard, for the bar that comes with it is seen. */
  select(ids) {
    const selected = new Set(ids);
    const heard = selected.size ? `${counted(selected.size, "comment")} selected` : "Nothing selected";
    this.store.change({ selected, heard });
  }

  /** Cards that are being decided leave; returns the address they leave from. */
  left(cards) {
    const ids = cards.map(({ id }) => id);
    this.store.change((state) => take(state, ids));
    this.leases.ended(ids);
    this.totals.move(-ids.length);
    this.totals.countSoon();
    this.focusCurrent();
    if (this.state.cards.length < FEW && (this.state.further || this.#isWorking)) this.more();
    return addressOf(this.state.view);
  }

  /** Cards are to be on the page again, if the view is open that they left. */
  came(cards, from, { goThere = true } = {}) {
    this.totals.countSoon();
    if (!cards.length || from !== addressOf(this.state.view)) return;
    for (const card of cards) this.store.change((state) => putBack(state, card));
    if (this.#isWorking) this.#reserve(cards);
    this.totals.move(cards.length);
    if (goThere) this.goToCard(cards[0].id);
  }

  #reserve(cards) {
    const { view, cards: all } = this.state;
    const waiting = cards.filter(({ item }) => belongs(item, view)); // a colleague may have decided it
    if (waiting.length) this.leases.again(waiting.map(({ id }) => id), all.map(({ id }) => id));
  }

  /** A decision has been answered: what was put off may come again. */
  settled() {
    if (this.#isWorking && !this.state.cards.length) this.more();
  }

  /** Says which comments a batch left alone, and on each card why. */
  refused(conflicts) {
    if (!conflicts.length) return;
    const names = {};
    for (const one of conflicts) {
      const card = cardWith(this.state, one.comment_id);
      if (card) names[card.id] = `${authorOf(card)}’s comment`;
      this.changeCard(one.comment_id, { notice: `${conflict(one)} It was left alone.` });
    }
    this.openDialog({ kind: "conflicts", conflicts, names });
  }

  get #isWorking() {
    return this.#source === this.leases;
  }

  #lost(ids) {
    const gone = ids.filter((id) => cardWith(this.state, id));
    if (!gone.length) return;
    const had = document.activeElement?.closest("article")?.dataset.id;
    this.store.change((state) => take(state, gone));
    if (gone.includes(had)) this.focusCurrent();
    this.say(`${counted(gone.length, "comment")} went to a colleague meanwhile.`);
    if (this.state.cards.length < FEW) this.more();
  }

  // What is said

  /** Says what has just happened; `undo` offers to take the newest deed back. */
  say(text, more) {
    this.saying.say(text, more);
  }

  working(busy) {
    this.store.change({ busy });
  }

  /** What Esc means: closes the current card's pane, else lets go of the selection. */
  letGo() {
    const card = currentCard(this.state);
    if (card?.pane) this.closePane(card.id);
    else if (this.state.selected.size) this.select([]);
    else this.focusCurrent();
  }

  /** Closes what is open below a card and goes back to it. */
  closePane(id) {
    this.panes.close(id);
    this.goToCard(id);
  }

  openDialog(dialog) {
    this.store.change({ dialog });
  }

  /** Closes this dialog, if it is still the one that is open. */
  closeDialog(dialog) {
    if (this.state.dialog === dialog) this.store.change({ dialog: null });
  }

  // New arrivals

  /** Looks for new comments; they are shown as a number, never put under the moderator's hands. */
  async look() {
    const { view } = this.state;
    const found = await this.#attempt(() => this.arrivals.look());
    if (!found || this.state.view !== view || this.decisions.anyUnderWay) return;
    this.#saw(found.page, view);
    const idle = !this.state.cards.length && !this.state.further;
    if (idle && this.#isWorking && found.page.total) await this.more();
    else if (idle && found.count) await this.open(view);
    else this.store.change({ arrivals: { count: found.count, more: found.more } });
  }

  #saw({ total, not_scoring: notScoring }, view) {
    if (this.state.view !== view) return;
    this.totals.set(total);
    this.store.change({ notScoring });
  }

  /** Runs what asks the API; says so where that fails, and takes it back once it works. */
  async #attempt(ask) {
    try {
      const answer = await ask();
      if (this.state.trouble) this.store.change({ trouble: "" });
      return answer;
    } catch (error) {
      this.store.change({ trouble: error.message });
      return undefined;
    }
  }
}
