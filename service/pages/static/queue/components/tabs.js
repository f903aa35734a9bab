/** The row of states above the list, each with its number of comments. */

import { html } from "../../vendor/html.js";
import { addressOf, STATES } from "../view.js";
import { useDesk } from "./context.js";

const COUNTED_TO = 10_000; // the API counts no further

/** "1,234", or "10,000+" where the API stopped counting. */
export const totalInWords = (total) =>
  total === undefined ? "" : `${total.toLocaleString("en")}${total >= COUNTED_TO ? "+" : ""}`;

export function Tabs({ view, totals }) {
  const desk = useDesk();
  const open = (event, there) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab of the browser
    event.preventDefault();
    desk.goTo(there);
  };
  return html`<nav aria-label="Comments by state"><ul id="states" class="states">
    ${[...STATES].map(([state, name]) => {
      const there = { ...view, state, list: "" };
      return html`<li key=${state}><a href=${addressOf(there)} onClick=${(event) => open(event, there)}
        aria-current=${state === view.state ? "page" : null}>${name}${" "}
        <span class="total">${totalInWords(totals[state])}</span></a></li>`;
    })}
  </ul></nav>`;
}
