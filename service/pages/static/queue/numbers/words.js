/** Numbers, shares, times and days as people read them. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const NONE = "–";

/** The moment at which a day like "2026-11-26" begins in UTC, only to name it. */
const asDate = (day) => new Date(`${day}T00:00:00Z`);
const named = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });

const SHORT = named({ day: "numeric", month: "short" });
const FULL = named({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const LONG = named({ day: "numeric", month: "long", year: "numeric" });

/** "26 Nov" */
export const shortDay = (day) => SHORT.format(asDate(day));
/** "Thu, 26 Nov 2026" */
export const fullDay = (day) => FULL.format(asDate(day));

/** "20–26 November 2026", with no more of it said twice than is needed. */
export const rangeOfDays = (from, to) => LONG.formatRange(asDate(from), asDate(to));

/** "74,000" */
export const count = (number) => (number == null ? NONE : number.toLocaleString("en"));

/** "1.9 %", with the digit after the point only where it tells something. */
export function share(part) {
  if (part == null) return NONE;
  const percent = part * 100;
  const digits = percent > 0 && percent < 10 ? 1 : 0;
  return `${percent.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })} %`;
}

/** A part of a whole; null where there is no whole. */
export const partOf = (part, whole) => (whole ? part / whole : null);

/** "0.4 s", "12 min", "1 h 20 min", "2 d 3 h" */
export function duration(seconds) {
  if (seconds == null) return NONE;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < MINUTE - 0.5) return `${Math.round(seconds)} s`;
  if (seconds < HOUR - MINUTE / 2) return `${Math.round(seconds / MINUTE)} min`;
  if (seconds < DAY - MINUTE / 2) return two(Math.round(seconds / MINUTE), MINUTE, "h", "min");
  return two(Math.round(seconds / HOUR), 24, "d", "h");
}

function two(whole, inOne, large, small) {
  const rest = whole % inOne;
  const first = `${Math.floor(whole / inOne)} ${large}`;
  return rest ? `${first} ${rest} ${small}` : first;
}

/** "10:42", on this machine's clock. */
export const clock = (time) =>
  new Date(time).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** How long ago a moment was, seen from another. */
export const between = (earlier, later) => duration((new Date(later) - new Date(earlier)) / 1000);

const LABELS = new Map([
  ["toxicity", "Toxicity"],
  ["severe_toxicity", "Severe toxicity"],
  ["obscene", "Obscene"],
  ["threat", "Threat"],
  ["insult", "Insult"],
  ["identity_attack", "Identity attack"],
  ["sexual_explicit", "Sexually explicit"],
  [null, "Not scored"],
]);

export const labelName = (label) => LABELS.get(label) ?? label;

const ACTORS = new Map([
  ["rule", "Rules"],
  ["mode", "On receipt (mode “post”)"],
  ["flags", "Readers’ flags"],
  ["author", "Authors"],
  ["system", "Belowline itself"],
]);

/** Who decided: a person or key by name, everybody else by kind. */
export const actorName = ({ kind, name }) => name ?? ACTORS.get(kind) ?? kind;
