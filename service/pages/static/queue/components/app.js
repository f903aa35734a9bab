/** The whole page below its head, drawn from the state. */

import { html, useLayoutEffect } from "../../vendor/html.js";
import { stateName } from "../view.js";
import { notScoring } from "../why.js";
import { CardList } from "./card_list.js";
import { Chips } from "./chips.js";
import { DeskContext } from "./context.js";
import { Dialogs } from "./dialogs.js";
import { FilterForm } from "./filter_form.js";
import { Foot } from "./foot.js";
import { SelectionBar } from "./selection_bar.js";
import { Tabs, totalInWords } from "./tabs.js";

export function App({ state, desk }) {
  useLayoutEffect(() => state.focus && focusOn(state.current), [state.focus]);
  return html`<${DeskContext.Provider} value=${desk}>
    <div id="scoring" class="trouble" role="status">
      ${state.notScoring.map((down) => html`<p>${notScoring(down)}</p>`)}
    </div>
    <${Tabs} view=${state.view} totals=${state.totals} />
    <${FilterForm} view=${state.view} saved=${state.saved} moderator=${state.moderator} />
    <${Chips} view=${state.view} cards=${state.cards} />
    <section aria-labelledby="comments">
      <div class="above-list">
        <h2 id="comments" tabindex="-1"><span id="state-name">${stateName(state.view.state)} comments</span>${" "}
          <span id="state-total" class="total">${totalInWords(state.totals[state.view.state])}</span></h2>
        <${Arrivals} ...${state.arrivals} desk=${desk} />
      </div>
      <p id="heard" class="unseen" role="status">${state.heard}</p>
      <p id="trouble" class="trouble" role="alert">${state.trouble}</p>
      <${CardList} state=${state} />
    </section>
    <${Foot} state=${state}>
      ${state.selected.size > 0 && html`<${SelectionBar} state=${state} />`}
    <//>
    <${Dialogs} state=${state} />
  <//>`;
}

function Arrivals({ count, more, desk }) {
  if (!count) return null;
  return html`<button type="button" id="arrivals" class="arrivals" onClick=${() => desk.reopen()}>
    ${`${count}${more ? "+" : ""} new — show`}</button>`;
}

function focusOn(id) {
  const card = id && document.getElementById(`card-${id}`);
  const target = card || document.getElementById("comments");
  target.focus({ preventScroll: true });
  (card ? card.closest("li") : target).scrollIntoView({ block: "nearest" });
}
