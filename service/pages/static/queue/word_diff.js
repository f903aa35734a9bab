/** What an edit changed, word by word. */

const MOST = 4_000_000; // cells of the table; beyond them the middle counts as written anew

const words = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}’'-]+|./gsu) ?? [];

/** The way from one text to the other: `[["same"|"gone"|"new", text]…]`, in the order of the text. */
export function wordDiff(before, after) {
  const [one, other] = [words(before), words(after)];
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  return joined([
    ...one.slice(0, head).map((word) => ["same", word]),
    ...middle(one.slice(head, one.length - tail), other.slice(head, other.length - tail)),
    ...one.slice(one.length - tail).map((word) => ["same", word]),
  ]);
}

/** The same for what has neither beginning nor end in common: by the longest common sequence. */
function middle(one, other) {
  if (one.length * other.length > MOST) return [...all("gone", one), ...all("new", other)];
  const longest = commonLengths(one, other);
  const way = [];
  let [at, to] = [0, 0];
  while (at < one.length && to < other.length) {
    if (one[at] === other[to]) {
      way.push(["same", one[at]]);
      at += 1;
      to += 1;
    } else if (longest[at + 1][to] >= longest[at][to + 1]) way.push(["gone", one[at++]]);
    else way.push(["new", other[to++]]);
  }
  return [...way, ...all("gone", one.slice(at)), ...all("new", other.slice(to))];
}

const all = (kind, parts) => parts.map((part) => [kind, part]);

/** `[i][j]`: how many words the rest of one from i and of the other from j have in common. */
function commonLengths(one, other) {
  const rows = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let at = one.length - 1; at >= 0; at -= 1) {
    for (let to = other.length - 1; to >= 0; to -= 1) {
      rows[at][to] = one[at] === other[to]
        ? rows[at + 1][to + 1] + 1
        : Math.max(rows[at + 1][to], rows[at][to + 1]);
    }
  }
  return rows;
}

/** Neighbours of one kind as one part. */
function joined(parts) {
  const result = [];
  for (const [kind, text] of parts) {
    if (result.at(-1)?.[0] === kind) result.at(-1)[1] += text;
    else result.push([kind, text]);
  }
  return result;
}
