/** Everything the queue says about a comment, in plain words. No elements here, only text. */

export const LABELS = {
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

/** Why a comment is rejected; the number of each is its key in the menu of reasons. */
export const REASONS = {
  abuse: "Abuse",
  insult: "Insult",
  threat: "Threat",
  identity_attack: "Identity attack",
  obscene: "Obscene",
  spam: "Spam",
  off_topic: "Off topic",
  personal_data: "Personal data",
  illegal: "Illegal",
  other: "Other",
};

const DONE = {
  approve: "Approved",
  reject: "Rejected",
  hold: "Held",
  escalate: "Escalated",
};

/** "severe_toxicity" → "Severe toxicity"; a label only this model has is spelt out likewise. */
export const labelName = (label) => LABELS[label] ?? spelled(label);

export const spelled = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

export const statusName = (status) => STATUSES[status] ?? spelled(status);
export const reasonName = (reason) => REASONS[reason] ?? spelled(reason);

/** Whether an action leaves a decided comment as it is, but seen by a person. */
export const confirms = (action, { comment: { status } }) =>
  (action === "approve" && status === "approved") || (action === "reject" && status === "rejected");

/** "Approved", or what else an action has made of an item. */
export function doneName(action, item) {
  if (confirms(action, item)) return "Confirmed";
  return action === "hold" && item.comment.status === "pending" ? "Put off" : DONE[action];
}

/** The same as a sentence: "Approved Ann’s comment." */
export function done(action, item) {
  const name = doneName(action, item);
  const after = name === "Put off" ? ": it comes after the rest" : "";
  return `${name} ${item.comment.author.name}’s comment${after}.`;
}

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
    return `as ${reasonName(reason).toLowerCase()} by ${by}`;
  });
  return `Flagged ${parts.join(", ")}`;
}

const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

/** "fr" → "French"; what the browser does not know, or is no code, stays as it is. */
export function languageName(code) {
  try {
    return LANGUAGES.of(code);
  } catch {
    return code; // RangeError
  }
}

/** A moment in the moderator's own time: "10:12", or with the day when that was not today. */
export function moment(time) {
  const then = new Date(time);
  const today = then.toDateString() === new Date().toDateString();
  const day = today ? {} : { day: "numeric", month: "long" };
  return then.toLocaleString("en-GB", { ...day, hour: "2-digit", minute: "2-digit" });
}

/** "March 2026". */
export const month = (time) =>
  new Date(time).toLocaleString("en-GB", { month: "long", year: "numeric" });

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

/** What an empty list means; `elsewhere` comments wait, but on others’ screens or for an admin. */
export function nothingHere(state, filtered, elsewhere = 0, escalated = false) {
  const where = `on somebody’s screen at this moment${escalated ? " or escalated to an admin" : ""}`;
  if (elsewhere) return `${counted(elsewhere, "comment")} here, ${where}.`;
  return filtered ? "No comment here matches these filters." : NOTHING[state];
}

/** "Rejected 118 comments. 2 were not, for they had changed." */
export function batchDone({ action }, { decisions, conflicts, restriction }) {
  return [
    `${DONE[action]} ${counted(decisions.length, "comment")}.`,
    conflicts.length > 0 && `${counted(conflicts.length, "comment")} not: see there.`,
    restriction && `${restriction.author.name} ${restricted(restriction)}.`,
  ].filter(Boolean).join(" ");
}

export function batchUndone(count, not) {
  const failed = not ? ` ${counted(not, "comment")} had been decided anew since, and stayed so.` : "";
  return `Undone. ${counted(count, "comment")} as before.${failed}`;
}

/** "Banned until 3 December": an author's restriction, beside their name. */
export const restriction = ({ kind, until }) =>
  `${kind === "ban" ? "Banned" : "All they write waits"} until ${moment(until)}`;

/** "is banned until 3 December": the same as a sentence about them. */
export function restricted({ kind, until }) {
  const how = kind === "ban" ? "is banned" : "is held: all they write waits";
  return `${how} until ${moment(until)}`;
}
