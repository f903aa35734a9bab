"""How well explanations find the words that people find toxic, and how long they take.

    python -m benchmarks.explaining toxic_spans.csv.gz --rows 300

The file has the columns `spans` (a list of character offsets) and `text`, as the task "Toxic Spans
Detection" of SemEval-2021 has them (github.com/ipavlopoulos/toxic_spans, CC0). Its measure is the
F1 of the characters of each text, 1 where nobody marked anything, averaged over the texts.

The rows are shuffled by a seed. On the first 500 the thresholds of moderation/classifier/explain.py
were chosen; the next are those that count; and from all further ones the word list is made that
stands beside it: the words that people marked in at least a third of their occurrences, three or
more. It has seen thousands of marked texts, the explanation none.
"""

from __future__ import annotations

import argparse
import ast
import csv
import gzip
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, quantiles

from benchmarks.machine import spin_ms
from moderation.classifier import load_classifier
from moderation.classifier.explain import explain

SEED = 1
CHOSEN_ON = 500
WORD = re.compile(r"\w+")
LEAST_OFTEN, LEAST_SHARE = 3, 1 / 3
HUNDRED = range(80, 121)
"""Words that a text of about a hundred has."""

Characters = set[int]
Finder = Callable[[str], Characters]


@dataclass(frozen=True)
class Row:
    """A text, and the offsets of the characters that people marked."""

    text: str
    marked: Characters


def main() -> None:
    """Print the table."""
    arguments = _arguments()
    rows = read(arguments.file)
    random.Random(SEED).shuffle(rows)
    parts = {"chosen on": rows[:CHOSEN_ON][: arguments.rows]}
    parts["reported on"] = rows[CHOSEN_ON:][: arguments.rows]
    rest = rows[CHOSEN_ON + arguments.rows :]
    classifier = load_classifier(arguments.model)
    listed = word_list(rest)
    finders: dict[str, Finder] = {
        "explanation": lambda text: {
            place for span in explain(classifier, text) for place in range(span.start, span.end)
        },
        f"word list ({len(listed)} words)": lambda text: places_of(listed, text),
        "nothing marked": lambda _text: set(),
    }
    print(f"mean character F1, model {classifier.name} {classifier.revision}")
    print(f"{'':28}" + "".join(f"{name:>14}" for name in parts))
    for name, finder in finders.items():
        figures = "".join(f"{score(finder, part):14.3f}" for part in parts.values())
        print(f"{name:28}{figures}", flush=True)
    print(f"{'texts':28}" + "".join(f"{len(part):14}" for part in parts.values()))
    print_times(lambda text: explain(classifier, text), rest, arguments.timed)


def print_times(work: Callable[[str], object], rows: Sequence[Row], number: int) -> None:
    """Print how long texts of about a hundred words take, one after the other."""
    texts = [row.text for row in rows if len(row.text.split()) in HUNDRED][:number]
    work(texts[0])
    spin, clock, cpu = spin_ms(), [], []
    for text in texts:
        began, used = time.perf_counter(), time.process_time()
        work(text)
        clock.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    print(f"an explanation of {HUNDRED[0]} to {HUNDRED[-1]} words, {len(texts)} texts")
    for name, milliseconds in {"by the clock": clock, "CPU time": cpu}.items():
        cuts = quantiles(milliseconds, n=100, method="inclusive")
        print(f"{name:28}p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms")
    print(f"a fixed loop before it: {spin:.0f} ms, which tells how busy this machine is")


def score(finder: Finder, rows: Sequence[Row]) -> float:
    """The mean over the texts of the F1 of their characters."""
    return mean(f1(finder(row.text), row.marked) for row in rows)


def f1(found: Characters, marked: Characters) -> float:
    """2 × both / (found + marked); 1 where there is nothing to find and nothing was found."""
    if not found and not marked:
        return 1.0
    return 2 * len(found & marked) / (len(found) + len(marked))


def word_list(rows: Sequence[Row]) -> set[str]:
    """The words that were marked often enough."""
    seen: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for row in rows:
        for match in WORD.finditer(row.text):
            word = match[0].casefold()
            seen[word] += 1
            marked[word] += row.marked.issuperset(range(*match.span()))
    often = (word for word, times in seen.items() if times >= LEAST_OFTEN)
    return {word for word in often if marked[word] / seen[word] >= LEAST_SHARE}


def places_of(words: set[str], text: str) -> Characters:
    """The characters of the text that belong to a listed word."""
    matches = (match for match in WORD.finditer(text) if match[0].casefold() in words)
    return {place for match in matches for place in range(*match.span())}


def read(file: Path) -> list[Row]:
    """All rows of a CSV file, packed or not."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as lines:
        return [
            Row(row["text"], set(ast.literal_eval(row["spans"]))) for row in csv.DictReader(lines)
        ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="a CSV file with the columns spans and text")
    parser.add_argument(
        "--rows", type=int, default=250, help="texts of each part that are explained"
    )
    parser.add_argument("--timed", type=int, default=40, help="texts that are timed")
    parser.add_argument("--model", default="bundled", help="as for load_classifier")
    return parser.parse_args()


if __name__ == "__main__":
    main()
