/** The calls of the public API that this page makes. */

import { call } from "../api.js";

const inPath = encodeURIComponent; // an id from the address bar may hold anything

export const webhooks = async () => (await call("GET", "/webhooks")).items;
export const webhook = (id) => call("GET", `/webhooks/${inPath(id)}`);
export const makeWebhook = (values) => call("POST", "/webhooks", values);
export const changeWebhook = (id, values) => call("PATCH", `/webhooks/${inPath(id)}`, values);
export const deleteWebhook = (id) => call("DELETE", `/webhooks/${inPath(id)}`);
export const sites = async () => (await call("GET", "/sites")).items.map(({ name }) => name);
export const notices = async () => (await call("GET", "/notices")).items;

/** Another secret; requests are signed with the old one too for so many seconds. */
export const rotateSecret = (id, seconds) =>
  call("POST", `/webhooks/${inPath(id)}/rotate-secret`, { keep_old_s: seconds });

/** Has a test sent; resolves to its delivery. */
export const sendTest = (id) => call("POST", `/webhooks/${inPath(id)}/test`, {});

/** A page of a webhook's deliveries, newest first; empty parts of the query are left out. */
export function deliveries(id, query) {
  const given = Object.entries(query).filter(([, value]) => value);
  return call("GET", `/webhooks/${inPath(id)}/deliveries?${new URLSearchParams(given)}`);
}

/** One delivery with its attempts (`log`) and its `payload`. */
export const delivery = (id) => call("GET", `/deliveries/${inPath(id)}`);
export const replay = (id) => call("POST", `/deliveries/${inPath(id)}/replay`, {});

/** Sends again what failed since a moment; resolves to how many that is. */
export const replayFailed = async (id, since) =>
  (await call("POST", `/webhooks/${inPath(id)}/replay`, { since })).replayed;
