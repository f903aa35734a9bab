"""Puts the data sets into one file of rows: `python -m moderation.classifier.training.prepare`.

Texts that stand in an evaluation file are left out, whatever set they come from. A part of the
rows is respelt as people do to get past a classifier, rude and harmless ones alike, so that the
spelling itself is no sign of anything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from moderation.classifier.training.evade import KINDS, MORE_KINDS
from moderation.classifier.training.sources import SOURCES, Row, read
from moderation.classifier.training.templates import sentences

RESPELT = 0.08
"""The share of rows that are respelt."""

SHORTEST_RESPELT, LONGEST_RESPELT = 8, 400
"""Only texts of this many characters: spelling out a long one takes more than the window."""


def main() -> None:
    """Read, leave out what is measured with, respell some, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with train/, extra/ and eval/")
    parser.add_argument("rows", type=Path, help="the file to write, ending in .jsonl.gz")
    parser.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="SOURCE=SHARE",
        help="for a later, other pass",
    )
    chosen = parser.parse_args()
    shares = {source: float(share) for source, share in (each.split("=") for each in chosen.keep)}
    given = respelt(unseen(everything(chosen.data), measured_with(chosen.data)))
    rows = list(thinned(given, shares))
    with gzip.open(chosen.rows, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row)) + "\n")
    for source, number in Counter(row.source for row in rows).items():
        print(f"{number:8,} {source}")


def everything(data: Path) -> Iterator[Row]:
    """All rows of all sets, and our own sentences."""
    for source in SOURCES:
        yield from source(data)
    yield from sentences()


def thinned(rows: Iterable[Row], shares: Mapping[str, float]) -> Iterator[Row]:
    """The rows, but of the sources in `shares` only that share, drawn by a seed."""
    chance = random.Random(4)
    return (row for row in rows if chance.random() < shares.get(row.source, 1.0))


def measured_with(data: Path) -> frozenset[str]:
    """The texts of the evaluation files, as `_folded` compares them."""
    columns = ("comment_text", "comment", "test_case", "text", "parent")
    return frozenset(
        _folded(row[column])
        for path in sorted((data / "eval").glob("*.csv.gz"))
        for row in read(path)
        for column in columns
        if row.get(column)
    )


def unseen(rows: Iterable[Row], measured: frozenset[str]) -> Iterator[Row]:
    """The rows whose text is not measured with, each text once."""
    seen = set(measured)
    for row in rows:
        folded = _folded(row.text)
        if folded and folded not in seen:
            seen.add(folded)
            yield row


def respelt(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, and again some of them as somebody would spell who wants to get past."""
    chance = random.Random(8)
    kinds = KINDS | MORE_KINDS
    for row in rows:
        yield row
        if SHORTEST_RESPELT <= len(row.text) <= LONGEST_RESPELT and chance.random() < RESPELT:
            text = kinds[chance.choice(sorted(kinds))](row.text, chance)
            yield replace(row, text=text, source="respelt")


def _folded(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


if __name__ == "__main__":
    main()
