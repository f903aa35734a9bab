/**
 * The calls of the rules page. Beside what `../api.js` does for every page, they carry ETags, so
 * that nobody overwrites what somebody else has saved meanwhile.
 */

import { Problem, session } from "../api.js";

const ROOT = "/api/v1";
let csrf = null; // a promise of the session's token

export const NEW = "*"; // instead of an ETag: nothing may be there yet

/** One call: resolves to `{told, etag}`, throws a `Problem`. `etag` is what was read before. */
export async function request(method, path, body, etag) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (etag) headers[etag === NEW ? "If-None-Match" : "If-Match"] = etag;
  if (method !== "GET") headers["X-CSRF-Token"] = await token();
  const response = await send(ROOT + path, { method, headers, body: JSON.stringify(body) });
  const told = await response.json().catch(() => null); // 204, or a proxy's page
  if (response.ok) return { told, etag: response.headers.get("ETag") };
  if (response.status === 401) await session(); // which leads to the sign-in page
  throw problem(response, told);
}

function problem(response, told) {
  const found = new Problem(response.status, told, Number(response.headers.get("Retry-After")));
  if (response.status === 503 && told?.detail) found.message = told.detail; // says why
  return found;
}

async function send(url, options) {
  try {
    return await fetch(url, { ...options, credentials: "same-origin" });
  } catch {
    throw new Problem(0, null);
  }
}

function token() {
  csrf ??= request("GET", "/session").then(({ told }) => told.csrf_token);
  csrf.catch(() => { csrf = null; });
  return csrf;
}

const query = (given) => {
  const told = Object.entries(given).filter(([, value]) => value != null && value !== "");
  return told.length ? `?${new URLSearchParams(told)}` : "";
};
const wordsPath = (site, name) => `/words/${encodeURIComponent(name)}${query({ site })}`;

/** The site's rules in their order, with their ETag. */
export async function readRules(site) {
  const { told, etag } = await request("GET", `/rules${query({ site })}`);
  return { rules: told.rules, etag };
}

/** Saves a whole list of rules, unless they are no longer those of `etag`. */
export async function saveRules(site, rules, etag) {
  const saved = await request("PUT", `/rules${query({ site })}`, { rules }, etag);
  return { rules: saved.told.rules, etag: saved.etag };
}

/** What would become of a comment: see `POST /api/v1/rules/try`. */
export const tryRules = async (asked) => (await request("POST", "/rules/try", asked)).told;

export const readLists = async (site) => (await request("GET", `/words${query({ site })}`)).told.items;

/** `{words, etag}` of one list. */
export async function readWords(site, name) {
  const { told, etag } = await request("GET", wordsPath(site, name));
  return { words: told.words, etag };
}

/** Saves a list; `etag` null overwrites whatever is there. */
export async function saveWords(site, name, words, etag) {
  const saved = await request("PUT", wordsPath(site, name), { words }, etag);
  return { words: saved.told.words, etag: saved.etag };
}

export const deleteWords = (site, name) => request("DELETE", wordsPath(site, name));

export const readSites = async () => (await request("GET", "/sites")).told.items;
export const saveSite = async (name, changed) =>
  (await request("PATCH", `/sites/${encodeURIComponent(name)}`, changed)).told;

export const readArticle = async (site, article) =>
  (await request("GET", `/articles${query({ site, article })}`)).told.article;
export const saveArticle = async (site, article, changed) =>
  (await request("PATCH", `/articles${query({ site, article })}`, changed)).told.article;

/** A page of the history: `{items, next_cursor}`. */
export const readChanges = async (site, what, cursor) =>
  (await request("GET", `/changes${query({ site, what, cursor })}`)).told;
