/** Where on the page an admin is: its address says so, and every step is a link. */

export const FILTERS = ["state", "type", "comment"]; // of the deliveries

/** What an address asks for: a `screen`, with the ids and filters it needs. */
export function readPlace(search) {
  const asked = new URLSearchParams(search);
  const webhook = asked.get("webhook");
  if (asked.get("delivery")) return { screen: "delivery", delivery: asked.get("delivery") };
  if (asked.has("new")) return { screen: "form", webhook: null };
  if (!webhook) return { screen: "list" };
  if (asked.has("edit")) return { screen: "form", webhook };
  const filters = Object.fromEntries(FILTERS.map((name) => [name, asked.get(name)?.trim() ?? ""]));
  return { screen: "webhook", webhook, filters };
}

/** The address of what this query names; what is empty is left out. */
export function addressOf(query) {
  const said = Object.entries(query).filter(([, value]) => value);
  return `/queue/webhooks${said.length ? `?${new URLSearchParams(said)}` : ""}`;
}

export const webhookAddress = (id, filters = {}) => addressOf({ webhook: id, ...filters });
export const deliveryAddress = (id) => addressOf({ delivery: id });
