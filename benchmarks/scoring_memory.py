"""The most memory that scoring takes: very many very long comments in one call.

    python -m benchmarks.scoring_memory TEXTS.csv.gz [--texts 10000] [--characters 10000]

Each comment is made, when scoring asks for it, of those in TEXTS, one after another. 10,000 of
10,000 characters keep two cores busy for more than half an hour.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Sequence
from pathlib import Path
from typing import overload

from benchmarks.machine import peak_mb
from benchmarks.scoring import read
from moderation.classifier import load_classifier

SOURCES = 2000
"""Of the texts in the file, so many are used, over and over."""
STEPS = 20
"""How often it is told how far it is."""


class Long(Sequence[str]):
    """So many texts of so many characters, none of which is kept; tells when it is asked for more."""

    def __init__(self, sources: Sequence[str], number: int, characters: int) -> None:
        self._sources, self._number, self._characters = sources, number, characters
        self._start, self._told = time.monotonic(), 0

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, int):
            return self._made(place)
        self.tell(place.indices(self._number)[0])
        return [self._made(each) for each in range(*place.indices(self._number))]

    def tell(self, done: int) -> None:
        """Say how far it is, where that is a step further than last time."""
        if done - self._told >= self._number / STEPS or done == self._number:
            seconds = time.monotonic() - self._start
            print(f"{peak_mb():6.0f} MB, {done:,} scored in {seconds:,.0f} s", flush=True)
            self._told = done

    def _made(self, place: int) -> str:
        text = ""
        for following in itertools.count(place):
            text += self._sources[following % len(self._sources)] + "\n"
            if len(text) >= self._characters:
                break
        return text[: self._characters]


def main() -> None:
    """Score them all and print the most that was held, step by step."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scoring_memory", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("source", type=Path, metavar="TEXTS.csv.gz")
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=10_000)
    chosen = parser.parse_args()
    classifier = load_classifier()
    print(f"{peak_mb():6.0f} MB with the model loaded", flush=True)
    sources = [row["text"] for row in read(chosen.source, SOURCES) if row["text"]]
    texts = Long(sources, chosen.texts, chosen.characters)
    classifier.score(texts)
    texts.tell(len(texts))


if __name__ == "__main__":
    main()
