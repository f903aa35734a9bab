"""The outcome of a comparison in words, for whoever sets the threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moderation.thresholds import Areas, Estimate
from service.cli.compare import basis as left_out
from service.cli.compare.basis import Basis
from service.cli.compare.outcome import Disagreement, Outcome, shown

SHOWN = 72
"""Letters of a text."""
USUAL = 0.8
"""Coral's own threshold, nearest to which an example is chosen."""


def in_words(basis: Basis, outcomes: Sequence[Outcome]) -> str:
    """All that is printed."""
    lines = [*left_out.in_words(basis)]
    for outcome in outcomes:
        lines += ["", *_outcome(outcome)]
    return "\n".join(lines)


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
    undecided = outcome.compared - outcome.approved - outcome.rejected
    if undecided == outcome.compared:
        return f"{outcome.compared:,} comments, no decisions"
    told = f"{outcome.compared:,} comments: {outcome.approved:,} approved, {outcome.rejected:,} rejected"
    return f"{told}, {undecided:,} undecided" if undecided else told


def _thresholds(outcome: Outcome, decided: bool) -> Iterator[str]:
    head = ["old", "held", "same share held", "same misses", "wrongly held"]
    rows = [head if decided else head[:3]]
    for moved in outcome.thresholds:
        share = f"{moved.held:,} ({moved.held / outcome.compared:.1%})"
        row = [moved.name, share, _interval(moved.same_share, moved.few)]
        if decided:
            row.append(_interval(moved.same_misses, moved.few_misses))
            row.append(_wrongly_held(moved.wrongly_held))
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "   ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _wrongly_held(numbers: tuple[int, int] | None) -> str:
    return "–" if numbers is None else f"{numbers[0]:,} → {numbers[1]:,}"


def _reading(outcome: Outcome, decided: bool) -> Iterator[str]:
    yield _example(outcome)
    if decided:
        yield (
            "Same misses: lets as many of your rejected comments slip through as the old one did. "
            "Wrongly held: your approved comments above the old threshold → above that new one."
        )
    if any(moved.few or (decided and moved.few_misses) for moved in outcome.thresholds):
        yield (
            "* Fewer than ten of these comments lie beyond this threshold: take it for a guess, and its "
            "interval for too narrow. – Nothing lies there, so nothing can be said."
        )
    if decided and outcome.blind:
        yield (
            "Careful: people decided on few of the comments that the old scores let through. What they "
            "would have rejected there is not known, so same misses and AUC say little; go by the same "
            "share held."
        )


def _example(outcome: Outcome) -> str:
    """The line of the table nearest to Coral's own threshold that says something, as a sentence."""
    known = [
        (moved, moved.same_share)
        for moved in outcome.thresholds
        if moved.same_share is not None and not moved.few
    ]
    if not known:
        return "Too few comments lie beyond these thresholds to move them by: compare more of them."
    moved, share = min(known, key=lambda each: abs(each[0].old - USUAL))
    return (
        f"Read: where {moved.name} held {moved.held:,} of these comments, {shown(share.value)} "
        f"holds as many here; with other comments it might have been {shown(share.low)} to "
        f"{shown(share.high)} (95 %)."
    )


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


def _interval(estimate: Estimate | None, few: bool) -> str:
    if estimate is None:
        return "– "
    mark = "*" if few else " "
    return f"{shown(estimate.value)} ({shown(estimate.low)} to {shown(estimate.high)}){mark}"
