/** Starts the webhooks page for whoever is signed in. Start reading here. */

import { enter } from "../account.js";
import { byId, setText } from "../dom.js";
import { showDelivery } from "./delivery_page.js";
import { showNotices } from "./notices.js";
import { readPlace } from "./place.js";
import { showForm } from "./webhook_form.js";
import { showList } from "./webhook_list.js";
import { showWebhook } from "./webhook_page.js";

const ONLY_ADMINS = "Webhooks are for admins. If you need one, ask whoever added you here.";

const SCREENS = {
  list: () => showList(),
  form: ({ webhook }, moderator) => showForm(webhook, moderator),
  webhook: ({ webhook, filters }) => showWebhook(webhook, filters),
  delivery: ({ delivery }) => showDelivery(delivery),
};

const say = (text) => setText(byId("trouble"), text);

async function start() {
  const moderator = await enter(say);
  if (moderator.role !== "admin") return say(ONLY_ADMINS);
  const place = readPlace(location.search);
  return Promise.all([showNotices(), SCREENS[place.screen](place, moderator)]);
}

start().catch((error) => say(error.message));
