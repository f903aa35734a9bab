/** One delivery: each attempt with what was sent and what came back, and sending it again. */

import { byId, make } from "../dom.js";
import { delivery, replay } from "./calls.js";
import { badge, onPress, showFacts, time, titled } from "./pieces.js";
import { webhookAddress } from "./place.js";
import { attemptOutcome, deliveryState } from "./words.js";

const LOOK_EVERY = 300; // ms
const LOOKS = 60;

export async function showDelivery(id) {
  const told = await delivery(id);
  show(told);
  onPress("replay", "delivery-said", async () => {
    await replay(id);
    return again(id, byId("attempts").childElementCount);
  });
  byId("delivery").hidden = false;
}

/** Waits until there are more attempts than `before`, and shows them. */
async function again(id, before) {
  for (let looks = 1; ; looks += 1) {
    const told = await delivery(id);
    show(told);
    if (told.log.length > before) return `${attemptOutcome(told.log.at(-1))}.`;
    if (looks === LOOKS) return "It is still waiting for its turn.";
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

function show(told) {
  titled(`Delivery of ${told.event}`);
  byId("delivery-title").textContent = told.event;
  byId("delivery-back").href = webhookAddress(told.webhook_id);
  showFacts(byId("delivery-facts"), {
    State: badge(deliveryState(told)),
    "What went wrong last": told.state === "delivered" ? null : told.last_error,
    "Next attempt": told.state === "pending" && told.next_attempt_at
      ? time(told.next_attempt_at) : null,
    Happened: time(told.created_at),
    Article: told.article,
    Comment: told.comment_id && commentLink(told),
    "Event’s id": make("code", {}, told.event_id),
  });
  byId("attempts").replaceChildren(...told.log.map(attempt));
  byId("attempts-none").hidden = told.log.length > 0;
  byId("payload").textContent = JSON.stringify(told.payload, null, 2);
}

function commentLink({ webhook_id: webhook, comment_id: comment }) {
  return [make("code", {}, comment), " (", make("a", {
    href: webhookAddress(webhook, { comment }) }, "its other events"), ")"];
}

function attempt(made) {
  const { number, at, request, answer } = made;
  const failed = !answer || answer.status >= 300;
  return make("li", { class: "card" },
    make("h4", {}, `Attempt ${number}`),
    make("p", {}, badge(failed ? "Failed" : "Delivered"), ` ${attemptOutcome(made)}`),
    make("p", { class: "quiet" }, time(at)),
    part("What was sent", [`POST ${request.url}`, ...headers(request.headers)].join("\n"),
      request.address && `Connected to ${request.address}. The body is below.`),
    answer && part("What came back", [...headers(answer.headers), "", answer.body].join("\n")));
}

const headers = (all) => Object.entries(all).map(([name, value]) => `${name}: ${value}`);

function part(title, text, note = null) {
  return make("details", {}, make("summary", {}, title),
    note && make("p", { class: "quiet" }, note),
    make("pre", { class: "code", tabindex: "0", role: "group", "aria-label": title }, text));
}
