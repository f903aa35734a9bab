/** One webhook: what it asked for, how it is doing, what can be done with it, and its log. */

import { byId, make } from "../dom.js";
import * as calls from "./calls.js";
import { DeliveryLog } from "./delivery_log.js";
import { ask, badge, onPress, pressed, showFacts, time, titled } from "./pieces.js";
import { addressOf } from "./place.js";
import { showSecret } from "./secret.js";
import { formatName, health, healthSentence, replayed, testOutcome, whose } from "./words.js";

const SAID = "webhook-said";
const A_DAY = 24 * 3600 * 1000;
const LOOK_EVERY = 300; // ms
const LOOKS = 60; // an attempt ends after 15 s at the latest

export async function showWebhook(id, filters) {
  const webhook = await calls.webhook(id);
  const log = new DeliveryLog(id, filters);
  show(webhook);
  offer(id, log);
  offerReplay(webhook, log);
  byId("webhook").hidden = false;
  await log.open();
}

function show(webhook) {
  titled(webhook.url);
  byId("webhook-title").textContent = webhook.url;
  showFacts(byId("webhook-facts"), {
    "How it is doing": [badge(health(webhook)), ` ${healthSentence(webhook)}`],
    Events: make("ul", {}, ...webhook.events.map((type) => make("li", {}, type))),
    Whose: whose(webhook),
    Format: formatName(webhook.format),
    Text: webhook.full_text ? "sent along, with the author’s name" : "not sent",
    "Old secret": webhook.old_secret_until && ["good until ", time(webhook.old_secret_until)],
    Made: time(webhook.created_at),
    Id: make("code", {}, webhook.id),
  });
  byId("change").href = addressOf({ webhook: webhook.id, edit: "yes" });
  byId("switch").textContent = webhook.state === "active" ? "Disable" : "Make active";
  byId("switch").value = webhook.state === "active" ? "disabled" : "active";
}

function offer(id, log) {
  onPress("test", SAID, async () => {
    const outcome = testOutcome(await attempted(await calls.sendTest(id)));
    await log.open();
    return outcome;
  });
  onPress("rotate", SAID, async () => {
    if (!await ask("rotation")) return "";
    const changed = await calls.rotateSecret(id, Number(byId("keep_old_s").value));
    show(changed);
    await showSecret(changed.secret);
    return "The secret is new.";
  });
  onPress("switch", SAID, async () => {
    const changed = await calls.changeWebhook(id, { state: byId("switch").value });
    show(changed);
    await log.open();
    return changed.state === "active" ? "It is active." : "It is disabled: nothing is sent there.";
  });
  onPress("delete", SAID, async () => {
    if (!await ask("deletion")) return "";
    await calls.deleteWebhook(id);
    location.replace(addressOf({}));
    return "It is deleted.";
  });
}

/** A delivery once it has been tried, or after some seconds as it is then. */
async function attempted({ id }) {
  for (let looks = 1; ; looks += 1) {
    const delivery = await calls.delivery(id);
    if (delivery.attempts > 0 || looks === LOOKS) return delivery;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

function offerReplay({ id, failing_since: failing }, log) {
  const form = byId("replay-failed");
  form.since.value = local(new Date((failing ? Date.parse(failing) : Date.now()) - A_DAY));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pressed(form.querySelector("button"), "replay-said", async () => {
      const number = await calls.replayFailed(id, new Date(form.since.value).toISOString());
      await log.open();
      return replayed(number);
    });
  });
}

/** A moment as the browser's field wants it: local, to the second. */
const local = (date) =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
