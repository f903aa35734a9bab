/** The words that moved a comment's score, marked where the card shows them. */

import { make } from "./dom.js";

const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
const MARKUP = /[*_~`\\]/g; // what Markdown may have taken out of the middle of a word

/**
 * Marks `spans` of `body`, given in code points, in `block`, which shows the body as rendered.
 * What is not found there stays unmarked. Returns the spans that were found, with their `word`.
 */
export function mark(block, body, spans) {
  const points = [...body];
  const shown = block.textContent;
  let end = 0; // of the last one found: they come in the order of the text
  const found = [];
  for (const { start, end: stop, weight } of spans) {
    const word = points.slice(start, stop).join("");
    const at = points.slice(0, start).join("").length; // in UTF-16, as places in JavaScript are
    const place = placeOf(word, { body, at, shown, from: end });
    if (!place) continue;
    end = place.end;
    found.push({ ...place, weight, word });
  }
  for (const one of found.toReversed()) wrap(block, one);
  return found;
}

/** The marked words, each once, the weightiest first. */
export function weightiest(found) {
  const words = found.toSorted((one, other) => other.weight - one.weight).map(({ word }) => word);
  return [...new Set(words)];
}

/**
 * Where a word of the body stands in the text as shown. It has the same number among the same
 * words there, unless markup hid one of them; then it is the next one that is not marked yet.
 */
function placeOf(word, { body, at, shown, from }) {
  for (const spelling of new Set([word, word.replace(MARKUP, "")])) {
    const there = places(spelling, shown);
    const written = places(spelling, body);
    const number = written.findIndex(({ start }) => start === at);
    const same = number >= 0 && written.length === there.length ? there[number] : null;
    const place = same ?? there.find(({ start }) => start >= from);
    if (place && place.start >= from) return place;
  }
  return null;
}

/** All places where these very letters stand as a word; any white space between them will do. */
function places(word, text) {
  if (!word.trim()) return [];
  const letters = word.replace(SPECIAL, "\\$&").replace(/\s+/g, "\\s+");
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`, "gu");
  return [...text.matchAll(whole)].map(({ index, 0: { length } }) =>
    ({ start: index, end: index + length }));
}

/** Puts a `<mark>` around a part of the block's text, in each element that has some of it. */
function wrap(block, { start, end, weight }) {
  for (const [node, at] of textNodes(block)) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, node.length);
    if (from >= to) continue;
    const part = from ? node.splitText(from) : node;
    if (to - from < part.length) part.splitText(to - from);
    const marked = make("mark");
    marked.style.setProperty("--weight", weight); // the policy forbids style attributes, not this
    part.replaceWith(marked);
    marked.append(part);
  }
}

/** The block's pieces of text as they are now, each with where it begins. */
function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let at = 0; walker.nextNode(); at += walker.currentNode.length) {
    nodes.push([walker.currentNode, at]);
  }
  return nodes;
}
