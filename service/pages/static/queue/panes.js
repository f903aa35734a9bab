/** What opens below a comment when asked for: the thread around it, its history, what edits changed. */

import { history, thread, uncover, uncoveredToday } from "./calls.js";
import { cardWith, changeCard } from "./cards.js";

const LOADED = { thread, history, changes: history };

export class Panes {
  constructor(store) {
    this.store = store;
  }

  /** Opens a kind of pane below a card, or closes it. */
  async toggle(id, kind) {
    const card = cardWith(this.store.state, id);
    if (!card) return;
    if (card.pane?.kind === kind) {
      this.close(id);
      return;
    }
    if (kind === "changes") this.uncover(id); // it shows the text too
    this.#show(id, { kind, loading: true });
    try {
      this.#fill(id, kind, { kind, found: await LOADED[kind](id) });
    } catch (error) {
      this.#fill(id, kind, { kind, failed: error.message });
    }
  }

  close(id) {
    this.#show(id, null);
  }

  #fill(id, kind, pane) {
    if (cardWith(this.store.state, id)?.pane?.kind === kind) this.#show(id, pane);
  }

  #show(id, pane) {
    this.store.change((state) => changeCard(state, id, { pane }));
  }

  /** Shows a text that is blurred for its risk; that is counted, for the moderator alone. */
  async uncover(id) {
    const card = cardWith(this.store.state, id);
    if (!card?.item.blurred || card.uncovered) return;
    this.store.change((state) => changeCard(state, id, { uncovered: true }));
    await this.#count(() => uncover(id));
  }

  /** The same for a text beside the comment, in its thread. */
  uncoverOther(id) {
    return this.#count(() => uncover(id));
  }

  /** How many that were today so far. */
  countUncovered() {
    return this.#count(uncoveredToday);
  }

  async #count(ask) {
    try {
      this.store.change({ uncoveredToday: await ask() });
    } catch {
      // The number stays as it is: no news for a moderator in the middle of work.
    }
  }
}
