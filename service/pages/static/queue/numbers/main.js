/** Starts the page of numbers for whoever is signed in. Start reading here. */

import { html, render } from "../../vendor/html.js";
import { enter } from "../account.js";
import { byId, setText } from "../dom.js";
import { Numbers } from "./page.js";

const say = (text) => setText(byId("trouble"), text);

async function start() {
  await enter(say);
  render(html`<${Numbers} />`, byId("numbers"));
}

start().catch((error) => say(error.message));
