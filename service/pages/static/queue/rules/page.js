/** The rules page as a whole: which site, which part of it, and what the parts share. */

import { html, useEffect, useState } from "../../vendor/html.js";
import { ArticlesPart } from "./articles_part.js";
import { HistoryPart } from "./history_part.js";
import { Field, Select, Trouble } from "./pieces.js";
import { RulesPart, useRules } from "./rules_part.js";
import { readLists, readSites } from "./service.js";
import { SettingsPart } from "./settings_part.js";
import { TryPanel } from "./try_panel.js";
import { WordsPart } from "./words_part.js";

const PARTS = { rules: "Rules", words: "Word lists", settings: "Settings", articles: "Articles", history: "History" };
const OF_EVERYBODY = ["rules", "words"];

const asked = () => new URLSearchParams(location.search);

/** Where a part of a site is: `/queue/rules?part=words&site=gazette`. */
function addressOf(part, site) {
  const given = new URLSearchParams(asked());
  given.delete("part");
  given.delete("site");
  if (part !== "rules") given.set("part", part);
  if (site !== "default") given.set("site", site);
  return `${location.pathname}${given.size ? `?${given}` : ""}`;
}

/** Everything below the head. `moderator` is whoever is signed in. */
export function Page({ moderator }) {
  const admin = moderator.role === "admin";
  const [sites, setSites] = useState(null); // as the API tells them; of moderators, names alone
  const [trouble, setTrouble] = useState(null);
  useEffect(() => {
    // Nobody tells a moderator of all sites which there are: another is reached by its address.
    const known = (moderator.sites ?? [asked().get("site") ?? "default"]).map((name) => ({ name }));
    const read = admin ? readSites() : Promise.resolve(known);
    read.then(setSites, (error) => setTrouble(error.message));
  }, []);
  if (!sites) return trouble && html`<${Trouble}>${trouble}<//>`;
  if (!sites.length) return html`<p class="notice">No site is yours to look after yet.</p>`;
  const site = sites.find(({ name }) => name === asked().get("site"))
    ?? sites.find(({ name }) => name === "default") ?? sites[0];
  const keep = (saved) => setSites(sites.map((each) => (each.id === saved.id ? saved : each)));
  return html`
    ${!admin && html`<p class="notice">Only admins change rules and word lists. You can read them
      and try the rules here; if one gets in your way, talk to whoever added you.</p>`}
    ${sites.length > 1 && html`<${SitePicker} ...${{ sites, site }} />`}
    <${OneSite} key=${site.name} ...${{ site, admin, keep }} />`;
}

function SitePicker({ sites, site }) {
  const options = Object.fromEntries(sites.map(({ name, title }) => [name, title ? `${title} (${name})` : name]));
  const choose = (name) => location.assign(addressOf("rules", name)); // the browser asks about what is unsaved
  return html`<div class="pick"><${Field} label="Site" control=${(given) =>
    html`<${Select} ...${given} options=${options} value=${site.name} onChange=${choose} />`} /></div>`;
}

function OneSite({ site, admin, keep }) {
  const { name } = site;
  const parts = Object.entries(PARTS).filter(([part]) => admin || OF_EVERYBODY.includes(part));
  const readPart = () => parts.find(([part]) => part === asked().get("part"))?.[0] ?? "rules";
  const [part, setPart] = useState(readPart);
  const [lists, setLists] = useState([]);
  const rules = useRules(name);
  const readAgain = () => readLists(name).then(setLists, (error) => rules.setTrouble(error.message));
  useEffect(() => {
    readAgain();
    const back = () => setPart(readPart());
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  const go = (event, to) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", addressOf(to, name));
    setPart(to);
  };
  const saved = rules.saved?.rules ?? [];
  const views = {
    rules: html`<div class="sides"><${RulesPart} ...${{ site: name, admin, rules, lists }} />
      <${TryPanel} ...${{ site: name, admin, rules }} /></div>`,
    words: html`<${WordsPart} ...${{ site: name, admin, lists }} rules=${saved} again=${readAgain} />`,
    settings: html`<${SettingsPart} ...${{ site, keep }} />`,
    articles: html`<${ArticlesPart} site=${name} />`,
    history: html`<${HistoryPart} site=${name} shown=${part === "history"} />`,
  };
  // All parts stay on the page: what is typed in one outlives a look at another.
  return html`
    <nav class="parts" aria-label="Parts of this page"><ul>
      ${parts.map(([each, title]) => html`<li key=${each}><a href=${addressOf(each, name)}
        aria-current=${each === part ? "page" : null} onClick=${(event) => go(event, each)}>${title}${
        each === "rules" && rules.dirty ? html`<span class="dot" title="Not saved yet"> •<span class="unseen"> (not saved yet)</span></span>` : null}</a></li>`)}
    </ul></nav>
    ${parts.map(([each]) => html`<div key=${each} hidden=${each !== part}>${views[each]}</div>`)}`;
}
