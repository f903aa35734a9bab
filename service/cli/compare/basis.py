"""By what comments were compared, and which were left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from service.cli.compare.table import Table
from service.cli.reader import Read, Reader


@dataclass
class Basis:
    """By what was compared, and what was left out of it."""

    model: str
    revision: str
    columns: str
    html: bool
    windows: bool
    without_text: int
    without_score: int
    not_offered: list[str]
    too_few: dict[str, int] = field(default_factory=dict)
    """How many comments there are of an attribute that cannot be compared by so few."""
    compared: int = 0
    failed: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    """How many comments are in which language, or script, that the model does not read."""

    @classmethod
    def of(cls, table: Table, reader: Reader) -> Basis:
        """Before anything is scored."""
        return cls(
            reader.model,
            reader.classifier.revision,
            table.columns.in_words,
            table.html,
            table.windows,
            table.without_text,
            table.without_score,
            sorted(table.not_offered),
        )

    def count(self, read: Read) -> None:
        """Whether a comment is compared; else, why not."""
        if read.unread:
            self.unread[str(read.unread.get("language") or read.unread["script"])] += 1
        elif read.scores is None:
            self.failed += 1
        else:
            self.compared += 1


def as_json(basis: Basis) -> Mapping[str, object]:
    """As JSON has it."""
    return {
        "model": basis.model,
        "revision": basis.revision,
        "compared": basis.compared,
        "html": basis.html,
        "left_out": {
            "unread": dict(basis.unread.most_common()),
            "without_text": basis.without_text,
            "without_score": basis.without_score,
            "failed": basis.failed,
        },
        "not_offered": basis.not_offered,
        "too_few": basis.too_few,
    }


def in_words(basis: Basis) -> Iterator[str]:
    """As lines for people."""
    yield (
        f"{basis.compared:,} comments compared with the model “{basis.model}”, revision "
        f"{basis.revision}."
    )
    yield f"Columns: {basis.columns}."
    if basis.unread:
        languages = ", ".join(f"{name} {number:,}" for name, number in basis.unread.most_common())
        yield (
            f"Left out: {basis.unread.total():,} in languages that the model does not read "
            f"({languages}). Their scores here mean nothing, so no threshold is moved by them."
        )
    for number, why in (
        (basis.without_text, "without a text"),
        (basis.without_score, "without an old score"),
        (basis.failed, "that the model cannot score"),
    ):
        if number:
            yield f"Left out: {number:,} {why}."
    if basis.not_offered:
        yield f"Not compared, for the model has no such score: {', '.join(basis.not_offered)}."
    if basis.too_few:
        few = ", ".join(f"{name} ({number:,})" for name, number in basis.too_few.items())
        yield f"Not compared, for there are too few comments with it: {few}."
    if basis.html:
        yield "The texts look like HTML and were read as people see them; --plain-text reads them as they are."
    if basis.windows:
        yield "The file is not in UTF-8 and was read as Windows-1252: see whether accents are right."
