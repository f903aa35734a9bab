/**
 * Asks which words moved the scores of the cards in sight, for one card at a time. Where there is
 * no answer the card stays as it is; where the service is only busy it is asked again.
 */

import { explanation } from "./api.js";

const NEAR = "200px 0px"; // how far beyond the window a card is as good as in sight

export class Explanations {
  #cards = new Map(); // element → card
  #inSight = new Set();
  #waiting = new Set(); // cards to ask about, the first to come first
  #asking = false;
  #observer = new IntersectionObserver((entries) => this.#saw(entries), { rootMargin: NEAR });

  /** Explains a card once it is in sight. */
  watch(card) {
    this.#cards.set(card.element, card);
    this.#observer.observe(card.element);
  }

  /** The card is no longer on the page. */
  forget(card) {
    this.#observer.unobserve(card.element);
    this.#cards.delete(card.element);
    this.#inSight.delete(card);
    this.#waiting.delete(card);
  }

  forgetAll() {
    for (const card of [...this.#cards.values()]) this.forget(card);
  }

  #saw(entries) {
    for (const { target, isIntersecting } of entries) {
      const card = this.#cards.get(target);
      if (!card) continue;
      if (isIntersecting) this.#inSight.add(card);
      else this.#inSight.delete(card);
      if (isIntersecting && card.wantsMarks) this.#waiting.add(card);
      else this.#waiting.delete(card);
    }
    this.#askNext();
  }

  async #askNext() {
    const [card] = this.#waiting;
    if (this.#asking || !card) return;
    this.#waiting.delete(card);
    this.#asking = true;
    const told = await explanation(card.id).catch((problem) => this.#askLater(card, problem));
    this.#asking = false;
    if (told) card.explain(told);
    this.#askNext();
  }

  #askLater(card, { retryAfter }) {
    if (retryAfter > 0) setTimeout(() => this.#askAgain(card), retryAfter * 1_000);
  }

  #askAgain(card) {
    if (!this.#inSight.has(card)) return;
    this.#waiting.add(card);
    this.#askNext();
  }
}
