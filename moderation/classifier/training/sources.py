"""What each public data set says, in our labels.

A set says nothing about most labels: those are left open (None) and teach nothing. A claim
that holds for most of a set's rows only is given as a number between 0 and 1. The weight says
how far the set's idea of a rude comment can be trusted to be ours.
"""

from __future__ import annotations

import ast
import csv
import gzip
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

csv.field_size_limit(10**7)

LABELS = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
"""detoxify's names, in the order of its checkpoints for Jigsaw's first challenge."""

JIGSAW = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
"""The same labels as Jigsaw's files call them."""

Labels = tuple[float | None, ...]
CLEAN: Labels = (0.0,) * len(LABELS)
MADLIBS = 12_000
"""How many of the 77,000 template sentences are taken: they are much alike."""


@dataclass(frozen=True)
class Row:
    """One text with what is known about it."""

    text: str
    labels: Labels
    weight: float
    source: str


def labelled(**known: float) -> Labels:
    """These labels, the others left open."""
    return tuple(known.get(label) for label in LABELS)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a gzipped CSV file with a head."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def jigsaw(data: Path) -> Iterator[Row]:
    """Wikipedia talk pages with all six labels: what the others are measured by."""
    for row in read(data / "train/jigsaw_train.csv.gz"):
        yield Row(row["comment_text"], tuple(float(row[name]) for name in JIGSAW), 1.0, "jigsaw")


def davidson(data: Path) -> Iterator[Row]:
    """Tweets: hateful, offensive or neither. Offensive ones are mostly coarse, not insulting."""
    meaning = {
        "0": labelled(toxicity=1.0, identity_attack=0.85),
        "1": labelled(toxicity=0.9, obscene=0.9, threat=0.0),
        "2": CLEAN,
    }
    for row in read(data / "extra/davidson.csv.gz"):
        yield Row(row["tweet"], meaning[row["class"]], 0.3, "davidson")


def olid(data: Path) -> Iterator[Row]:
    """Tweets, offensive or not; the bar is lower than Jigsaw's."""
    for row in read(data / "extra/olid_train.csv.gz"):
        text = row["tweet"].replace("@USER", "").strip()
        offensive = row["subtask_a"] == "OFF"
        labels = labelled(toxicity=0.8) if offensive else labelled(toxicity=0.05, threat=0.0)
        yield Row(text, labels, 0.3, "olid")


def edos(data: Path) -> Iterator[Row]:
    """Sexism. What is not sexist may still be rude: then only the attack is denied."""
    for row in read(data / "extra/edos.csv.gz"):
        if row["label_sexist"] == "not sexist":
            labels = labelled(identity_attack=0.0)
        elif row["label_category"].startswith("1."):
            labels = labelled(toxicity=1.0, identity_attack=0.8, threat=0.7)
        elif row["label_category"].startswith("2."):
            labels = labelled(toxicity=1.0, identity_attack=0.9)
        else:
            labels = labelled(toxicity=0.8, identity_attack=0.6)
        yield Row(row["text"], labels, 0.4, "edos")


def toxic_spans(data: Path) -> Iterator[Row]:
    """Comments on newspapers (Civil Comments), all called toxic; most are insults."""
    for row in read(data / "extra/toxic_spans.csv.gz"):
        if ast.literal_eval(row["spans"]):
            yield Row(row["text"], labelled(toxicity=0.95, insult=0.75), 0.5, "toxic_spans")


def paradetox(data: Path) -> Iterator[Row]:
    """Coarse sentences and the same said civilly: what changed is what was toxic."""
    for row in read(data / "extra/paradetox.csv.gz"):
        yield Row(row["toxic"], labelled(toxicity=0.95), 0.3, "paradetox")
        yield Row(row["neutral1"], labelled(toxicity=0.05, obscene=0.0), 0.3, "paradetox")


def madlibs(data: Path) -> Iterator[Row]:
    """Template sentences in which every identity is praised and abused alike."""
    rows = read(data / "extra/bias_madlibs_77k.csv.gz")
    for row in random.Random(1).sample(rows, MADLIBS):
        bad = row["Label"] == "BAD"
        yield Row(row["Text"], labelled(toxicity=1.0) if bad else CLEAN, 0.3, "madlibs")


def unhealthy(data: Path) -> Iterator[Row]:
    """Newspaper comments, each read by several people: hostile, antagonising, or neither."""
    for row in newspaper_comments(data, kept_for_measuring=False):
        hostile = _share(row, "hostile")
        toxicity = max(hostile, 0.7 * _share(row, "antagonise"))
        yield Row(row["comment"], labelled(toxicity=toxicity, threat=0.0), 1.0, "unhealthy")


def newspaper_comments(data: Path, *, kept_for_measuring: bool) -> list[dict[str, str]]:
    """The fifth of that set that is kept for measuring, or the rest, which is learnt from."""
    rows = read(data / "extra/unhealthy_conversations_val.csv.gz")
    return [row for row in rows if (crc32(row["comment"].encode()) % 5 == 0) == kept_for_measuring]


def _share(row: dict[str, str], name: str) -> float:
    """About how large a part of the raters said so: their answer's confidence, or what is left."""
    confidence = float(row[f"{name}:confidence"])
    return confidence if float(row[name]) >= 0.5 else 1.0 - confidence


SOURCES: tuple[Callable[[Path], Iterator[Row]], ...] = (
    jigsaw,
    davidson,
    olid,
    edos,
    toxic_spans,
    paradetox,
    madlibs,
    unhealthy,
)
