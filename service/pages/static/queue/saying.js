/** What has just happened, said once at the foot of the page and to screen readers, with Undo. */

const STAYS = 10_000; // ms that words without an Undo stay on the screen

export class Saying {
  #timer = null;

  constructor(store) {
    this.store = store;
  }

  /** Says `text`; `undo` offers to take the newest deed back, until something else is said. */
  say(text, { undo = false } = {}) {
    // The same words twice would not be read out twice: a no-break space makes them new.
    const anew = this.store.state.said.text === text ? `${text}\u00a0` : text;
    this.store.change({ said: { text: anew, undo } });
    clearTimeout(this.#timer);
    if (!undo) this.#timer = setTimeout(() => this.#forget(), STAYS);
  }

  #forget() {
    this.store.change({ said: { text: "", undo: false } });
  }
}
