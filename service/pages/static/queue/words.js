/** Everything the queue says about a comment, in plain words. No elements here, only text. */

const LABELS = {
  toxicity: "Toxicity",
  severe_toxicity: "Severe toxicity",
  obscene: "Obscene",
  threat: "Threat",
  insult: "Insult",
  identity_attack: "Identity attack",
  sexual_explicit: "Sexually explicit",
};

const STATUSES = {
  pending: "Held",
  approved: "Approved",
  rejected: "Rejected",
  deleted: "Deleted",
};

const REASONS = {
  abuse: "abuse",
  spam: "spam",
  off_topic: "off topic",
  personal_data: "personal data",
  illegal: "illegal",
  other: "other",
};

const DONE = {
  approve: "Approved",
  reject: "Rejected",
  hold: "Held",
  escalate: "Escalated",
};

/** "severe_toxicity" → "Severe toxicity"; a label only this model has is spelt out likewise. */
export const labelName = (label) => LABELS[label] ?? spelled(label);

const spelled = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

export const statusName = (status) => STATUSES[status] ?? spelled(status);
export const doneName = (action) => DONE[action];

/** "1 link", "3 links". */
export const counted = (count, one) =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

/** "“one”, “another”". */
export const listed = (words) => words.map((word) => `“${word}”`).join(", ");

/** A score, 0 to 1, with the two digits that matter. */
export const score = (value) => value.toFixed(2);

/** A span of seconds in its largest unit: "just now", "5 min", "3 h", "2 days". */
export function span(seconds) {
  if (seconds < 45) return "just now";
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** The same as a moment in the past: "5 min ago". */
export function ago(time, now = Date.now()) {
  const words = span((now - Date.parse(time)) / 1000);
  return words === "just now" ? words : `${words} ago`;
}

/** "3 approved, 1 rejected", or that there is nothing to go by yet. */
export function history({ approved, rejected }) {
  if (!approved && !rejected) return "no decided comments yet";
  return `${approved} approved, ${rejected} rejected`;
}

/** "Flagged as spam by 2 readers, as abuse by 1". */
export function flagged(flags) {
  const parts = flags.map(({ reason, count }, index) => {
    const by = index === 0 ? counted(count, "reader") : String(count);
    return `as ${REASONS[reason] ?? spelled(reason).toLowerCase()} by ${by}`;
  });
  return `Flagged ${parts.join(", ")}`;
}

/** What the service itself says where no rule of the site spoke. */
const PLAIN_REASONS = {
  "no rule matched": "No rule approved it",
  "flagged by readers": "Taken down because readers flagged it",
  "a person approves everything here": "A person approves everything here",
  "the classifier failed": "The classifier could not read it",
};

const NOT_READ = "the model does not read this language";
const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

/** "fr" → "French"; a code that the browser does not know stays as it is. */
export const languageName = (code) => LANGUAGES.of(code);

/** Why a comment waits: "No rule approved it: risk 0.63, 1 link". */
export function whyHeld({ rule, facts }) {
  if (rule === NOT_READ) return `${written(facts)}, which the model does not read`;
  const because = reason(rule ?? "no rule matched");
  const said = factsInWords(facts ?? {});
  return said.length ? `${because}: ${said.join(", ")}` : because;
}

function written({ language, script, partly }) {
  const how = partly ? "Written partly in" : "Written in";
  return `${how} ${language ? languageName(language) : `${script} letters`}`;
}

function reason(rule) {
  if (Object.hasOwn(PLAIN_REASONS, rule)) return PLAIN_REASONS[rule];
  return rule.startsWith("held by ") ? spelled(rule) : `Held by the rule “${rule}”`;
}

function factsInWords(facts) {
  const labels = Object.keys(LABELS).filter((label) => typeof facts[label] === "number");
  return [
    typeof facts.risk === "number" && `risk ${score(facts.risk)}`,
    ...labels.map((label) => `${labelName(label).toLowerCase()} ${score(facts[label])}`),
    facts.links > 0 && counted(facts.links, "link"),
    facts.duplicates > 0 &&
      `${counted(facts.duplicates, "other comment")} with the same text within a day`,
    Object.keys(facts.words ?? {}).length > 0 && `listed words: ${fromLists(facts.words)}`,
    facts.language && `in ${languageName(facts.language)}`,
    facts.flags > 0 && counted(facts.flags, "flag"),
    facts.error && String(facts.error),
  ].filter(Boolean);
}

/** "“idiot”, “moron” (slurs)": the words that matched, by the list that has them. */
const fromLists = (words) =>
  Object.entries(words).map(([list, found]) => `${listed(found)} (${list})`).join(", ");

/** Why comments come in unscored: "Scoring is down since 10:12: …". */
export function notScoring({ since, reason, sites }) {
  const where = sites ? ` for ${sites.join(", ")}` : "";
  const why = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  return `Scoring${where} is down since ${moment(since)}: ${why} ` +
    "New comments wait unscored; you can decide them by hand.";
}

/** A moment in the moderator's own time: "10:12", or with the day when that was not today. */
function moment(time) {
  const then = new Date(time);
  const today = then.toDateString() === new Date().toDateString();
  const day = today ? {} : { day: "numeric", month: "long" };
  return then.toLocaleString("en-GB", { ...day, hour: "2-digit", minute: "2-digit" });
}

/** Why a decision was not recorded, from one entry of the API's `conflicts`. */
export function conflict({ why, status, decided_by: by, decided_at: at }) {
  if (why === "not_found") return "This comment no longer exists.";
  if (!by) return "It has changed since you read it.";
  const when = at ? `, ${ago(at)}` : "";
  if (by !== "the author") return `${statusName(status)} by ${by}${when}.`;
  return `${status === "deleted" ? "Deleted" : "Edited"} by its author${when}.`;
}

const NOTHING = {
  held: "Nothing is held. Every comment so far has been decided.",
  unscored: "The classifier has read every comment.",
  unreviewed: "A person has seen every comment that a rule approved.",
  flagged: "Readers have flagged nothing that is still open.",
  escalated: "Nobody has asked for a second pair of eyes.",
  approved: "No comment has been approved yet.",
  rejected: "No comment has been rejected.",
  all: "Nobody has written anything yet.",
};

/** What an empty list means. */
export const nothingHere = (state, filtered) =>
  filtered ? "No comment here matches these filters." : NOTHING[state];
