/** A chart over the days with its key, what the pointer is on, and its table. */

import { html, useEffect, useRef, useState } from "../../vendor/html.js";
import { uPlot } from "../../vendor/uplot.js";
import { dataOf, drawn, optionsOf } from "./drawing.js";
import { Download, Table } from "./table.js";

const HEIGHT = 210; // CSS pixels
const NIGHT = matchMedia("(prefers-color-scheme: dark)");

/** Draws into an element until it is told to stop, at whatever width and in whatever light. */
function draw(element, chart, days, onPlace) {
  const size = () => ({ width: element.clientWidth, height: HEIGHT });
  const plot = new uPlot(optionsOf(chart, days, size(), onPlace), dataOf(chart, days), element);
  const watcher = new ResizeObserver(() => plot.setSize(size()));
  const again = () => plot.redraw(false, true);
  watcher.observe(element);
  NIGHT.addEventListener("change", again);
  return () => {
    NIGHT.removeEventListener("change", again);
    watcher.disconnect();
    plot.destroy();
  };
}

function Key({ shape, columns }) {
  return html`<ul class=${`key ${shape}`}>${drawn(columns).map(
    ({ title, colour }) => html`<li class=${`of-${colour}`}>${title}</li>`,
  )}</ul>`;
}

/** The figures of the day under the pointer; the table has them for everybody else. */
function Pointed({ columns, day }) {
  const words = day && columns.map(({ title, value, words, heads }) =>
    heads ? words(value(day)) : `${title} ${words(value(day))}`);
  return html`<p class="pointed" aria-hidden="true">${words ? words.join(" · ") : "\u00a0"}</p>`;
}

/** The button's words name the chart to whoever does not see what it stands below. */
function Switch({ title, seen, set }) {
  const words = `${seen ? "Hide" : "Show"} the table`;
  return html`<button type="button" class="quiet-button" aria-label=${`${words}: ${title}`}
    onClick=${() => set(!seen)}>${words}</button>`;
}

export function Chart({ chart, days, file }) {
  const [place, setPlace] = useState(null);
  const [seen, setSeen] = useState(false);
  const canvas = useRef(null);
  const { id, title, about, shape, columns } = chart;
  useEffect(() => draw(canvas.current, chart, days, setPlace), [chart, days]);
  return html`<section class="sheet" aria-labelledby=${`${id}-title`}>
    <h2 id=${`${id}-title`}>${title}</h2>
    <p class="about">${about}</p>
    <${Key} shape=${shape} columns=${columns} />
    <div class="chart" ref=${canvas} aria-hidden="true"></div>
    <${Pointed} columns=${columns} day=${days[place]} />
    <p class="buttons">
      <${Switch} title=${title} seen=${seen} set=${setSeen} />
      <${Download} name=${file(id)} title=${title} columns=${columns} rows=${days} />
    </p>
    <${Table} id=${id} title=${title} columns=${columns} rows=${days} seen=${seen} />
  </section>`;
}
