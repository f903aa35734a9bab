/**
 * What the deciding keys and buttons mean: the current card or the whole selection, at once or
 * after a question for the reason or a note.
 */

import { chosenCards } from "./cards.js";

/** Whether an action makes sense at all: what is deleted is past deciding. */
export const canDo = ({ comment }) => comment.status !== "deleted";

const ASKING = { escalate: "escalation" }; // actions that always come with a question

/** Decides the chosen cards, or asks first what has to be known. */
export function act(desk, action, { askReason = false, card = null } = {}) {
  const cards = card ? [card] : chosenCards(desk.state);
  if (!cards.length) return;
  if (cards.some(({ item }) => !canDo(item))) {
    desk.say("This comment is deleted.");
    return;
  }
  const asks = action === "reject" && (askReason || cards.some(({ item }) => item.site?.reason_required));
  const dialog = asks ? "reasons" : ASKING[action];
  if (dialog) desk.openDialog({ kind: dialog, ids: cards.map(({ id }) => id) });
  else carryOut(desk, cards, action);
}

/** Decides these cards: one as a decision, several as one batch. */
export async function carryOut(desk, cards, action, why = {}) {
  const given = Object.fromEntries(Object.entries(why).filter(([, value]) => value));
  if (cards.length === 1) {
    desk.decisions.decide(cards[0], action, given);
    return;
  }
  try {
    if (action === "escalate") await Promise.all(cards.map((card) => desk.decisions.decide(card, action, given)));
    else await desk.batches.decide(cards, action, given);
  } catch (error) {
    desk.say(`Nothing was decided: ${error.message}`, { undo: desk.undos.any });
  }
}
