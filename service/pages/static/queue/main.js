/** Starts the queue for whoever is signed in, and gives it its keys. Start reading here. */

import { html, render } from "../vendor/html.js";
import { enter } from "./account.js";
import { currentCard } from "./cards.js";
import { App } from "./components/app.js";
import { act } from "./deciding.js";
import { Desk } from "./desk.js";
import { byId } from "./dom.js";
import { listen } from "./keys.js";
import { Store } from "./store.js";
import { readView } from "./view.js";
import { tellDisabled } from "./webhooks/link.js";

const LOOK_EVERY = 4_000; // ms between looks for new comments
const LOOKS_A_COUNT = 8; // looks between counts of all states

const START = {
  view: readView(location.search),
  moderator: {},
  cards: [], // see cards.js
  current: null, // the id of the card that keys decide
  selected: new Set(), // ids
  placed: 0,
  totals: {}, // by state
  further: false, // whether a list goes on
  loading: true,
  arrivals: { count: 0, more: false },
  said: { text: "", undo: false },
  heard: "", // said to screen readers alone
  trouble: "",
  notScoring: [],
  saved: [],
  uncoveredToday: 0,
  dialog: null, // {kind, ids}
  busy: false,
  focus: 0, // raised when the focus is to go to the current card
  now: Date.now(),
};

function deedsOf(desk) {
  const current = () => currentCard(desk.state);
  const withCurrent = (deed) => () => current() && deed(current());
  const pane = (kind) => withCurrent(({ id }) => desk.panes.toggle(id, kind));
  return {
    next: () => desk.move(1),
    previous: () => desk.move(-1),
    approve: () => act(desk, "approve"),
    reject: () => act(desk, "reject"),
    rejectWhy: () => act(desk, "reject", { askReason: true }),
    hold: () => act(desk, "hold"),
    escalate: () => act(desk, "escalate"),
    undo: () => desk.undos.undo(),
    select: () => desk.toggleSelected(),
    many: withCurrent(({ id }) => desk.openDialog({ kind: "many", ids: [id] })),
    uncover: withCurrent(({ id }) => desk.panes.uncover(id)),
    thread: pane("thread"),
    history: pane("history"),
    changes: pane("changes"),
    search: () => byId("q").focus(),
    escape: () => desk.letGo(),
    help: () => desk.openDialog({ kind: "help" }),
  };
}

async function keepLooking(desk) {
  for (let looks = 1; ; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    if (document.visibilityState === "hidden") continue;
    desk.store.change({ now: Date.now() });
    await desk.look();
    if (looks % LOOKS_A_COUNT === 0) desk.totals.count();
  }
}

async function start() {
  const store = new Store(START, (state) => render(html`<${App} state=${state} desk=${desk} />`, byId("desk")));
  const moderator = enter((text) => desk.say(text));
  const desk = new Desk(store, moderator);
  const opened = desk.open(START.view);
  const known = await moderator.catch(() => null); // the desk says what is wrong
  if (!known) return;
  store.change({ moderator: known });
  byId("show-help").addEventListener("click", () => desk.openDialog({ kind: "help" }));
  addEventListener("popstate", () => desk.follow(readView(location.search)));
  listen(deedsOf(desk));
  await opened; // the cards first
  desk.saved.load();
  desk.panes.countUncovered();
  tellDisabled(known).catch(() => {}); // the link is there, only not its number
  keepLooking(desk);
}

start();
