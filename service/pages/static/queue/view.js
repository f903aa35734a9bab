/** What the moderator looks at: a state of the queue, an order and filters, kept in the address. */

/** The states of the queue with their names, in the order of the tabs. */
export const STATES = new Map([
  ["held", "Held"],
  ["unscored", "Unscored"],
  ["unreviewed", "Unreviewed"],
  ["flagged", "Flagged"],
  ["escalated", "Escalated"],
  ["approved", "Approved"],
  ["rejected", "Rejected"],
  ["all", "All"],
]);

export const stateName = (state) => STATES.get(state);

export const FILTERS = ["q", "article", "label", "min_score", "comment"];
const DEFAULTS = { state: "held", sort: "risk" };
const SORTS = new Set(["risk", "oldest", "newest", "flags"]);

/** The view an address asks for; what it does not say or says wrongly is the default. */
export function readView(search) {
  const asked = new URLSearchParams(search);
  const view = { state: asked.get("state"), sort: asked.get("sort") };
  const usual = asked.has("comment") ? "all" : DEFAULTS.state; // events link to one comment
  if (!STATES.has(view.state)) view.state = usual;
  if (!SORTS.has(view.sort)) view.sort = DEFAULTS.sort;
  for (const name of FILTERS) view[name] = asked.get(name)?.trim() ?? "";
  return view;
}

/** The address of a view, without what is the default anyway. */
export function addressOf(view) {
  const said = Object.entries(view).filter(([name, value]) => value && value !== DEFAULTS[name]);
  return said.length ? `/queue?${new URLSearchParams(said)}` : "/queue";
}

export const isFiltered = (view) => FILTERS.some((name) => view[name]);
