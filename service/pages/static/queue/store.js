/**
 * The page's state in one place. Components are drawn from it and never change it themselves: they
 * call the desk, which does.
 */
export class Store {
  #state;
  #draw;
  #due = false; // whether the page is going to be drawn in a moment

  /** `draw(state)` is called once after each run of changes. */
  constructor(state, draw) {
    this.#state = state;
    this.#draw = draw;
  }

  get state() {
    return this.#state;
  }

  /** Replaces what `patch` names; a function is given the present state and returns a patch. */
  change(patch) {
    const given = typeof patch === "function" ? patch(this.#state) : patch;
    if (!given) return;
    this.#state = { ...this.#state, ...given };
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => this.#drawNow());
  }

  #drawNow() {
    this.#due = false;
    this.#draw(this.#state);
  }
}
