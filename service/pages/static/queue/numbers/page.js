/** The page: what is asked, and the figures for it. */

import { html, useCallback, useEffect, useState } from "../../vendor/html.js";
import { call } from "../api.js";
import { Chart } from "./chart.js";
import { Choices } from "./choice.js";
import { Figures } from "./figures.js";
import { addressOf, queryOf, readPlace, zone } from "./place.js";
import { CHARTS, TABLES } from "./sections.js";
import { Download, Table } from "./table.js";
import { clock, rangeOfDays } from "./words.js";

/** The choice that is in the address; choosing another makes an entry in the history. */
function usePlace() {
  const [place, setPlace] = useState(() => readPlace(location.search));
  useEffect(() => {
    const follow = () => setPlace(readPlace(location.search));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const go = useCallback((next) => {
    history.pushState(null, "", addressOf(next));
    setPlace(next);
  }, []);
  return [place, go];
}

/** The figures for a choice: those of the last one stay until the next have come. */
function useStats(place) {
  const [told, setTold] = useState({ stats: null, trouble: "", loading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let wanted = true;
    const tell = (change) => wanted && setTold((before) => ({ ...before, loading: false, ...change }));
    setTold((before) => ({ ...before, loading: true }));
    call("GET", `/stats?${queryOf(place, zone())}`).then(
      (stats) => tell({ stats, trouble: "" }),
      (error) => tell({ trouble: error.message }),
    );
    return () => { wanted = false; };
  }, [place, round]);
  return { ...told, refresh: () => setRound(round + 1) };
}

const nothingIn = ({ total }) => total.received === 0 && total.by.length === 0;

function Nothing({ stats }) {
  return html`
    ${stats.waiting.number > 0 && html`<${Figures} stats=${stats} />`}
    <div class="empty">
      <p>In these days nothing came in, and nothing was decided.</p>
      <p>As soon as readers comment, this page shows what came in, who decided it, how long that
        took, and how often somebody thought better of it.</p>
    </div>`;
}

function Listed({ section, stats, file }) {
  const { id, title, about, columns } = section;
  const rows = section.rows(stats);
  if (!rows.length) return null;
  return html`<section class="sheet" aria-labelledby=${`${id}-title`}>
    <h2 id=${`${id}-title`}>${title}</h2>
    <p class="about">${about}</p>
    <${Table} id=${id} title=${title} columns=${columns} rows=${rows} />
    <p class="buttons"><${Download} name=${file(id)} title=${title} columns=${columns} rows=${rows} /></p>
  </section>`;
}

function Everything({ stats }) {
  const site = stats.site ? `${stats.site}-` : "";
  const file = (id) => `belowline-${site}${id}-${stats.from}-${stats.to}.csv`;
  return html`
    <${Figures} stats=${stats} />
    ${CHARTS.map((chart) => html`<${Chart} key=${chart.id} chart=${chart} days=${stats.days} file=${file} />`)}
    ${TABLES.map((section) => html`<${Listed} key=${section.id} section=${section} stats=${stats} file=${file} />`)}
  `;
}

function Above({ stats, loading, refresh }) {
  const zoned = stats.tz === "UTC" ? "UTC" : stats.tz.replaceAll("_", " ");
  return html`<div class="range">
    <h2 id="range">${rangeOfDays(stats.from, stats.to)}</h2>
    <p class="about">Time zone: ${zoned}. As of ${clock(stats.at)}.
      <button type="button" class="quiet-button" aria-disabled=${loading} onClick=${refresh}>Refresh</button></p>
  </div>`;
}

export function Numbers() {
  const [place, go] = usePlace();
  const { stats, trouble, loading, refresh } = useStats(place);
  return html`
    <${Choices} place=${place} stats=${stats} go=${go} />
    <p class="trouble" role="alert">${trouble}</p>
    <p class="unseen" role="status">${loading ? "Counting …" : stats && !trouble
      ? `Figures from ${rangeOfDays(stats.from, stats.to)} are shown.` : ""}</p>
    <div aria-busy=${loading} class=${loading ? "figured counting" : "figured"}>
      ${!stats && loading && html`<p class="empty">Counting …</p>`}
      ${stats && html`<${Above} stats=${stats} loading=${loading} refresh=${refresh} />`}
      ${stats && (nothingIn(stats) ? html`<${Nothing} stats=${stats} />` : html`<${Everything} stats=${stats} />`)}
    </div>`;
}
