/**
 * Working through a state of the queue: a handful of comments is reserved for this browser tab,
 * kept while the page is looked at, and taken up again after a reload.
 */

import { freeLeases, myLeases, renewLeases, takeLeases } from "./calls.js";
import { addressOf, queryOf } from "./view.js";

const IN_HAND = 10;
const RENEWED_EVERY = 40_000; // ms; a lease lasts 120 s
const STORED = "belowline.leases"; // {address, ids}, for this tab alone

export class Leases {
  #view = null;
  #ids = new Set();
  #renewed = 0; // when they all were made or renewed, at the latest

  /** `lost(ids)` hears of comments that went to somebody else. */
  constructor(lost) {
    this.lost = lost;
    setInterval(() => this.#keep(), RENEWED_EVERY);
    document.addEventListener("visibilitychange", () => this.#keep());
  }

  /** The first comments of a view: those in hand before a reload, then others. */
  async start(view) {
    const { address, ids } = recall();
    const same = address === addressOf(view);
    this.#view = view;
    this.#ids = new Set();
    if (ids.length && !same) await this.free(ids);
    const mine = ids.length && same ? await this.#takenUp(ids) : [];
    if (this.#view === view) this.#hold(mine.map(({ comment }) => comment.id));
    const { items } = await this.more();
    return { items: [...mine, ...items] };
  }

  /** As many more as there is room for. */
  async more() {
    const view = this.#view;
    const room = IN_HAND - this.#ids.size;
    const items = room > 0 ? await takeLeases(queryOf(view), room) : [];
    if (this.#view === view) this.#hold(items.map(({ comment }) => comment.id));
    return { items };
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
  async stop() {
    const { ids } = recall();
    this.#view = null;
    this.#ids = new Set();
    this.#remember();
    if (ids.length) await this.free(ids);
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
    const kept = { address: this.#view && addressOf(this.#view), ids: [...this.#ids] };
    sessionStorage.setItem(STORED, JSON.stringify(kept));
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

function recall() {
  const stored = sessionStorage.getItem(STORED);
  return stored ? JSON.parse(stored) : { address: null, ids: [] };
}
