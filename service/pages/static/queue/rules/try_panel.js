/** “Try it”: a text and its author's history typed in, the verdict and its reasons shown. */

import { html, useState } from "../../vendor/html.js";
import { languageName } from "../words.js";
import { toRules } from "./draft.js";
import { nameOf, THEN, THEN_MEANS } from "./facts.js";
import { Doing, Field, tell, Tick, Trouble } from "./pieces.js";
import { shareInWords, valueInWords } from "./sentences.js";
import { tryRules } from "./service.js";

const EMPTY = { body: "", author_name: "", approved: "0", rejected: "0", verified: false, flags: "0", duplicates: "0", article: "" };

const NOT_READ = "the model does not read this language";
const PLAIN = {
  "no rule matched": "No rule matched.",
  [NOT_READ]: "It is written in what the classifier does not read.",
  "a person approves everything here": "A rule approves it, but a person approves everything here.",
};

/** `rules` is the state of the list: what is typed there is what counts. */
export function TryPanel({ site, admin, rules }) {
  const [typed, setTyped] = useState(EMPTY);
  const [told, setTold] = useState(null);
  const [problems, setProblems] = useState({});
  const [trouble, setTrouble] = useState(null);
  const set = (name) => (value) => setTyped({ ...typed, [name]: value });
  const number = (name) => (typed[name].trim() === "" ? 0 : Number(typed[name]));
  const ask = async () => {
    setProblems({});
    setTrouble(null);
    const { body, author_name, article, verified } = typed;
    const asked = {
      site, body, flags: number("flags"), duplicates: number("duplicates"),
      author: { approved: number("approved"), rejected: number("rejected"), verified },
      ...(author_name.trim() && { author_name }), ...(article.trim() && { article: article.trim() }),
      ...(rules.dirty && { rules: toRules(rules.draft) }),
    };
    try {
      const answer = await tryRules(asked);
      setTold({ ...answer, draft: rules.dirty });
      tell(`${THEN[answer.verdict.then]}. ${reasonOf(answer)}`);
    } catch (error) {
      setTold(null);
      const ofRules = Object.keys(error.errors ?? {}).some((path) => path.startsWith("rules"));
      if (ofRules) rules.blame(error);
      setProblems(error.errors ?? {});
      setTrouble(ofRules ? "The rules have mistakes; they are marked." : error.message);
    }
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
  };
  const input = (name, label, problem, mode = "numeric") => html`<${Field} label=${label}
    problem=${problems[problem]} control=${(given) => html`<input ...${given} value=${typed[name]}
      inputmode=${mode} autocomplete="off" onInput=${(event) => set(name)(event.currentTarget.value)} />`} />`;
  return html`<section class="try" aria-labelledby="try-title" onKeyDown=${onKeyDown}>
    <h2 id="try-title">Try it</h2>
    <p class="hint">${admin && rules.dirty
      ? "Judged by the rules as they stand on this page, though they are not saved yet."
      : "Judged by the present rules."} Nothing is stored.</p>
    <${Field} label="A comment" problem=${problems.body} control=${(given) => html`<textarea ...${given}
      rows="4" value=${typed.body} placeholder="Type what somebody might write"
      onInput=${(event) => set("body")(event.currentTarget.value)}></textarea>`} />
    <details>
      <summary>Its author and its place</summary>
      ${input("author_name", "Author’s name", "author_name", "text")}
      <div class="pair">${input("approved", "Approved before", "author.approved")}
        ${input("rejected", "Rejected before", "author.rejected")}</div>
      <div class="pair">${input("duplicates", "Same text today", "duplicates")}
        ${input("flags", "Flags", "flags")}</div>
      <${Tick} label="The author is verified" checked=${typed.verified} onChange=${set("verified")} />
      ${input("article", "Article’s id, whose mode holds", "article", "text")}
    </details>
    <p class="buttons"><${Doing} class="primary" onPress=${ask} aria-keyshortcuts="Control+Enter">Try it<//></p>
    ${trouble && html`<${Trouble}>${trouble}<//>`}
    ${told && html`<${Answer} told=${told} />`}
  </section>`;
}

function Answer({ told }) {
  const { verdict, rules, scores, language, model } = told;
  const facts = Object.entries(verdict.rule === NOT_READ ? {} : verdict.facts);
  return html`<div class="answer ${verdict.then}">
    <p class="verdict"><strong>${THEN[verdict.then]}</strong> ${THEN_MEANS[verdict.then]}</p>
    <p>${reasonOf(told)}${told.mode === "post" && verdict.then !== "approve"
      && " Comments are shown on receipt here: this verdict takes it down again."}</p>
    ${facts.length > 0 && html`<ul class="facts">${facts.map(([fact, value]) => html`<li key=${fact}>
      ${nameOf(fact)}: ${valueInWords(fact, value)}</li>`)}</ul>`}
    <h3>Rule by rule</h3>
    <ol class="asked">${rules.map((rule, place) => html`<li key=${place} class=${rule.matched ? "matched" : ""}>
      <strong>${rule.name}</strong> ${fared(rule)}</li>`)}</ol>
    <h3>What the classifier says</h3>
    <dl class="scores">${Object.entries(scores).sort(([, one], [, other]) => other - one).map(([label, value]) =>
      html`<div key=${label}><dt>${nameOf(label)}</dt><dd><meter min="0" max="1" value=${value} aria-hidden="true"></meter>
        ${shareInWords(value)}</dd></div>`)}</dl>
    <p class="hint">${language ? `In ${languageName(language)}. ` : ""}Read by ${model}.</p>
  </div>`;
}

function reasonOf({ verdict, unread }) {
  if (verdict.rule === NOT_READ && unread) {
    const what = unread.language ? languageName(unread.language) : `${unread.script} letters`;
    return `It is written in ${what}, which the classifier does not read.`;
  }
  return PLAIN[verdict.rule] ?? `The rule “${verdict.rule}” decides.`;
}

function fared({ matched, first, why }) {
  if (first) return "matches, and is the first that does.";
  if (matched) return "would match too, but comes later.";
  const facts = Object.entries(why).map(([fact, value]) => `${nameOf(fact)} is ${valueInWords(fact, value)}`);
  return `does not match: ${facts.join(", ")}.`;
}
