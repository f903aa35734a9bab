/**
 * The cards on the page. There is always at most one card a comment and, unless the list is
 * empty, exactly one current card: the one that keys decide.
 */

import { Card } from "./card.js";
import { Explanations } from "./explanations.js";

export class CardList {
  #cards = []; // as on the page
  #current = null;
  #placed = 0;
  #explanations = new Explanations();

  /** `element` is the `<ol>`; `onDecide(card, action)` is called by the cards' buttons. */
  constructor(element, onDecide) {
    this.element = element;
    this.onDecide = onDecide;
    element.addEventListener("focusin", (event) => this.#follow(event.target));
    element.addEventListener("pointerdown", (event) => this.#follow(event.target));
  }

  get size() {
    return this.#cards.length;
  }

  get current() {
    return this.#current;
  }

  has(id) {
    return this.#cards.some((card) => card.id === id);
  }

  clear() {
    this.#explanations.forgetAll();
    this.#cards = [];
    this.element.replaceChildren();
    this.#setCurrent(null);
  }

  /** Adds a card for every item that has none yet, at the end; returns the first one added. */
  append(items) {
    const missing = items.filter((item) => !this.has(item.comment.id));
    const added = missing.map((item) => this.#card(item));
    this.#cards.push(...added);
    this.element.append(...added.map((card) => card.element));
    for (const card of added) this.#explanations.watch(card);
    if (!this.#current) this.#setCurrent(this.#cards[0] ?? null);
    return added[0];
  }

  #card(item) {
    const card = new Card(item, this.onDecide);
    card.place = this.#placed++;
    return card;
  }

  /** Takes a card off the page; the next one (else the one before) becomes the current one. */
  take(card) {
    const at = this.#cards.indexOf(card);
    this.#cards.splice(at, 1);
    this.#explanations.forget(card);
    card.element.remove();
    if (card === this.#current) this.#setCurrent(this.#cards[at] ?? this.#cards[at - 1] ?? null);
  }

  /** Puts a taken card back where it was, without moving anything else. */
  putBack(card) {
    if (this.has(card.id)) return;
    const after = this.#cards.findIndex((other) => other.place > card.place);
    const at = after === -1 ? this.#cards.length : after;
    this.element.insertBefore(card.element, this.#cards[at]?.element ?? null);
    this.#cards.splice(at, 0, card);
    this.#explanations.watch(card);
    if (!this.#current) this.#setCurrent(card);
  }

  /** Makes the card `step` further down (or up) the current one, and goes there. */
  move(step) {
    const at = this.#cards.indexOf(this.#current) + step;
    if (this.#cards[at]) this.goTo(this.#cards[at]);
  }

  /** Makes a card current and focuses it. */
  goTo(card) {
    this.#setCurrent(card);
    card.article.focus({ preventScroll: true });
    card.element.scrollIntoView({ block: "nearest" });
  }

  tick() {
    for (const card of this.#cards) card.tick();
  }

  #follow(target) {
    const card = this.#cards.find(({ element }) => element.contains(target));
    if (card) this.#setCurrent(card);
  }

  #setCurrent(card) {
    this.#mark(this.#current, false);
    this.#current = card;
    this.#mark(card, true);
  }

  #mark(card, current) {
    card?.element.classList.toggle("current", current);
    card?.article.setAttribute("tabindex", current ? "0" : "-1");
  }
}
