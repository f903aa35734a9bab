/** What the moderator looks at: a state of the queue, an order and filters, kept in the address. */

/** The states of the queue with their names, in the order of the tabs. */
export const STATES = new Map([
  ["held", "Held"],
  ["unscored", "Unscored"],
  ["flagged", "Flagged"],
  ["escalated", "Escalated"],
  ["unreviewed", "Unreviewed"],
  ["approved", "Approved"],
  ["rejected", "Rejected"],
  ["all", "All"],
]);

export const stateName = (state) => STATES.get(state);

/** Filters that have one value each. */
export const FILTERS = [
  "q", "label", "min_score", "max_score", "reason", "language", "author", "reader", "comment",
];
const DEFAULTS = { state: "held", sort: "risk" };
const SORTS = new Set(["risk", "oldest", "newest", "flags"]);
const WORK = new Set(["held", "unscored", "flagged"]); // states of what waits for a decision

/** The view an address asks for; what it does not say or says wrongly is the default. */
export function readView(search) {
  const asked = new URLSearchParams(search);
  const view = { state: asked.get("state"), sort: asked.get("sort") };
  const usual = asked.has("comment") ? "all" : DEFAULTS.state; // events link to one comment
  if (!STATES.has(view.state)) view.state = usual;
  if (!SORTS.has(view.sort)) view.sort = DEFAULTS.sort;
  for (const name of FILTERS) view[name] = asked.get(name)?.trim() ?? "";
  view.article = asked.getAll("article").map((id) => id.trim()).filter(Boolean);
  view.list = asked.get("list") === "all" ? "all" : "";
  return view;
}

/** The parameters that say a view, without what is the default anyway. */
export function parametersOf(view) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) {
    for (const one of [value].flat()) if (one && one !== DEFAULTS[name]) said.append(name, one);
  }
  return said;
}

/** The address of a view. */
export function addressOf(view) {
  const said = parametersOf(view).toString();
  return said ? `/queue?${said}` : "/queue";
}

/** What the API is asked for: the view without what only the page knows. */
export function queryOf({ list, ...view }) {
  return view;
}

/** The same without its state, for what is told of all states at once. */
export function filtersOf(view) {
  const { state, sort, ...filters } = queryOf(view);
  return filters;
}

/** A view with none of its filters. */
export function unfiltered(view) {
  return { ...view, article: [], ...Object.fromEntries(FILTERS.map((name) => [name, ""])) };
}

export const isFiltered = (view) =>
  view.article.length > 0 || FILTERS.some((name) => view[name]);

/** Whether a view may be worked through by leases: what waits, and for admins what was escalated. */
export const isWork = ({ state }, { role }) =>
  WORK.has(state) || (state === "escalated" && role === "admin");

/** Whether it is: the whole list, and the one comment that an event links to, only show. */
export const isLeased = (view, moderator) =>
  isWork(view, moderator) && view.list !== "all" && !view.comment;

/** Whether an item still waits in the state that a view works through. */
export function belongs({ comment, flags, escalation }, { state }) {
  if (state === "flagged") return flags.length > 0;
  return state === "escalated" ? escalation !== null : comment.status === "pending";
}
