/** The calls of the public API that the queue makes. */

import { call } from "./api.js";

const inPath = encodeURIComponent;

/** `{name: value}` as parameters; a list becomes several, and what is empty is left out. */
export function parameters(query) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== "" && one != null) given.append(name, one);
  }
  return given;
}

/** The same as a JSON object, for calls that take the filters in their body. */
const filled = (query) => Object.fromEntries(Object.entries(query)
  .filter(([, value]) => value !== "" && value != null && value.length !== 0)
  .map(([name, value]) => [name, /^(min|max)_score$/.test(name) ? Number(value) : value]));

/** A page of the queue: `query` holds the API's own parameters. */
export const findItems = (query) => call("GET", `/queue?${parameters(query)}`);

/** How many comments each state has, under these filters. */
export const totals = async (query) => (await call("GET", `/queue/totals?${parameters(query)}`)).totals;

/** A comment as it is now, whatever its state; the item itself where the queue does not answer. */
export async function present(item) {
  try {
    const { items } = await findItems({ state: "all", comment: item.comment.id });
    return items[0] ?? item;
  } catch {
    return item;
  }
}

/** Reserves the next `limit` comments of a view for whoever is signed in: their items. */
export const takeLeases = async (query, limit) =>
  (await call("POST", "/queue/leases", { ...filled(query), limit })).items;
export const myLeases = async () => (await call("GET", "/queue/leases")).items;
export const renewLeases = (ids) => call("PUT", "/queue/leases", { comment_ids: ids });
export const freeLeases = (ids) => call("DELETE", "/queue/leases", { comment_ids: ids });

/** Decides comments, each in the version the moderator saw; `why` may hold a reason and a note. */
export const decide = ({ id, version }, action, why = {}) =>
  call("POST", "/decisions", { items: [{ comment_id: id, version }], action, ...why });
export const undoDecision = (id) => call("POST", `/decisions/${inPath(id)}/undo`, {});

/** Decides many at once, or with `preview` only counts them. */
export const batch = (asked) => call("POST", "/batches", asked);
export const undoBatch = async (id) => (await call("POST", `/batches/${inPath(id)}/undo`, {})).results;

/** Which words of a comment moved its score: `{spans, version}`, in code points of its `body`. */
export const explanation = (id) => call("GET", `/comments/${inPath(id)}/explanation`);
export const thread = (id) => call("GET", `/comments/${inPath(id)}/thread`);
export const history = async (id) => (await call("GET", `/comments/${inPath(id)}/history`)).events;

export const savedFilters = async () => (await call("GET", "/queue/filters")).items;
export const saveFilter = (name, query) => call("POST", "/queue/filters", { name, query });
export const dropFilter = (id) => call("DELETE", `/queue/filters/${inPath(id)}`);

/** How many high-risk texts whoever is signed in has uncovered today. */
export const uncoveredToday = async () => (await call("GET", "/queue/uncovered")).today;
export const uncover = async (id) => (await call("POST", "/queue/uncovered", { comment_id: id })).today;
