const GROWTH = 1.1;

/**
 * Repeats a piece of work while the page is visible: `least` seconds after a change, then a little
 * later each time nothing changed, up to `most`. Hidden tabs ask nothing; coming back asks at once.
 * `work` resolves to true when something changed.
 */
export class Watch {
  #timer;
  #running = false;

  constructor(work, { least, most, signal }) {
    Object.assign(this, { work, least, most, signal, wait: least });
    document.addEventListener('visibilitychange', () => this.run(), { signal });
    signal?.addEventListener('abort', () => clearTimeout(this.#timer));
    this.#plan();
  }

  /** Asks again in so many seconds at the latest, because somebody is there. */
  wake(seconds = this.least) {
    if (this.wait <= seconds) return;
    this.wait = seconds;
    this.#plan();
  }

  async run() {
    if (this.#running || document.hidden) return;
    this.#running = true;
    try {
      const changed = await this.work();
      this.wait = changed ? this.least : Math.min(this.most, this.wait * GROWTH);
    } catch {
      this.wait = Math.min(this.most, this.wait * 2);
    }
    this.#running = false;
    this.#plan();
  }

  #plan() {
    clearTimeout(this.#timer);
    if (this.signal?.aborted) return;
    this.#timer = setTimeout(() => this.run(), this.wait * 1000);
  }
}
