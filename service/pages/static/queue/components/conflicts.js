/** Which comments of a batch were left alone, and why. */

import { html } from "../../vendor/html.js";
import { conflict } from "../words.js";

export function Conflicts({ dialog: { conflicts, names } }) {
  return html`<ul class="conflicts">${conflicts.map((one) => html`<li key=${one.comment_id}>
      <a href=${`/queue?comment=${one.comment_id}`}>${names[one.comment_id] ?? "A comment"}</a>: ${conflict(one)}</li>`)}</ul>
    <form method="dialog" class="buttons"><button type="submit" autofocus>Close</button></form>`;
}
