/** Which days and which site the page is about, as its address has it. */

export const PRESETS = [7, 30, 90];
const USUAL = 30;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The choice in an address: either `days`, or `from` and `to`; and a `site` or "". */
export function readPlace(search) {
  const asked = new URLSearchParams(search);
  const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  const site = asked.get("site") ?? "";
  if (DAY.test(from) && DAY.test(to)) return { days: null, from, to, site };
  const days = Number(asked.get("days"));
  return { days: PRESETS.includes(days) ? days : USUAL, from: "", to: "", site };
}

/** The address of a choice; what is usual is left out. */
export function addressOf({ days, from, to, site }) {
  const asked = new URLSearchParams();
  if (days === null) [["from", from], ["to", to]].forEach(([name, day]) => asked.set(name, day));
  else if (days !== USUAL) asked.set("days", days);
  if (site) asked.set("site", site);
  return `/queue/numbers${asked.size ? `?${asked}` : ""}`;
}

/** The name of the zone whose days are meant: that of whoever looks. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The API's parameters for a choice. */
export function queryOf({ days, from, to, site }, tz) {
  const asked = new URLSearchParams({ tz });
  if (days === null) [["from", from], ["to", to]].forEach(([name, day]) => asked.set(name, day));
  else asked.set("from", daysAgo(days - 1, tz));
  if (site) asked.set("site", site);
  return asked;
}

/** The date so many days before today's, as calendars in that zone have it. */
export function daysAgo(number, tz) {
  const today = new Intl.DateTimeFormat("en-CA", {
    timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit",
  }).format(new Date());
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - number);
  return day.toISOString().slice(0, 10);
}
