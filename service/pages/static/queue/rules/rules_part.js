/** The ordered list of rules: a form for admins, sentences for everybody else. */

import { html, useEffect, useState } from "../../vendor/html.js";
import { Difference } from "./difference.js";
import { byRule, moved, newRule, replaced, same, toDraft, toRules, twice } from "./draft.js";
import { THEN } from "./facts.js";
import { Doing, say, Trouble, useFocusNext, useGuard } from "./pieces.js";
import { RuleForm } from "./rule_form.js";
import { conditionsInWords, counted } from "./sentences.js";
import { readRules, saveRules } from "./service.js";

/** The state of the list: what is saved, what is typed, and what is wrong with it. */
export function useRules(site) {
  const [saved, setSaved] = useState(null); // {rules, etag, draft}
  const [draft, setDraft] = useState([]);
  const [problems, setProblems] = useState({});
  const [trouble, setTrouble] = useState(null);
  const [conflict, setConflict] = useState(null); // {words, theirs}
  const take = (read) => {
    const fresh = toDraft(read.rules);
    setSaved({ ...read, draft: fresh });
    setDraft(fresh);
    setProblems({});
    setTrouble(null);
    setConflict(null);
  };
  useEffect(() => {
    readRules(site).then(take, (error) => setTrouble(error.message));
  }, [site]);
  const dirty = saved !== null && !same(saved.draft, draft);
  useGuard("rules", dirty);
  /** Shows what the API said of the draft, at the fields that it is about; whether there are any. */
  const blame = (error) => {
    const found = byRule(error.errors, draft);
    setProblems(found);
    const marked = Object.keys(found).length > 0;
    setTrouble(marked ? mistakes(found, draft) : error.message);
    return marked;
  };
  return { saved, draft, setDraft, problems, setProblems, trouble, setTrouble, conflict,
    setConflict, take, dirty, blame };
}

/** `lists` are the site's word lists. */
export function RulesPart({ site, admin, rules, lists }) {
  if (!rules.saved) return rules.trouble && html`<${Trouble}>${rules.trouble}<//>`;
  return html`<section class="rules" aria-labelledby="rules-title">
    <h2 id="rules-title">Rules</h2>
    <p class="intro">Each new comment is held against these rules from the top. The first that
      matches decides; where none does, the comment waits for a person. What a person has decided,
      rules leave alone.${admin && html`<span class="keys"> Alt with <kbd>↑</kbd> or <kbd>↓</kbd> moves the rule that you are in.</span>`}
      ${" "}<a class="to-try" href="#try-title">Try it</a></p>
    ${admin ? html`<${Editor} ...${{ site, rules, lists }} />` : html`<${Told} rules=${rules.saved.rules} />`}
  </section>`;
}

function Editor({ site, rules, lists }) {
  const { draft, setDraft, problems, trouble, conflict } = rules;
  const focusNext = useFocusNext();
  const move = (rule, by, back) => {
    const other = moved(draft, rule.key, by);
    if (other === draft) return say("It cannot go further.");
    focusNext(back);
    setDraft(other);
    return say(`“${rule.name}” is now number ${other.indexOf(rule) + 1} of ${draft.length}.`);
  };
  const remove = (rule) => {
    focusNext("#add-rule");
    setDraft(replaced(draft, rule.key, null));
    say(`“${rule.name}” is removed. Nothing is saved yet.`);
  };
  const add = () => {
    const made = newRule();
    focusNext(`[data-rule="${made.key}"] .name`);
    setDraft([...draft, made]);
  };
  return html`
    ${conflict && html`<${Conflict} ...${{ site, rules }} />`}
    ${trouble && html`<${Trouble}>${trouble}<//>`}
    <ol class="rule-list">
      ${draft.map((rule, place) => html`<${RuleForm} key=${rule.key} ...${{ rule, lists, focusNext }}
        number=${place + 1} of=${draft.length} problems=${problems[rule.key] ?? {}}
        change=${(other) => setDraft(replaced(draft, rule.key, other))}
        move=${(by, back) => move(rule, by, back)} remove=${() => remove(rule)} />`)}
      <li class="rest">Whatever no rule matches is <strong>held</strong> for a person.</li>
    </ol>
    <p><button type="button" id="add-rule" onClick=${add}>+ Add a rule</button></p>
    <${SaveBar} ...${{ site, rules, focusNext }} />`;
}

function SaveBar({ site, rules, focusNext }) {
  const { saved, draft, dirty, take, blame, setProblems, setTrouble, setConflict } = rules;
  const save = async () => {
    const doubled = twice(draft);
    setProblems(doubled);
    setTrouble(Object.keys(doubled).length ? mistakes(doubled, draft) : null);
    if (Object.keys(doubled).length) return focusNext(".rules [aria-invalid]");
    try {
      take(await saveRules(site, toRules(draft), saved.etag));
      focusNext("#add-rule");
      return say("The rules are saved. They hold for comments from now on.");
    } catch (error) {
      if (error.status === 412) {
        const theirs = await readRules(site);
        focusNext(".rules .trouble");
        return setConflict({ words: error.message, theirs });
      }
      return focusNext(blame(error) ? ".rules [aria-invalid]" : ".rules .trouble");
    }
  };
  if (!dirty) return null;
  return html`<div class="save-bar" role="group" aria-label="Unsaved changes">
    <p>Not saved yet</p>
    <button type="button" onClick=${() => { take(saved); say("As they were."); }}>Discard</button>
    <${Doing} class="primary" onPress=${save}>Save the rules<//>
  </div>`;
}

/** Somebody else saved meanwhile: what they changed, and whose list is to hold. */
function Conflict({ site, rules }) {
  const { saved, draft, conflict, take, blame, setConflict } = rules;
  const mine = async () => {
    try {
      take(await saveRules(site, toRules(draft), conflict.theirs.etag));
      say("Your rules are saved.");
    } catch (error) {
      setConflict(null);
      blame(error);
    }
  };
  return html`<${Trouble}>
    <p><strong>${conflict.words}</strong> What differs from what you began with:</p>
    <${Difference} what="rules" before=${saved} after=${conflict.theirs} />
    <p class="buttons"><button type="button" onClick=${() => take(conflict.theirs)}>Take theirs, drop mine</button>
      <${Doing} onPress=${mine}>Save mine over theirs<//></p>
  <//>`;
}

const mistakes = (problems, draft) => {
  const places = draft.flatMap(({ key }, place) => (problems[key] ? [place + 1] : []));
  const rules = places.length === 1 ? `rule ${places[0]}` : `rules ${places.join(", ")}`;
  return `Not saved: ${counted(places.length, "rule")} to look at again, ${rules}.`;
};

/** The rules for whoever may only read them. */
function Told({ rules }) {
  return html`<ol class="rule-list">
    ${rules.map(({ name, when, then }, place) => html`<li class="rule told ${then}" key=${place}>
      <h3><span class="number" aria-hidden="true">${place + 1}</span> ${name}</h3>
      <p>${conditionsInWords(when) ? `If ${conditionsInWords(when)}:` : "Always:"}
        ${" "}<strong>${THEN[then].toLowerCase()}</strong></p>
    </li>`)}
    <li class="rest">Whatever no rule matches is <strong>held</strong> for a person.</li>
  </ol>`;
}
