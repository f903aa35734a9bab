/** Decides a whole branch, or what an author wrote of late; says first how many that would be. */

import { html, useEffect, useState } from "../../vendor/html.js";
import { counted, reasonName, REASONS, statusName } from "../words.js";
import { useDesk } from "./context.js";

const START = { scope: "author_of", action: "reject", days: "7", restrict: "", restrictDays: "30", reason: "" };
const WAIT = 250; // ms after the last change before the number is asked for

export function Many({ cards: [card], close }) {
  const desk = useDesk();
  const [chosen, setChosen] = useState(START);
  const [problem, setProblem] = useState("");
  const preview = usePreview(desk, card, chosen);
  if (!card) return null;
  const change = ({ target: { name, value } }) => setChosen({ ...chosen, [name]: value });
  const carryOut = async () => {
    try {
      await desk.batches.run(batchOf(card, chosen), desk.state.cards);
      close();
    } catch (error) {
      setProblem(error.message);
    }
  };
  return html`<form method="dialog" class="many" onChange=${change}>
    <${Scope} card=${card} chosen=${chosen} />
    <${Deed} chosen=${chosen} />
    ${chosen.scope === "author_of" && html`<${Restriction} card=${card} chosen=${chosen} />`}
    <p class="preview" role="status">${preview.text}</p>
    <p class="problem" role="alert">${problem || preview.problem}</p>
    <p class="buttons"><button type="button" class="primary" onClick=${carryOut}
        disabled=${!preview.ready || desk.state.busy}>${buttonName(chosen, preview)}</button>
      <button type="submit">Cancel</button></p>
  </form>`;
}

function Scope({ card, chosen }) {
  const { name } = card.item.comment.author;
  return html`<fieldset><legend>Which comments</legend>
    <label><input type="radio" name="scope" value="author_of" checked=${chosen.scope === "author_of"} autofocus />
      ${" "}All by <bdi>${name}</bdi> of the last</label>
    <label class="days"><span class="unseen">Days back</span><input type="number" name="days" min="1" max="365"
      value=${chosen.days} /> days</label>
    <label class="line"><input type="radio" name="scope" value="branch" checked=${chosen.scope === "branch"} />
      ${" "}This comment and all that answers it</label></fieldset>`;
}

function Deed({ chosen }) {
  return html`<p class="pair"><span><label for="many-action">What to do</label>
      <select id="many-action" name="action" value=${chosen.action}>
        <option value="reject">Reject</option><option value="hold">Hold</option>
        <option value="approve">Approve</option></select></span>
    <span><label for="many-reason">Reason</label>
      <select id="many-reason" name="reason" value=${chosen.reason}><option value="">None given</option>
        ${Object.keys(REASONS).map((one) => html`<option value=${one}>${reasonName(one)}</option>`)}</select></span></p>`;
}

function Restriction({ card, chosen }) {
  return html`<fieldset><legend>And from now on</legend>
    <p class="pair"><span><label for="many-restrict"><bdi>${card.item.comment.author.name}</bdi></label>
      <select id="many-restrict" name="restrict" value=${chosen.restrict}>
        <option value="">goes on as before</option>
        <option value="hold">is held: all they write waits</option>
        <option value="ban">is banned from writing</option></select></span>
    ${chosen.restrict && html`<span><label for="many-days">For how many days</label>
      <input id="many-days" type="number" name="restrictDays" min="1" max="3650" value=${chosen.restrictDays} /></span>`}</p>
  </fieldset>`;
}

/** What the form asks for, as the API takes it. */
function batchOf(card, { scope, action, days, restrict, restrictDays, reason }) {
  const given = reason ? { reason } : {};
  if (scope === "branch") return { branch: card.id, action, ...given };
  const restriction = restrict && { restrict: { kind: restrict, days: Number(restrictDays), ...given } };
  return { author_of: card.id, days: Number(days), action, ...given, ...restriction };
}

/** Asks for the number whenever the choice has changed. */
function usePreview(desk, card, chosen) {
  const [preview, setPreview] = useState({ text: "Counting…" });
  useEffect(() => {
    if (!card) return undefined; // it has just been decided
    let wanted = true;
    setPreview(({ text }) => ({ text }));
    const timer = setTimeout(async () => {
      const found = await desk.batches.preview(batchOf(card, chosen)).then(inWords, failed);
      if (wanted) setPreview(found);
    }, WAIT);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [card?.id, ...Object.values(chosen)]);
  return preview;
}

const failed = ({ message }) => ({ text: "", problem: message });

function inWords({ count, by_status: statuses }) {
  const parts = Object.entries(statuses).filter(([, number]) => number)
    .map(([status, number]) => `${number.toLocaleString("en")} ${statusName(status).toLowerCase()}`);
  const now = parts.length ? `: now ${parts.join(", ")}` : "";
  return { count, ready: true, text: `${counted(count, "comment")} to decide${now}.` };
}

const NAMES = { approve: "Approve", reject: "Reject", hold: "Hold" };
const RESTRICTIONS = { ban: " and ban", hold: " and hold the author" };

function buttonName({ action, restrict, scope }, { ready, count }) {
  const also = scope === "author_of" ? RESTRICTIONS[restrict] ?? "" : "";
  return `${NAMES[action]}${ready ? ` ${counted(count, "comment")}` : ""}${also}`;
}
