/** Why a comment waits: the rule, readers' flags with their texts, who escalated or decided it. */

import { html } from "../../vendor/html.js";
import { ago, flagged, reasonName, statusName } from "../words.js";
import { whyHeld } from "../why.js";

export function Reasons({ item, now }) {
  const { held_because: held, flags, escalation, status_by: latest, comment: { status } } = item;
  const lines = [
    held && html`<li>${whyHeld(held)}</li>`,
    flags.length > 0 && html`<li class="flags">${flagged(flags)}<${FlagTexts} flags=${flags} /></li>`,
    escalation && html`<li class="escalated">Escalated by <bdi>${escalation.by}</bdi>, ${ago(escalation.at, now)}${
      escalation.note && html`: <q>${escalation.note}</q>`}</li>`,
    latest && status !== "pending" && html`<li>${statusName(status)} by <${Decider} by=${latest} />,${" "}
      ${ago(latest.at, now)}${latest.reason && `: ${reasonName(latest.reason).toLowerCase()}`}</li>`,
  ].filter(Boolean);
  return lines.length > 0 && html`<ul class="reasons">${lines}</ul>`;
}

const Decider = ({ by: { by, kind } }) =>
  (kind === "rule" ? html`the rule “<bdi>${by}</bdi>”` : html`<bdi>${by}</bdi>`);

function FlagTexts({ flags }) {
  const texts = flags.flatMap((flag) => flag.texts ?? []);
  return texts.length > 0 && html`<ul class="flag-texts">${texts.map((text) => html`<li><q>${text}</q></li>`)}</ul>`;
}
