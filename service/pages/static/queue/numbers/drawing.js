/** What uPlot is told about a chart over days: its numbers, scales and axes. */

import { uPlot } from "../../vendor/uplot.js";
import { shortDay } from "./words.js";

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
const MOST_BAR = 44; // CSS pixels
const DAYS_APART = [1, 2, 7, 14, 28, 61, 122];
const NUMBERS_APART = [1, 2, 5].flatMap((digit) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6].map((tens) => digit * tens));
const SHARES_APART = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5];
const SECONDS_APART = [
  0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
  172_800, 604_800,
];

/** A colour of the style sheet as it is now, by day or by night. */
export const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The columns that are drawn, in the order in which they are stacked. */
export const drawn = (columns) => columns.filter((column) => column.colour);

/** The numbers for uPlot: places of the days, then each series; stacked ones from the top down. */
export function dataOf({ shape, columns }, days) {
  const series = drawn(columns).map(({ value }) => days.map(value));
  const places = days.map((_, place) => place);
  return [places, ...(shape === "bars" ? stacked(series).reverse() : series)];
}

function stacked(series) {
  let below = null;
  return series.map((values) => {
    below = values.map((value, place) => (value ?? 0) + (below?.[place] ?? 0));
    return below;
  });
}

/** uPlot's options for a chart of this width; `onPlace` is told which day is pointed at, or null. */
export function optionsOf(chart, days, { width, height }, onPlace) {
  const columns = drawn(chart.columns);
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: chart.shape === "lines" } },
    scales: {
      x: { time: false, range: [-0.5, days.length - 0.5] },
      y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.06 : 1] },
    },
    axes: [dayAxis(days), valueAxis(columns[0])],
    series: [{}, ...(chart.shape === "bars" ? bars(columns).reverse() : columns.map(line))],
    hooks: { setCursor: [(plot) => onPlace(plot.cursor.idx ?? null)] },
  };
}

const bars = (columns) =>
  columns.map((column) => ({
    fill: () => colour(column.colour),
    stroke: () => colour("paper"), // a fine gap between what is stacked
    width: 1,
    paths: uPlot.paths.bars({ size: [0.78, MOST_BAR] }),
    points: { show: false },
  }));

const line = (column, place) => ({
  stroke: () => colour(column.colour),
  width: 2,
  dash: place ? [6, 4] : undefined, // told apart without colours too
  points: { show: true, size: 5, fill: () => colour(column.colour) },
});

const dayAxis = (days) => ({
  ...plainAxis(),
  grid: { show: false },
  size: 28,
  space: 64,
  incrs: DAYS_APART,
  values: (_plot, places) => places.map((place) => (days[place] ? shortDay(days[place].day) : "")),
});

const valueAxis = ({ unit, words }) => ({
  ...plainAxis(),
  size: unit === "seconds" ? 62 : 52,
  space: 40,
  incrs: { seconds: SECONDS_APART, share: SHARES_APART }[unit] ?? NUMBERS_APART.toSorted((a, b) => a - b),
  values: (_plot, values) => values.map(words),
});

const plainAxis = () => ({
  font: FONT,
  stroke: () => colour("quiet"),
  grid: { stroke: () => colour("line"), width: 1 },
  ticks: { show: false },
});
