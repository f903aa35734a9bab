"""The outcome of a comparison in words, for whoever sets the threshold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from moderation.thresholds import Areas, Estimate
from service.cli.compare.outcome import Disagreement, Outcome
from service.cli.compare.table import Table
from service.cli.reader import Read, Reader

SHOWN = 72
"""Letters of a text."""


@dataclass
class Basis:
    """By what was compared, and what was left out of it."""

    model: str
    revision: str
    html: bool
    windows: bool
    without_text: int
    without_score: int
    not_offered: list[str]
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
            table.html,
            table.windows,
            table.without_text,
            table.without_score,
            list(table.columns.not_offered),
        )

    def take(self, read: Read | None) -> Mapping[str, float] | None:
        """Count a comment; its scores, where they mean anything."""
        if read is None:
            self.failed += 1
        elif read.unread:
            self.unread[str(read.unread.get("language") or read.unread["script"])] += 1
        else:
            self.compared += 1
            return read.scores
        return None


def basis_as_json(basis: Basis) -> Mapping[str, object]:
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
    }


def in_words(basis: Basis, outcomes: Sequence[Outcome]) -> str:
    """All that is printed."""
    lines = [*_basis(basis)]
    for outcome in outcomes:
        lines += ["", *_outcome(outcome)]
    return "\n".join(lines)


def _basis(basis: Basis) -> Iterator[str]:
    yield (
        f"{basis.compared:,} comments compared with the model “{basis.model}”, revision "
        f"{basis.revision}."
    )
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
    if basis.html:
        yield "The texts look like HTML and were read as people see them; --plain-text reads them as they are."
    if basis.windows:
        yield "The file is not in UTF-8 and was read as Windows-1252: see whether accents are right."


def _outcome(outcome: Outcome) -> Iterator[str]:
    decided = outcome.rejected > 0
    yield f"{outcome.attribute} (here: {outcome.label}), {_number(outcome)}"
    yield ""
    yield from _thresholds(outcome, decided)
    yield ""
    yield from _reading(outcome, decided)
    if outcome.areas is not None:
        yield ""
        yield from _areas(outcome.areas)
    if outcome.disagreements:
        yield ""
        yield from _disagreements(outcome)


def _number(outcome: Outcome) -> str:
    if not outcome.approved and not outcome.rejected:
        return f"{outcome.compared:,} comments, no decisions"
    return f"{outcome.compared:,} comments: {outcome.approved:,} approved, {outcome.rejected:,} rejected"


def _thresholds(outcome: Outcome, decided: bool) -> Iterator[str]:
    head = ["old", "held", "same share held", "same misses", "wrongly held"]
    rows = [head if decided else head[:3]]
    for moved in outcome.thresholds:
        share = f"{moved.held:,} ({moved.held / outcome.compared:.1%})"
        row = [f"{moved.old:.2f}", share, _interval(moved.same_share, moved.few)]
        if moved.same_misses is not None:
            before, after = moved.wrongly_held
            row += [_interval(moved.same_misses, moved.few_misses), f"{before:,} → {after:,}"]
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "   ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _reading(outcome: Outcome, decided: bool) -> Iterator[str]:
    example = max(outcome.thresholds, key=lambda moved: (not moved.few, -abs(moved.old - 0.8)))
    yield (
        f"Read: where {example.old:.2f} held {example.held:,} of these comments, "
        f"{example.same_share.value:.2f} holds as many here; with other comments it might have been "
        f"{example.same_share.low:.2f} to {example.same_share.high:.2f} (95 %)."
    )
    if decided:
        yield (
            "Same misses: lets as many of your rejected comments slip through as the old one did. "
            "Wrongly held: your approved comments above the old threshold → above that new one."
        )
    marked = any(moved.few or (decided and moved.few_misses) for moved in outcome.thresholds)
    if marked:
        yield (
            "* fewer than ten of the comments lie beyond this threshold: it is little more than a "
            "guess, and wider than its interval says."
        )
    if decided and not outcome.approved:
        yield "There are no approved comments: how well either tells them apart cannot be said."


def _areas(areas: Areas) -> Iterator[str]:
    yield "How often a rejected comment scores above an approved one (AUC; 0.5 is tossing a coin):"
    for name, area in (("old", areas.old), ("here", areas.new)):
        yield f"  {name:10} {area.value:.3f} ({area.low:.3f} to {area.high:.3f})"
    difference = areas.difference
    yield (
        f"  difference {difference.value:+.3f} ({difference.low:+.3f} to {difference.high:+.3f}): "
        f"{_verdict(difference)}"
    )


def _verdict(difference: Estimate) -> str:
    if difference.low > 0:
        return "Belowline's model is better on these comments."
    if difference.high < 0:
        return "Belowline's model is worse on these comments."
    return "neither is shown to be better."


def _disagreements(outcome: Outcome) -> Iterator[str]:
    for title, found in (
        ("Scored much higher here", [each for each in outcome.disagreements if each.by > 0]),
        ("Scored much lower here", [each for each in outcome.disagreements if each.by < 0]),
    ):
        if found:
            yield f"{title} (old score, where that lies here, score here):"
            yield from map(_disagreement, found)


def _disagreement(each: Disagreement) -> str:
    row = each.scored.row
    decided = {None: "", True: " rejected", False: " approved"}[row.rejected]
    line = " ".join(row.text.split())
    shown = line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
    return (
        f"  {each.scored.old:.2f}  {each.moved:.2f}  {each.scored.new:.2f}  "
        f"row {row.number}{decided}: {shown}"
    )


def _interval(estimate: Estimate, few: bool) -> str:
    mark = "*" if few else " "
    return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f}){mark}"
