/**
 * What the page knows of a site's settings: their names, kinds and explanations. Which of them a
 * site has is told by the API; one that is not described here is shown all the same.
 */

export const MODES = {
  auto: "Rules decide, the undecided wait",
  pre: "A person approves every comment",
  post: "Shown on receipt, may be taken down",
};

const DESCRIBED = {
  title: { label: "Name of the publication", kind: "text", group: "Publication" },
  mode: { label: "Mode", kind: "choice", options: MODES, group: "Publication", hint: "How comments get published. An article may have a mode of its own." },
  open: { label: "Takes comments", kind: "flag", group: "Open and closed", hint: "Otherwise nobody can post; what is there stays readable." },
  paused: { label: "Paused for the moment", kind: "flag", group: "Open and closed", hint: "Nobody can post until you resume; readers are told the message below." },
  close_after_days: { label: "Close articles after", kind: "number", unit: "days", empty: "never", group: "Open and closed", hint: "Counted from the article’s first comment. Left empty, they stay open." },
  message: { label: "Message to whoever cannot post", kind: "text", long: true, group: "Open and closed", hint: "Left empty, a plain sentence is shown." },
  flag_limit: { label: "Flags that take a comment down", kind: "number", group: "Thresholds", hint: "So many readers’ flags send an approved comment to a person." },
  nudge_threshold: { label: "Ask before posting, from risk", kind: "share", group: "Thresholds", hint: "From this risk on, readers are asked once whether they want to say it like that. 0 to 1." },
  blur_threshold: { label: "Blur in the queue, from risk", kind: "share", group: "Thresholds", hint: "Above it, moderators uncover a text with a key or a click. 0 to 1." },
  waiting_limit_s: { label: "Waiting too long after", kind: "number", unit: "hours", per: 3600, group: "Thresholds", hint: "What has waited longer rises to the top of the queue." },
  edit_window_s: { label: "Authors may edit for", kind: "number", unit: "minutes", per: 60, group: "Readers", hint: "From posting on; five edits at most." },
  reason_required: { label: "A rejection needs a reason", kind: "flag", group: "Moderators", hint: "Moderators choose one from a list; the author is told." },
};

const NOT_HERE = new Set(["id", "name", "origins", "model", "created_at"]);

/** How to show a setting; what is not described is shown by its value's type. */
export function fieldOf(name, value) {
  const known = DESCRIBED[name];
  if (known) return known;
  const kind = { boolean: "flag", number: "number" }[typeof value] ?? "text";
  return { label: spelled(name), kind, group: "Other settings" };
}

const spelled = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

/** The names of a site's settings, in groups, in the order in which they are described. */
export function groupsOf(site) {
  const places = Object.keys(DESCRIBED);
  const names = Object.keys(site).filter((name) => !NOT_HERE.has(name) && isSimple(site[name]));
  const place = (name) => (places.includes(name) ? places.indexOf(name) : places.length);
  const groups = {};
  for (const name of names.sort((one, other) => place(one) - place(other))) {
    (groups[fieldOf(name, site[name]).group] ??= []).push(name);
  }
  return groups;
}

const isSimple = (value) => value === null || typeof value !== "object";

/** A setting's value as the form has it. */
export function typedSetting(name, value) {
  const { kind, per = 1 } = fieldOf(name, value);
  if (kind !== "number" && kind !== "share") return value ?? "";
  return value === null ? "" : String(Number((value / per).toFixed(4)));
}

/** What was typed, as the API takes it; what is no number goes out as it is, and the API says so. */
export function meantSetting(name, typed, before) {
  const { kind, per = 1, empty } = fieldOf(name, before);
  if (kind !== "number" && kind !== "share") return typed;
  const said = typed.trim().replace(",", ".");
  if (said === "") return empty ? null : "";
  const number = Number(said) * per;
  if (Number.isNaN(number)) return typed;
  return kind === "share" || per === 1 ? number : Math.round(number);
}

/** A setting's value for people. */
export function settingInWords(name, value) {
  const { kind, options, unit, per = 1, empty } = fieldOf(name, value);
  if (value === null) return empty ?? "as the site";
  if (kind === "choice") return options[value] ?? value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ") || "none";
  if (typeof value === "number") {
    return `${Number((value / per).toFixed(3)).toLocaleString("en")}${unit ? ` ${unit}` : ""}`;
  }
  return value === "" ? "nothing" : `“${value}”`;
}
