/** Everything the page says about webhooks and deliveries, in plain words. Only text here. */

import { ago, counted } from "../words.js";

/** The types of events that can be asked for, and what happened then. */
export const EVENTS = new Map([
  ["comment.created", "A comment came in; nobody has decided it yet"],
  ["comment.held", "A comment waits for a person"],
  ["comment.approved", "A comment was approved, by a rule or a person"],
  ["comment.rejected", "A comment was rejected"],
  ["comment.edited", "Its author changed a comment"],
  ["comment.deleted", "A comment was deleted"],
  ["comment.flagged", "A reader flagged a comment"],
  ["article.count_changed", "The number of an article’s comments moved"],
  ["scorer.degraded", "The classifier has stopped reading comments"],
  ["scorer.recovered", "The classifier reads again"],
]);

export const TEST = "webhook.test"; // sent by hand, whatever a webhook asked for

const DELIVERY_STATES = { pending: "On the way", delivered: "Delivered", failed: "Failed" };

export const deliveryState = ({ state, attempts }) =>
  state === "pending" && attempts > 0 ? "To be tried again" : DELIVERY_STATES[state];

/** A moment to the second, in this person's own time. */
export const moment = (time) =>
  new Date(time).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** How a webhook is doing, in a word or two: for its badge. */
export function health({ state, failing_since: failing }) {
  if (state === "disabled") return "Disabled";
  return failing ? "Failing" : "Active";
}

/** More about it, to stand beside that badge. */
export function healthSentence(webhook) {
  const { state, disabled_at: at, disabled_because: because, failing_since: failing } = webhook;
  if (state === "disabled") {
    return `${moment(at)}, by ${because ? `the service: ${because}` : "a person."}`;
  }
  if (failing) return `Nothing has been taken since ${moment(failing)}.`;
  return "No delivery is failing.";
}

/** "Latest: comment.held, delivered, 5 min ago". */
export function latest(delivery) {
  if (!delivery) return "Nothing was to be sent yet.";
  const { event, created_at: at } = delivery;
  return `Latest: ${event}, ${deliveryState(delivery).toLowerCase()}, ${ago(at)}`;
}

/** Which comments a webhook hears of: "default, articles beginning with sport/". */
export function whose({ site, article_prefix: prefix }) {
  const where = site ?? "every site";
  return prefix ? `${where}, articles beginning with ${prefix}` : where;
}

export const formatName = (format) =>
  format === "slack" ? "Slack: sentences with a link" : "Standard: JSON for programs";

/** What came of a delivery so far: "Answered 500. 3 attempts, the next 25 Nov 2026, 12:00:05". */
export function outcome({ state, attempts, last_status: status, last_error: error, next_attempt_at: next }) {
  const said = error ?? (status ? `Answered ${status}.` : "");
  const tries = attempts ? counted(attempts, "attempt") : "no attempt yet";
  const further = state === "pending" && next ? `, the next ${moment(next)}` : "";
  return `${said} ${tries}${further}`.trim();
}

/** What an attempt came to: "Answered 200 in 35 ms". */
export function attemptOutcome({ answer, error, took_ms: took }) {
  if (answer) return `Answered ${answer.status} in ${took} ms`;
  return `${error ?? "No answer."} It took ${took} ms`;
}

/** What came of a test, from its delivery with attempts. */
export function testOutcome({ state, log }) {
  const attempt = log.at(-1);
  if (!attempt) return "It is still on its way: look at the deliveries below in a moment.";
  if (state === "delivered") return `Delivered. ${attemptOutcome(attempt)}.`;
  const again = state === "pending" ? " It is tried again by itself." : "";
  return `Not delivered. ${attempt.error ?? attemptOutcome(attempt)}${again}`;
}

/** What an empty log means. */
export const nothingSent = (filtered) =>
  filtered ? "No delivery matches these filters." : "Nothing was to be sent here yet. Send a test?";

/** What is sent again: "3 deliveries are sent again." */
export function replayed(number) {
  if (number === 0) return "Nothing has failed since then.";
  return `${counted(number, "failed event")} ${number === 1 ? "is" : "are"} sent again.`;
}
