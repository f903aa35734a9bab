/** Which key does what, and the switch for those who do not want single keys. */

import { html } from "../../vendor/html.js";
import { KEYS, keysAreOn, switchKeys } from "../keys.js";

export function Help() {
  return html`<dl class="keys">${KEYS.map(({ key, shown = key, words }) =>
      html`<div key=${key}><dt><kbd>${shown}</kbd></dt><dd>${words}</dd></div>`)}</dl>
    <p><label><input type="checkbox" id="keys-on" defaultChecked=${keysAreOn()}
      onChange=${(event) => switchKeys(event.target.checked)} /> Decide with single keys</label></p>
    <form method="dialog" class="buttons"><button type="submit" autofocus>Close</button></form>`;
}
