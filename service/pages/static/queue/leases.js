/**
 * Working through a state of the queue: a handful of comments is reserved for this browser tab,
 * kept while the page is looked at, and taken up again after a reload.
 */

import { freeLeases, myLeases, renewLeases, takeLeases } from "./calls.js";
import { recall, remember } from "./lease_memory.js";
import { addressOf, queryOf } from "./view.js";

const IN_HAND = 10;
const RENEWED_EVERY = 40_000; // ms; a lease lasts 120 s

export class Leases {
  #view = null;
  #ids = new Set();
  #latest = Promise.resolve(); // the call under way
  #renewed = 0; // when they all were made or renewed, at the latest

  /** `lost(ids)` hears of comments that went to somebody else. */
  constructor(lost) {
    this.lost = lost;
    setInterval(() => this.#keep(), RENEWED_EVERY);
    document.addEventListener("visibilitychange", () => this.#keep());
  }

  /** The first comments of a view; after a reload of the page those in hand before, then others. */
  start(view) {
    const before = this.#view;
    this.#view = view;
    return this.#inTurn(() => this.#start(view, before));
  }

  async #start(view, before) {
    const { address, ids } = recall();
    const reloaded = before === null && address === addressOf(view);
    this.#ids = new Set();
    if (ids.length && !reloaded) await this.free(ids);
    const mine = ids.length && reloaded ? await this.#takenUp(ids) : [];
    this.#hold(mine.map(({ comment }) => comment.id));
    return { items: [...mine, ...(await this.#take(view))] };
  }

  /** As many more as there is room for. */
  more() {
    const view = this.#view;
    return this.#inTurn(async () => ({ items: await this.#take(view) }));
  }

  async #take(view) {
    const room = IN_HAND - this.#ids.size;
    const items = room > 0 && this.#view === view ? await takeLeases(queryOf(view), room) : [];
    const ids = items.map(({ comment }) => comment.id);
    if (this.#view === view) this.#hold(ids);
    else if (ids.length) await this.free(ids); // nobody looks at that view any more
    return items;
  }

  /** One after another, so that a view that is left has given back what the next one may want. */
  #inTurn(ask) {
    const answer = this.#latest.then(ask);
    this.#latest = answer.catch(() => {});
    return answer;
  }

  /** Reserves comments that are back on the page; `order` is that of all on it. */
  async again(ids, order) {
    this.#hold(ids);
    this.#ids = new Set(order.filter((id) => this.#ids.has(id)));
    this.#remember();
    await this.#renew(ids);
  }

  /** A decision has ended these leases. */
  ended(ids) {
    for (const id of ids) this.#ids.delete(id);
    this.#remember();
  }

  /** Gives back what is in hand, for others to take. */
  stop() {
    this.#view = null;
    return this.#inTurn(async () => {
      const { ids } = recall();
      this.#ids = new Set();
      this.#remember();
      if (ids.length) await this.free(ids);
    });
  }

  /** Frees leases; those that are not freed so end by time. */
  free(ids) {
    return freeLeases(ids).catch(() => {});
  }

  async #takenUp(ids) {
    const mine = new Map((await myLeases()).map((item) => [item.comment.id, item]));
    return ids.map((id) => mine.get(id)).filter(Boolean);
  }

  #hold(ids) {
    for (const id of ids) this.#ids.add(id);
    this.#remember();
  }

  #remember() {
    remember(this.#view && addressOf(this.#view), this.#ids);
  }

  /** Renews what is in hand where that is due; not while nobody looks. */
  #keep() {
    if (document.visibilityState === "hidden" || !this.#ids.size) return;
    if (Date.now() - this.#renewed < RENEWED_EVERY / 2) return;
    this.#renewed = Date.now();
    this.#renew([...this.#ids]);
  }

  async #renew(ids) {
    const { lost } = await renewLeases(ids).catch(() => ({ lost: [] })); // the next time may do
    const gone = lost.filter((id) => this.#ids.has(id)); // not those decided meanwhile
    this.ended(gone);
    if (gone.length) this.lost(gone);
  }
}
