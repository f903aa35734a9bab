/** One article: a mode, a pause and a closing of its own, over the site's. */

import { html, useState } from "../../vendor/html.js";
import { Doing, Field, say, Trouble, useFocusNext, useGuard } from "./pieces.js";
import { meantSetting, MODES, typedSetting } from "./settings_fields.js";
import { Setting } from "./settings_form.js";
import { readArticle, saveArticle } from "./service.js";

const AS_SITE = "As the site has it";
const three = (yes, no) => ({ "": AS_SITE, true: yes, false: no });

const FIELDS = {
  mode: { label: "Mode", kind: "choice", options: { "": AS_SITE, ...MODES } },
  open: { label: "Takes comments", kind: "choice", options: three("Yes, open", "No, closed") },
  paused: { label: "Paused", kind: "choice", options: three("Yes, paused", "No, not paused") },
  close_after_days: { label: "Close after", kind: "number", unit: "days", empty: "as the site", hint: "Counted from its first comment." },
  message: { label: "Message to whoever cannot post", kind: "text", long: true, hint: "Left empty, the site’s." },
};

const UNKNOWN = { mode: null, open: null, paused: null, close_after_days: null, message: "", title: "", count: 0 };

const typedOf = (name, value) =>
  FIELDS[name].kind === "choice" ? String(value ?? "") : typedSetting(name, value);

function meantOf(name, typed) {
  if (FIELDS[name].kind !== "choice") return meantSetting(name, typed, null);
  if (typed === "") return null;
  return name === "mode" ? typed : typed === "true";
}

/** Finds an article by the publisher's id, and shows what is set about it. */
export function ArticlesPart({ site }) {
  const [id, setId] = useState("");
  const [found, setFound] = useState(null); // {id, article, isNew}
  const [trouble, setTrouble] = useState(null);
  const focusNext = useFocusNext();
  const find = async (event) => {
    event?.preventDefault();
    const asked = id.trim();
    if (!asked) return setTrouble("Type the article’s id first.");
    setTrouble(null);
    setFound(null);
    try {
      setFound({ id: asked, article: await readArticle(site, asked) });
    } catch (error) {
      if (error.status !== 404) return setTrouble(error.message);
      setFound({ id: asked, article: UNKNOWN, isNew: true });
    }
    return focusNext("#article-title");
  };
  return html`<section aria-labelledby="articles-title">
    <h2 id="articles-title">Articles</h2>
    <p class="intro">For one article: approve everything by hand, pause, or close it, whatever the site does.</p>
    <form class="find" onSubmit=${find}>
      <${Field} label="The article’s id" hint="Your own id, as the page names it in the article attribute of its thread."
        control=${(given) => html`<input ...${given} value=${id} maxlength="255" autocomplete="off" spellcheck=${false}
          onInput=${(event) => setId(event.currentTarget.value)} />`} />
      <button type="submit">Find</button>
    </form>
    ${trouble && html`<${Trouble}>${trouble}<//>`}
    ${found && html`<${ArticleForm} key=${found.id} ...${{ site, found }} keep=${(article) => setFound({ id: found.id, article })} />`}
  </section>`;
}

function ArticleForm({ site, found, keep }) {
  const { id, article } = found;
  const [typed, setTyped] = useState({});
  const [problems, setProblems] = useState({});
  const [trouble, setTrouble] = useState(null);
  const differing = Object.keys(typed).filter((name) => typed[name] !== typedOf(name, article[name]));
  useGuard("article", differing.length > 0);
  const save = async () => {
    setProblems({});
    setTrouble(null);
    const changed = differing.map((name) => [name, meantOf(name, typed[name])]);
    try {
      keep(await saveArticle(site, id, Object.fromEntries(changed)));
      setTyped({});
      say("What holds for this article is saved.");
    } catch (error) {
      setProblems(error.errors ?? {});
      setTrouble(error.status === 422 ? "Not saved: look at what is marked." : error.message);
    }
  };
  return html`<div class="card article">
    <h3 id="article-title" tabindex="-1">${article.title || id}</h3>
    <p class="quiet">${found.isNew
      ? "Nobody has commented on it, and nothing is set about it yet. What you set here will hold from the first comment on."
      : `${id} · ${article.count.toLocaleString("en")} shown`}</p>
    ${trouble && html`<${Trouble}>${trouble}<//>`}
    ${Object.keys(FIELDS).map((name) => html`<${Setting} key=${name} name=${name} field=${FIELDS[name]}
      typed=${typed[name] ?? typedOf(name, article[name])} problem=${problems[name]}
      change=${(value) => setTyped({ ...typed, [name]: value })} />`)}
    <p class="buttons"><${Doing} class="primary" onPress=${save}>Save for this article<//>
      ${differing.length > 0 && html`<button type="button" onClick=${() => setTyped({})}>Discard</button>`}</p>
  </div>`;
}
