/** A table of figures, and the same as a file. */

import { html } from "../../vendor/html.js";

/** One field of a CSV file; what a spreadsheet would take for a formula is made a text. */
function field(value) {
  if (value == null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The whole table as CSV (RFC 4180), with bare numbers: times in seconds, shares from 0 to 1. */
export function csv(columns, rows) {
  const heads = columns.map(({ title, unit }) => (unit === "seconds" ? `${title} (seconds)` : title));
  const lines = [heads, ...rows.map((row) => columns.map(({ value }) => value(row)))];
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** Hands the browser a file to keep. */
function keep(name, text) {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // the browser has read it by then
}

export function Download({ name, title, columns, rows }) {
  return html`<button type="button" class="quiet-button" aria-label=${`Download as CSV: ${title}`}
    onClick=${() => keep(name, csv(columns, rows))}>Download as CSV</button>`;
}

/** The table; `seen` or for screen readers alone. Rows may be many, so it scrolls by itself. */
export function Table({ id, title, columns, rows, seen = true }) {
  const focusable = seen ? { tabIndex: 0, role: "group", "aria-labelledby": `${id}-title` } : {};
  return html`<div class=${seen ? "table" : "unseen"} id=${`${id}-table`} ...${focusable}>
    <table>
      <caption class="unseen">${title}</caption>
      <thead><tr>${columns.map((column) => html`<th scope="col">${column.title}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`)}</tbody>
    </table>
  </div>`;
}

function cell({ value, words, heads }, row) {
  const text = words(value(row));
  if (heads) return html`<th scope="row">${text}</th>`;
  return html`<td class=${value(row) ? null : "nil"}>${text}</td>`;
}
