/**
 * The cards on the page, as plain values: each function takes the state and returns what changes
 * in it. There is at most one card a comment and, unless there is none, exactly one current card.
 */

const cardOf = (item, place) => ({
  id: item.comment.id,
  item,
  place, // where it belongs among the others, also after it was away
  notice: null, // what has happened to it, in words
  pane: null, // what is open below the comment: {kind, …}
  marks: null, // which words moved its score
  uncovered: false,
});

export const cardWith = ({ cards }, id) => cards.find((card) => card.id === id);
export const currentCard = (state) => cardWith(state, state.current);
export const authorOf = ({ item }) => item.comment.author.name;

/** Adds a card for every item that has none yet, at the end. */
export function append({ cards, current, placed }, items) {
  const known = new Set(cards.map(({ id }) => id));
  const missing = items.filter(({ comment }) => !known.has(comment.id));
  const all = [...cards, ...missing.map((item, at) => cardOf(item, placed + at))];
  return { cards: all, placed: placed + missing.length, current: current ?? all[0]?.id ?? null };
}

/** Takes cards off the page; the next one (else the one before) becomes the current one. */
export function take({ cards, current, selected }, ids) {
  const gone = new Set(ids);
  const stays = ({ id }) => !gone.has(id);
  const at = cards.findIndex(({ id }) => id === current);
  const next = cards.slice(at).find(stays) ?? cards.slice(0, at).findLast(stays);
  return {
    cards: cards.filter(stays),
    current: next?.id ?? null,
    selected: new Set([...selected].filter((id) => !gone.has(id))),
  };
}

/** Puts a taken card back where it was, without moving anything else. */
export function putBack({ cards, current }, card) {
  const others = cards.filter(({ id }) => id !== card.id);
  const after = others.findIndex(({ place }) => place > card.place);
  const at = after === -1 ? others.length : after;
  return { cards: others.toSpliced(at, 0, card), current: current ?? card.id };
}

/** Changes one card, where it is on the page. */
export function changeCard({ cards }, id, patch) {
  return { cards: cards.map((card) => (card.id === id ? { ...card, ...patch } : card)) };
}

/** The card `step` further down (or up) from the current one. */
export function neighbour({ cards, current }, step) {
  return cards[cards.findIndex(({ id }) => id === current) + step];
}

/** The cards that a key decides: those selected, else the current one. */
export function chosenCards(state) {
  const { cards, selected } = state;
  if (selected.size) return cards.filter(({ id }) => selected.has(id));
  return [currentCard(state)].filter(Boolean);
}
