/** All webhooks, each with what it asked for and how it is doing. */

import { byId, make } from "../dom.js";
import { deliveries, webhooks } from "./calls.js";
import { badge } from "./pieces.js";
import { webhookAddress } from "./place.js";
import { health, healthSentence, latest, whose } from "./words.js";

/** Fills the list; what was sent last comes in afterwards, webhook by webhook. */
export async function showList() {
  const all = await webhooks();
  byId("list-total").textContent = String(all.length);
  byId("none").hidden = all.length > 0;
  byId("webhooks").replaceChildren(...all.map(row));
  byId("list").hidden = false;
}

function row(webhook) {
  const news = make("p", { class: "quiet" });
  tellLatest(webhook, news);
  return make("li", { class: `card ${webhook.state}` },
    make("h3", { class: "address" }, make("a", { href: webhookAddress(webhook.id) }, webhook.url)),
    make("p", {}, badge(health(webhook)), ` ${healthSentence(webhook)}`),
    make("p", { class: "quiet" }, `${webhook.events.join(", ")} · ${whose(webhook)}`),
    news);
}

async function tellLatest({ id }, place) {
  try {
    const { items } = await deliveries(id, { limit: 1 });
    place.textContent = latest(items[0]);
  } catch {
    place.textContent = ""; // the rest of the row holds without it
  }
}
