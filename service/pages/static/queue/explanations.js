/**
 * Asks which words moved the scores of the comments in sight, one at a time. Where there is no
 * answer the card stays as it is; where the service is only busy it is asked again.
 */

import { explanation } from "./calls.js";

const NEAR = "200px 0px"; // how far beyond the window a card is as good as in sight

export class Explanations {
  #ids = new Map(); // element → the comment's id
  #inSight = new Set(); // ids
  #waiting = new Set(); // ids to ask about, the first to come first
  #asking = false;
  #observer = new IntersectionObserver((entries) => this.#saw(entries), { rootMargin: NEAR });

  /** `told(id, {spans, version})` is given each answer. */
  constructor(told) {
    this.told = told;
  }

  /** Explains a comment once its element is in sight; returns how to stop that. */
  watch(element, id) {
    this.#ids.set(element, id);
    this.#observer.observe(element);
    return () => this.#forget(element, id);
  }

  #forget(element, id) {
    this.#observer.unobserve(element);
    this.#ids.delete(element);
    this.#inSight.delete(id);
    this.#waiting.delete(id);
  }

  #saw(entries) {
    for (const { target, isIntersecting } of entries) {
      const id = this.#ids.get(target);
      if (!id) continue;
      for (const ids of [this.#inSight, this.#waiting]) {
        if (isIntersecting) ids.add(id);
        else ids.delete(id);
      }
    }
    this.#askNext();
  }

  async #askNext() {
    const [id] = this.#waiting;
    if (this.#asking || !id) return;
    this.#waiting.delete(id);
    this.#asking = true;
    const told = await explanation(id).catch((problem) => this.#askLater(id, problem));
    this.#asking = false;
    if (told) this.told(id, told);
    this.#askNext();
  }

  #askLater(id, { retryAfter }) {
    if (retryAfter > 0) setTimeout(() => this.#askAgain(id), retryAfter * 1_000);
  }

  #askAgain(id) {
    if (!this.#inSight.has(id)) return;
    this.#waiting.add(id);
    this.#askNext();
  }
}
