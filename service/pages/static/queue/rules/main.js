/** Starts the rules page for whoever is signed in. Start reading here. */

import { enter } from "../account.js";
import { byId, setText } from "../dom.js";
import { html, render } from "../../vendor/html.js";
import { Page } from "./page.js";

const trouble = (text) => setText(byId("trouble"), text);

async function start() {
  const moderator = await enter(trouble);
  render(html`<${Page} moderator=${moderator} />`, byId("page"));
}

start().catch((error) => trouble(error.message));
