/** Which days and which site: everything the page can be asked, kept in its address. */

import { html, useEffect, useState } from "../../vendor/html.js";
import { PRESETS, addressOf } from "./place.js";

/** A link that only changes the page's choice, unless a new tab was wanted. */
function Choice({ place, chosen, go, children }) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(place);
  };
  return html`<a href=${addressOf(place)} aria-current=${chosen ? "true" : null} onClick=${follow}>${children}</a>`;
}

/** Own dates, filled with those that are shown. */
function OwnDays({ place, shown, go }) {
  const [range, setRange] = useState(shown);
  useEffect(() => setRange(shown), [shown.from, shown.to]);
  const choose = (event) => {
    event.preventDefault();
    go({ ...place, days: null, ...range });
  };
  const dated = (name) => ({
    id: name,
    type: "date",
    required: true,
    value: range[name],
    onInput: ({ target }) => setRange({ ...range, [name]: target.value }),
  });
  return html`<form class="own-days" onSubmit=${choose}>
    <p><label for="from">From</label> <input ...${dated("from")} /></p>
    <p><label for="to">to</label> <input ...${dated("to")} /></p>
    <button type="submit">Show</button>
  </form>`;
}

function Site({ place, sites, go }) {
  const choose = ({ target }) => go({ ...place, site: target.value });
  return html`<p class="site"><label for="site">Site</label>
    <select id="site" value=${place.site} onChange=${choose}>
      <option value="">All sites</option>
      ${sites.map((site) => html`<option value=${site}>${site}</option>`)}
    </select></p>`;
}

export function Choices({ place, stats, go }) {
  const shown = stats ? { from: stats.from, to: stats.to } : { from: place.from, to: place.to };
  return html`<div class="choices">
    <nav aria-label="Days"><ul class="presets">${PRESETS.map((days) => html`<li>
      <${Choice} place=${{ ...place, days }} chosen=${place.days === days} go=${go}>${days} days<//></li>`)}
    </ul></nav>
    <${OwnDays} place=${place} shown=${shown} go=${go} />
    ${stats?.sites.length > 1 && html`<${Site} place=${place} sites=${stats.sites} go=${go} />`}
  </div>`;
}
