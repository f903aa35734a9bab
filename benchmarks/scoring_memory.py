"""The most memory that scoring takes: very many very long comments, all of them waiting.

    python -m benchmarks.scoring_memory TEXTS.csv.gz [--texts 10000] [--characters 10000]

The comments are made of those in TEXTS, one after another. 10,000 of 10,000 characters keep two
cores busy for about half an hour; the texts alone are 100 MB then.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.machine import peak_mb
from benchmarks.scoring import read
from moderation.classifier import load_classifier

SOURCES = 2000
"""Of the texts in the file, so many are used, over and over."""
STEPS = 20
"""How often it is told how far it is."""


def main() -> None:
    """Make the texts, score them all, and print the most that was held so far, step by step."""
    chosen = _arguments()
    classifier = load_classifier()
    print(f"{peak_mb():6.0f} MB with the model loaded")
    texts = list(itertools.islice(_long(chosen), chosen.texts))
    print(f"{peak_mb():6.0f} MB with {len(texts):,} texts of {chosen.characters:,} characters")
    start, step = time.monotonic(), max(1, len(texts) // STEPS)
    for at in range(0, len(texts), step):
        classifier.score(texts[at : at + step])
        done = min(at + step, len(texts))
        print(
            f"{peak_mb():6.0f} MB, {done:,} scored in {time.monotonic() - start:,.0f} s", flush=True
        )


def _long(chosen: argparse.Namespace) -> Iterator[str]:
    given: Iterable[str] = (row["text"] for row in read(chosen.source, SOURCES))
    words = itertools.chain.from_iterable(text.split() for text in itertools.cycle([*given]))
    while True:
        text = ""
        while len(text) < chosen.characters:
            text = " ".join([text, *itertools.islice(words, 500)])
        yield text.lstrip()[: chosen.characters]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scoring_memory", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("source", type=Path, metavar="TEXTS.csv.gz")
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
