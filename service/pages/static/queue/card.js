/** One comment of the queue as a card: what a moderator needs to know, and buttons to decide. */

import { make, showSanitised } from "./dom.js";
import { legend, mark, showLegend } from "./marks.js";
import { scoresBlock, tells } from "./scores.js";
import { ago, flagged, history, span, statusName, whyHeld } from "./words.js";

const ACTIONS = [
  ["approve", "Approve", "a"],
  ["reject", "Reject", "r"],
  ["hold", "Hold", "h"],
  ["escalate", "Escalate", "e"],
];

export class Card {
  /** `onDecide(card, action)` is called when one of its buttons is pressed. */
  constructor(item, onDecide) {
    this.element = make("li", { class: "card" });
    this.onDecide = onDecide;
    this.update(item);
  }

  get id() {
    return this.item.comment.id;
  }

  get author() {
    return this.item.comment.author.name;
  }

  /** Shows `item`, perhaps a newer state of the same comment, and a word about what happened. */
  update(item, notice = null) {
    this.item = item;
    const heading = `author-${this.id}`;
    this.wantsMarks = tells(item) && item.comment.status !== "deleted";
    this.article = make("article", { tabindex: "-1", "aria-labelledby": heading },
      this.#head(heading), parentBlock(item.parent), commentBlock(item.comment),
      this.wantsMarks && legend(item.top_label, `legend-${this.id}`),
      reasonsBlock(item), scoresBlock(item),
      notice && make("p", { class: "notice" }, notice), this.#buttons());
    this.element.replaceChildren(this.article);
  }

  /** Marks the words that moved the score, if they are those of the text on the card. */
  explain({ spans, version }) {
    const { body, version: shown } = this.item.comment;
    if (!this.wantsMarks || version !== shown) return;
    this.wantsMarks = false;
    const found = mark(this.article.querySelector(".comment"), body, spans);
    if (!found.length) return;
    const told = this.article.querySelector(".legend");
    showLegend(told, found);
    this.article.setAttribute("aria-describedby", told.id);
  }

  /** Keeps "5 min ago" true. */
  tick() {
    const time = this.article.querySelector("time");
    time.textContent = ago(time.dateTime);
  }

  #head(heading) {
    const { comment, author_history: decided } = this.item;
    return make("header", {},
      make("span", { class: "initials", "aria-hidden": "true" }, comment.author.initials ?? ""),
      make("div", { class: "who" },
        make("h3", { id: heading }, make("bdi", {}, comment.author.name)),
        make("span", { class: "history" }, history(decided))),
      make("p", {}, ...whereLine(this.item)),
      make("p", {}, badge(this.item),
        ` version ${comment.version}${comment.edited_at ? ", edited" : ""}`));
  }

  #buttons() {
    const offered = ACTIONS.filter(([action]) => canDo(this.item, action));
    return make("p", { class: "decide" }, ...offered.map(([action, name, key]) => {
      const button = make("button", { type: "button", class: action, "aria-keyshortcuts": key },
        name, make("kbd", { "aria-hidden": "true" }, key));
      button.addEventListener("click", () => this.onDecide(this, action));
      return button;
    }));
  }
}

/** Whether an action makes sense: what is deleted is past deciding, what is held stays held. */
export function canDo({ comment, risk }, action) {
  if (comment.status === "deleted") return false;
  return action !== "hold" || comment.status !== "pending" || risk === null;
}

function badge({ comment: { status }, risk }) {
  const name = status === "pending" && risk === null ? "Unscored" : statusName(status);
  return make("span", { class: `badge ${status}` }, name);
}

function whereLine({ article, comment, waiting_s: waiting }) {
  const time = make("time", { datetime: comment.created_at, title: comment.created_at },
    ago(comment.created_at));
  const age = (Date.now() - Date.parse(comment.created_at)) / 1000;
  const waits = waiting > 0 && age - waiting > 120 && `, waiting ${span(waiting)}`;
  return ["on ", articleName(article), " · ", time, waits].filter(Boolean);
}

function articleName({ id, title, url }) {
  const name = make("bdi", {}, title || id);
  if (!/^https?:\/\//i.test(url ?? "")) return name;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, name);
}

function parentBlock(parent) {
  if (!parent) return null;
  return make("blockquote", { class: "parent" },
    make("p", {}, "In reply to ", make("bdi", {}, parent.author), ": ",
      make("bdi", {}, parent.excerpt)));
}

function commentBlock(comment) {
  const block = make("div", { class: "comment", dir: "auto" });
  showSanitised(block, comment.html);
  return block;
}

function reasonsBlock({ held_because: held, flags, lease }) {
  const reasons = [
    held && make("li", {}, whyHeld(held)),
    flags.length > 0 && make("li", { class: "flags" }, flagged(flags)),
    lease && make("li", {}, `Reserved by ${lease.by} for the moment`),
  ].filter(Boolean);
  return reasons.length ? make("ul", { class: "reasons" }, ...reasons) : null;
}
