/**
 * The public API, as the queue uses it. Every failure is thrown as a `Problem` whose `message`
 * can be shown to a moderator.
 */

const ROOT = "/api/v1";
const MOST = 200; // items in one answer
const READING = new Set(["GET", "HEAD"]);

let csrfToken = null;
let signedOut = () => {};
let queueAnswered = () => {};

/** `handler` is called when the API says that nobody is signed in (any more). */
export const onSignedOut = (handler) => {
  signedOut = handler;
};

/** `handler` is given each page of the queue that the API sends. */
export const onQueueAnswer = (handler) => {
  queueAnswered = handler;
};

/** An answer that was not a success, or no answer at all (`status` 0). */
export class Problem extends Error {
  constructor(status, answer, retryAfter = 0) {
    super(explain(status, answer ?? {}, retryAfter));
    this.status = status;
    this.errors = answer?.errors ?? {}; // of a 422, by field
    this.retryAfter = retryAfter; // seconds
  }
}

function explain(status, { title, detail, errors }, retryAfter) {
  if (status === 0) return "The service does not answer. Check the connection and try again.";
  if (status === 429) return `Too many requests. Try again ${inSeconds(retryAfter)}.`;
  if (status >= 500) return "Something went wrong on the server. Try again in a moment.";
  return sentences(errors) || detail || title || `The service answered ${status}.`;
}

/** All the messages of a 422, wherever they are nested. */
function sentences(errors) {
  if (typeof errors === "string") return errors;
  return Object.values(errors ?? {}).map(sentences).filter(Boolean).join(" ");
}

/** "in 40 seconds", from a Retry-After header's number of seconds. */
export function inSeconds(seconds) {
  if (!(seconds > 0)) return "in a minute";
  if (seconds < 90) return `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}

/** One call; `path` is below the API's root. Resolves to the answer's JSON. */
export async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (!READING.has(method) && csrfToken) headers["X-CSRF-Token"] = csrfToken;
  const response = await send(ROOT + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
    keepalive: !READING.has(method), // a decision outlives leaving the page
  });
  const answer = await readJson(response);
  if (response.ok) return answer;
  if (response.status === 401) signedOut();
  throw new Problem(response.status, answer, Number(response.headers.get("Retry-After")));
}

async function send(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Problem(0, null);
  }
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return null; // 204, or a proxy's page
  }
}

/** The signed-in moderator; keeps the CSRF token for the writes to come. */
export async function session() {
  const answer = await call("GET", "/session");
  csrfToken = answer.csrf_token;
  return answer.moderator;
}

export const signIn = (email, password) => call("POST", "/session", { email, password });
export const signOut = () => call("DELETE", "/session");

/** A page of the queue: `query` holds the API's own parameters; empty ones are left out. */
export async function findItems(query) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value != null);
  const page = await call("GET", `/queue?${new URLSearchParams(given)}`);
  queueAnswered(page);
  return page;
}

/**
 * A comment as it is now, whatever its state; the item itself where the queue no longer finds it
 * among its author's newest under the article, or does not answer.
 */
export async function present(item) {
  const { article, comment: { author } } = item;
  const query = { state: "all", sort: "newest", article: article.id, author: author.name };
  try {
    const { items } = await findItems({ ...query, limit: MOST });
    return items.find(({ comment }) => comment.id === item.comment.id) ?? item;
  } catch {
    return item;
  }
}

/** Which words of a comment moved its score: `{spans, version}`, in code points of its `body`. */
export const explanation = (id) => call("GET", `/comments/${id}/explanation`);

/** Decides one comment in the version the moderator saw. */
export const decide = ({ id, version }, action) =>
  call("POST", "/decisions", { items: [{ comment_id: id, version }], action });

export const undoDecision = (decisionId) => call("POST", `/decisions/${decisionId}/undo`, {});
