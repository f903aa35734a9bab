/** Starts the webhooks page for whoever is signed in. Start reading here. */

import { onSignedOut, session, signOut } from "../api.js";
import { byId, setText } from "../dom.js";
import { showDelivery } from "./delivery_page.js";
import { showNotices } from "./notices.js";
import { readPlace } from "./place.js";
import { showForm } from "./webhook_form.js";
import { showList } from "./webhook_list.js";
import { showWebhook } from "./webhook_page.js";

const ONLY_ADMINS = "Webhooks are for administrators. If you need one, ask whoever added you here.";

const SCREENS = {
  list: () => showList(),
  form: ({ webhook }, moderator) => showForm(webhook, moderator),
  webhook: ({ webhook, filters }) => showWebhook(webhook, filters),
  delivery: ({ delivery }) => showDelivery(delivery),
};

const say = (text) => setText(byId("trouble"), text);

/** To the sign-in page, which comes back to where we are now. */
function goToSignIn() {
  const view = location.search.slice(1);
  location.replace(`/queue/sign-in?${new URLSearchParams({ page: "webhooks", view })}`);
}

async function leave() {
  try {
    await signOut();
    location.assign("/queue/sign-in");
  } catch (error) {
    say(`Could not sign you out: ${error.message}`);
  }
}

async function start() {
  onSignedOut(goToSignIn);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // it has aged
  const moderator = await session();
  byId("who").textContent = moderator.email;
  byId("sign-out").addEventListener("click", leave);
  byId("account").hidden = false; // not before there is somebody whom the buttons obey
  if (moderator.role !== "admin") return say(ONLY_ADMINS);
  const place = readPlace(location.search);
  return Promise.all([showNotices(), SCREENS[place.screen](place, moderator)]);
}

start().catch((error) => say(error.message));
