/**
 * Deciding one comment. Its card leaves at once; when the API refuses the decision, the card
 * comes back with the reason in words.
 */

import { decide, present, undoDecision } from "./calls.js";
import { authorOf } from "./cards.js";
import { conflict, done, doneName } from "./words.js";

export class Decisions {
  #underWay = new Set(); // ids of comments whose decision the API has not answered yet
  #outdated = new Map(); // comment id → the version that a recorded decision left behind

  /** `desk` shows and takes away cards and tells the moderator; `undos` remembers. */
  constructor(desk, undos) {
    this.desk = desk;
    this.undos = undos;
  }

  /** Whether this item shows a comment as it was before a decision made here. */
  isPast({ comment: { id, version } }) {
    return this.#underWay.has(id) || version <= (this.#outdated.get(id) ?? 0);
  }

  get anyUnderWay() {
    return this.#underWay.size > 0;
  }

  /** These comments have been decided in some other way: what shows them as before is past. */
  outdate(cards) {
    for (const { id, item } of cards) this.#outdated.set(id, item.comment.version);
  }

  /** These are before the moderator again. */
  renew(cards) {
    for (const { id } of cards) this.#outdated.delete(id);
  }

  /** Records a decision about a card; `why` may hold a `reason` and a `note`. */
  async decide(card, action, why = {}) {
    const from = this.desk.left([card]);
    const takeBack = (recorded) => this.#takeBack(card, from, action, recorded);
    const entry = this.undos.push({ takeBack });
    this.#underWay.add(card.id);
    this.desk.say(done(action, card.item), { undo: true });
    entry.recorded = this.#record(card, action, why)
      .catch((refused) => this.#refuse(card, from, refused, entry));
    await entry.recorded;
    this.#underWay.delete(card.id);
    this.desk.settled();
  }

  /** Resolves to the recorded decision; rejects with why not, and the item as it is now. */
  async #record({ id, item }, action, why) {
    const { decisions: [recorded], conflicts } = await decide(item.comment, action, why);
    if (!recorded) throw { message: conflict(conflicts[0]), item: await present(item) };
    if (recorded.from !== recorded.to) this.#outdated.set(id, item.comment.version);
    return recorded;
  }

  #refuse(card, from, { message, item = card.item }, entry) {
    this.undos.drop(entry);
    this.#underWay.delete(card.id);
    const notice = `${message} Your decision was not recorded.`;
    this.desk.came([{ ...card, item, notice }], from, { goThere: false });
    const whose = authorOf(card);
    this.desk.say(`Not recorded, ${whose}’s comment: ${message}`, { undo: this.undos.any });
    return null;
  }

  async #takeBack(card, from, action, recorded) {
    await undoDecision(recorded.id);
    const notice = `${doneName(action, card.item)}, then undone.`;
    this.desk.came([{ ...card, item: afterUndo(card.item, recorded), notice }], from);
    return `Undone. ${authorOf(card)}’s comment is back.`;
  }
}

/** The item after decision and undo: as before, but each change of status raised its version. */
export function afterUndo(item, { from, to }) {
  const version = item.comment.version + (from === to ? 0 : 2);
  return { ...item, comment: { ...item.comment, version } };
}
