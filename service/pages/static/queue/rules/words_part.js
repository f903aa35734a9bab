/** Word lists: which there are, which rules ask for them, and each as a text of one word a line. */

import { html, useEffect, useState } from "../../vendor/html.js";
import { Doing, Field, say, Trouble, useFocusNext, useGuard } from "./pieces.js";
import { counted, moment } from "./sentences.js";
import { deleteWords, NEW, readWords, saveWords } from "./service.js";

const HINT = "One word or phrase a line. Case does not matter, disguises are seen through, and whole "
  + "words are meant: “ass” does not match “class”. A * at the end stands for any further letters "
  + "(moron* also matches morons). Nothing else is a pattern.";

const TAKEN = "There is a list of this name already.";

/** `rules` are the saved ones; `again()` reads the lists once more. */
export function WordsPart({ site, admin, lists, rules, again }) {
  const [open, setOpen] = useState(null); // a name, or "" for a new list
  const focusNext = useFocusNext();
  const leave = (name) => {
    focusNext(name ? `[data-list="${CSS.escape(name)}"] button` : "#new-list");
    setOpen(null);
  };
  const done = (name) => {
    again();
    leave(name);
  };
  return html`<section aria-labelledby="words-title">
    <h2 id="words-title">Word lists</h2>
    <p class="intro">Words that your rules may ask for by the name of their list. They are looked for in a
      comment’s own words, not in what it quotes, and in its author’s name.</p>
    ${!lists.length && open === null && html`<p class="empty">There is no word list yet.</p>`}
    <ul class="cards">
      ${lists.map((list) => html`<li class="card" key=${list.name} data-list=${list.name}>
        ${open === list.name
          ? html`<${WordsForm} ...${{ site, list, rules, admin, done, leave }} />`
          : html`<h3>${list.name}</h3>
            <p class="quiet">${counted(list.size, "word")} · ${usedBy(list.name, rules)} · changed ${moment(list.changed_at)}</p>
            <p><button type="button" onClick=${() => { setOpen(list.name); focusNext(".list-words"); }}
              aria-label="${admin ? "Change" : "Show"} “${list.name}”">${admin ? "Change" : "Show"}</button></p>`}
      </li>`)}
      ${open === "" && html`<li class="card"><${WordsForm} ...${{ site, rules, admin, done, leave }} /></li>`}
    </ul>
    ${admin && open !== "" && html`<p><button type="button" id="new-list"
      onClick=${() => { setOpen(""); focusNext(".list-name"); }}>+ New list</button></p>`}
  </section>`;
}

function WordsForm({ site, list, rules, admin, done, leave }) {
  const [name, setName] = useState(list?.name ?? "");
  const [text, setText] = useState(list ? null : "");
  const [saved, setSaved] = useState({ text: "", etag: NEW });
  const [trouble, setTrouble] = useState(null);
  const [problems, setProblems] = useState({});
  const dirty = text !== null && (text !== saved.text || (!list && name !== ""));
  useGuard("words", dirty);
  useEffect(() => {
    if (list) read();
  }, []);
  async function read() {
    try {
      const { words, etag } = await readWords(site, list.name);
      setSaved({ text: words.join("\n"), etag });
      setText(words.join("\n"));
    } catch (error) {
      setTrouble(error.message);
    }
  }
  const lines = (text ?? "").split("\n").map((line) => line.trim());
  const save = async (etag) => {
    setTrouble(null);
    setProblems({});
    try {
      const kept = await saveWords(site, name.trim(), lines.filter(Boolean), etag);
      done(name.trim());
      say(`“${name.trim()}” is saved with ${counted(kept.words.length, "word")}.`);
    } catch (error) {
      if (error.status === 422) setProblems(said(error.errors, lines));
      else if (error.status === 412 && !list) setProblems({ name: TAKEN });
      else setTrouble({ words: error.message, stale: error.status === 412 });
    }
  };
  const remove = async () => {
    if (!confirm(`Delete the list “${list.name}”?`)) return;
    try {
      await deleteWords(site, list.name);
      done(null);
      say(`“${list.name}” is deleted.`);
    } catch (error) {
      setTrouble({ words: error.message });
    }
  };
  const asked = list ? usedBy(list.name, rules) : null;
  return html`
    ${list && html`<h3>${list.name}</h3>`}
    ${trouble && html`<${Trouble}>${trouble.words ?? trouble}
      ${trouble.stale && list && html`<p class="buttons"><button type="button" onClick=${() => { setTrouble(null); read(); }}>Take
        theirs, drop mine</button> <${Doing} onPress=${() => save(null)}>Save mine over theirs<//></p>`}<//>`}
    ${!list && html`<${Field} label="Name of the list" problem=${problems.name}
      hint="Rules ask for it by this name; it cannot be changed later."
      control=${(given) => html`<input ...${given} class="list-name" maxlength="50" value=${name}
        onInput=${(event) => setName(event.currentTarget.value)} />`} />`}
    <${Field} label=${admin ? "Words" : "Its words"} hint=${HINT} problem=${problems.words}
      control=${(given) => html`<textarea ...${given} class="list-words" rows="12" spellcheck=${false}
        readonly=${!admin || text === null} value=${text ?? "…"}
        onInput=${(event) => setText(event.currentTarget.value)}></textarea>`} />
    <p class="quiet">${counted(lines.filter(Boolean).length, "line")}${asked && ` · ${asked}`}</p>
    <p class="buttons">
      ${admin && html`<${Doing} class="primary" onPress=${() => save(saved.etag)}>Save the list<//>`}
      <button type="button" onClick=${() => (!dirty || confirm("Leave without saving the list?")) && leave(list?.name)}>
        ${admin ? "Cancel" : "Close"}</button>
      ${admin && list && html`<${Doing} class="danger" onPress=${remove}>Delete the list<//>`}
    </p>`;
}

/** The API's errors at the fields; `words.3` is told by what stands there. */
function said(errors, lines) {
  const words = lines.filter(Boolean);
  const found = {};
  for (const [path, messages] of Object.entries(errors)) {
    const [field, place] = path.split(".");
    const about = place === undefined ? "" : `“${words[Number(place)].slice(0, 40)}”: `;
    found[field] = [...(found[field] ?? []), ...messages.map((each) => about + each)].slice(0, 5);
  }
  return found;
}

function usedBy(name, rules) {
  const asking = rules.filter(({ when }) => when.words?.in?.includes(name));
  if (!asking.length) return "no saved rule asks for it";
  return `asked for by ${asking.map((rule) => `“${rule.name}”`).join(", ")}`;
}
