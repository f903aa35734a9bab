/** Deciding many comments at once: what is selected, a whole branch, or an author's latest. */

import { batch, undoBatch } from "./calls.js";
import { afterUndo } from "./decisions.js";
import { batchDone, batchUndone } from "./words.js";

export class Batches {
  constructor(desk, undos) {
    this.desk = desk;
    this.undos = undos;
  }

  /** How many comments this would decide: `{count, by_status}`. */
  async preview(asked) {
    return (await batch({ ...asked, preview: true })).preview;
  }

  /** Decides the cards of a selection in the versions that the moderator saw. */
  decide(cards, action, why = {}) {
    const comments = cards.map(({ item: { comment } }) =>
      ({ comment_id: comment.id, version: comment.version }));
    return this.run({ comments, action, ...why }, cards);
  }

  /**
   * Has a batch worked off. Its cards leave once the answer is there, for only then is it known
   * which; `cards` are those on the page that it may be about.
   */
  async run(asked, cards) {
    this.desk.working(true);
    try {
      const answer = await batch(asked);
      this.#done(asked, answer, cards);
    } finally {
      this.desk.working(false);
    }
  }

  #done(asked, answer, cards) {
    const decided = new Map(answer.decisions.map((one) => [one.comment_id, one]));
    const gone = cards.filter(({ id }) => decided.has(id));
    const from = this.desk.left(gone);
    this.desk.decisions.outdate(gone.filter(({ id }) => moved(decided.get(id))));
    const entry = { recorded: Promise.resolve(answer) };
    entry.takeBack = () => this.#takeBack(asked, answer, gone, from);
    if (answer.decisions.length || answer.restriction) this.undos.push(entry);
    this.desk.refused(answer.conflicts);
    this.desk.say(batchDone(asked, answer), { undo: this.undos.any });
  }

  async #takeBack(asked, { batch: { id }, decisions }, cards, from) {
    const results = await undoBatch(id);
    const undone = new Set(results.filter(({ decision }) => decision).map((one) => one.id));
    const made = new Map(decisions.map((one) => [one.comment_id, one]));
    const back = cards.filter((card) => undone.has(made.get(card.id).id));
    this.desk.decisions.renew(back);
    this.desk.came(back.map((card) => ({ ...card, item: afterUndo(card.item, made.get(card.id)) })), from);
    return batchUndone(undone.size, results.length - undone.size);
  }
}

const moved = ({ from, to }) => from !== to;
