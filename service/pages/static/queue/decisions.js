/**
 * Deciding and undoing. A decided card leaves at once; when the API refuses the decision, the
 * card comes back with the reason in words.
 */

import { decide, present, undoDecision } from "./api.js";
import { canDo } from "./card.js";
import { conflict, doneName } from "./words.js";

const FINAL = new Set([404, 409]); // answers after which trying again would not help

export class Decisions {
  #made = []; // newest last: what `undo` takes back
  #underWay = new Set(); // ids of comments whose decision the API has not answered yet
  #outdated = new Map(); // comment id → the version that a recorded decision left behind

  /**
   * `say(text, {undo})` tells the moderator; `left(card)` hears of a card that is being decided,
   * `came(card, goThere)` of one that is to be on the page again.
   */
  constructor({ say, left, came }) {
    Object.assign(this, { say, left, came });
  }

  /** Whether this item shows a comment as it was before a decision made here. */
  isPast({ comment: { id, version } }) {
    return this.#underWay.has(id) || version <= (this.#outdated.get(id) ?? 0);
  }

  get anyUnderWay() {
    return this.#underWay.size > 0;
  }

  /** Records a decision about a card. */
  async decide(card, action) {
    const { id, status } = card.item.comment;
    if (!canDo(card.item, action)) {
      this.say(status === "deleted" ? "This comment is deleted." : "This comment is held already.");
      return;
    }
    const decision = { card, done: doneName(action) };
    this.#made.push(decision);
    this.#underWay.add(id);
    this.left(card);
    this.say(`${decision.done} ${card.author}’s comment.`, { undo: true });
    decision.recorded = this.#record(card, action);
    await decision.recorded;
    this.#underWay.delete(id);
  }

  /** Resolves to the recorded decision, or to null after the card has come back. */
  async #record(card, action) {
    const { id, version } = card.item.comment;
    try {
      const { decisions: [recorded], conflicts } = await decide(card.item.comment, action);
      if (recorded && recorded.from !== recorded.to) this.#outdated.set(id, version);
      if (recorded) return recorded;
      await this.#refuse(card, conflict(conflicts[0]), await present(card.item));
    } catch (error) {
      await this.#refuse(card, error.message, card.item);
    }
    return null;
  }

  async #refuse(card, why, item) {
    this.#made = this.#made.filter((decision) => decision.card !== card);
    card.update(item, `${why} Your decision was not recorded.`);
    this.came(card, false);
    this.say(`Not recorded, ${card.author}’s comment: ${why}`, { undo: this.#made.length > 0 });
  }

  /** Takes back the newest decision made on this page. */
  async undo() {
    const newest = this.#made.pop();
    if (!newest) {
      this.say("There is nothing to undo.");
      return;
    }
    const recorded = await newest.recorded;
    if (recorded) await this.#takeBack(newest, recorded); // else it had failed, and said so
  }

  async #takeBack(decision, recorded) {
    const { card, done } = decision;
    try {
      await undoDecision(recorded.id);
    } catch (error) {
      if (!FINAL.has(error.status)) this.#made.push(decision); // worth another try
      this.say(`Could not undo: ${error.message}`, { undo: this.#made.length > 0 });
      return;
    }
    card.update(afterUndo(card.item, recorded), `${done}, then undone.`);
    this.came(card, true);
    this.say(`Undone. ${card.author}’s comment is back.`, { undo: this.#made.length > 0 });
  }
}

/** The item after decision and undo: as before, but each change of status raised its version. */
function afterUndo(item, { from, to }) {
  const version = item.comment.version + (from === to ? 0 : 2);
  return { ...item, comment: { ...item.comment, version } };
}
