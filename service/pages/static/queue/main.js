/** Starts the queue for whoever is signed in, and gives it its keys. Start reading here. */

import { enter } from "./account.js";
import { byId } from "./dom.js";
import { keysAreOn, listen, switchKeys } from "./keys.js";
import { Queue } from "./queue.js";
import { watchScoring } from "./scoring.js";
import { say } from "./toast.js";
import { readView } from "./view.js";
import { tellDisabled } from "./webhooks/link.js";

const LOOK_EVERY = 4_000; // ms between looks for new comments
const LOOKS_A_COUNT = 8; // looks between counts of the other states

function bindKeys(queue) {
  listen({
    a: () => queue.decideCurrent("approve"),
    r: () => queue.decideCurrent("reject"),
    h: () => queue.decideCurrent("hold"),
    e: () => queue.decideCurrent("escalate"),
    u: () => queue.decisions.undo(),
    j: () => queue.list.move(1),
    k: () => queue.list.move(-1),
    "?": showHelp,
  });
}

function showHelp() {
  byId("keys-on").checked = keysAreOn();
  byId("help").showModal();
}

function bindButtons(queue) {
  byId("show-help").addEventListener("click", showHelp);
  byId("keys-on").addEventListener("change", (event) => switchKeys(event.target.checked));
  byId("undo").addEventListener("click", () => queue.decisions.undo());
  byId("arrivals").addEventListener("click", () => queue.reopen());
  byId("more").addEventListener("click", async () => {
    const first = await queue.more();
    if (first) queue.list.goTo(first);
  });
}

async function keepLooking(queue) {
  for (let looks = 1; ; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    if (document.visibilityState === "hidden") continue;
    await queue.look();
    queue.list.tick();
    if (looks % LOOKS_A_COUNT === 0) queue.states.refreshSoon();
  }
}

async function start() {
  const moderator = await enter(say);
  watchScoring();
  const queue = new Queue();
  bindKeys(queue);
  bindButtons(queue);
  tellDisabled(moderator).catch(() => {}); // the link is there, only not its number
  byId("desk").hidden = false;
  addEventListener("popstate", () => queue.follow(readView(location.search)));
  await queue.open(readView(location.search));
  keepLooking(queue);
}

start().catch((error) => say(error.message));
