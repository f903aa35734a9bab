"""What came of a comparison: for each attribute the equivalent thresholds, and how sure they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from moderation.thresholds import Areas, Estimate, Numbers, areas, equivalents, estimated
from service.cli.compare.table import Row

FEWEST = 20
"""Comments. From fewer no threshold can be moved."""
FEW = 10
"""With fewer comments on one side of a threshold its interval is too narrow (see the docs)."""
GRID = np.linspace(0.01, 0.99, 99)
"""Old thresholds at which the curve of the chart is known."""


@dataclass(frozen=True)
class Scored:
    """A comment with its old score of one attribute, and the model's."""

    row: Row
    old: float
    new: float


@dataclass(frozen=True)
class Moved:
    """An old threshold, and what does the same here.

    `same_share` holds as many comments; `same_misses` lets as many slip through of those that
    people rejected. Either is None where no such comment lies on one side of the old threshold,
    which then says nothing. Where there are fewer than FEW, `few` and `few_misses` say that the
    interval is narrower than it should be.
    """

    old: float
    held: int
    same_share: Estimate | None
    few: bool
    same_misses: Estimate | None
    few_misses: bool
    missed: int
    """Rejected comments at or below the old threshold."""
    wrongly_held: tuple[int, int] | None
    """Approved comments above the old threshold, and above `same_misses`."""

    @property
    def name(self) -> str:
        """The old threshold as people write it."""
        return f"{self.old:.2f}" if round(self.old, 2) == self.old else f"{self.old:g}"


def shown(number: float) -> str:
    """A threshold in as many digits as make a difference: more where scores crowd."""
    return f"{number:.3f}" if number < 0.05 or number > 0.99 else f"{number:.2f}"


@dataclass(frozen=True)
class Disagreement:
    """A comment of which the two say different things.

    `moved` is where its old score lies on the new scale, so that `new` can be compared with it.
    """

    scored: Scored
    moved: float

    @property
    def by(self) -> float:
        """How much higher the model's score is."""
        return self.scored.new - self.moved


@dataclass(frozen=True)
class Outcome:
    """All about one attribute."""

    attribute: str
    label: str
    compared: int
    approved: int
    rejected: int
    thresholds: Sequence[Moved]
    curve: Sequence[Estimate]
    """Of `Moved.same_share`, on GRID."""
    known_to: float
    """The old score that FEW - 1 comments exceed: beyond it the curve is little more than a guess."""
    highest: float
    """The highest old score: beyond it there is no curve."""
    areas: Areas | None
    """None without both approved and rejected comments."""
    blind: bool
    """Whether people hardly ever decided on what the old scores let through."""
    disagreements: Sequence[Disagreement]
    """The worst: those that are scored higher here, then those that are scored lower."""


def outcome(
    attribute: str, label: str, scored: Sequence[Scored], thresholds: Sequence[float], worst: int
) -> Outcome:
    """Compare; there must be at least one comment. `worst` disagreements are kept of either kind."""
    old, new = _arrays(scored)
    rejected = [each for each in scored if each.row.rejected]
    approved = [each for each in scored if each.row.rejected is False]
    asked = np.array(thresholds)
    estimates = estimated(old, new, np.concatenate((asked, GRID)))
    misses: Sequence[Estimate | None] = [None] * len(asked)
    if rejected:
        misses = estimated(*_arrays(rejected), asked)
    moved = [
        _moved(scored, rejected, approved, *each)
        for each in zip(thresholds, estimates, misses, strict=False)
    ]
    return Outcome(
        attribute, label, len(scored), len(approved), len(rejected), moved,
        estimates[len(asked) :], float(np.sort(old)[-FEW]), float(old.max()),
        areas(_arrays(rejected), _arrays(approved)) if rejected and approved else None,
        _blind(scored, min(thresholds)),
        _disagreements(scored, equivalents(old, new, old), worst),
    )  # fmt: skip


def _arrays(scored: Sequence[Scored]) -> tuple[Numbers, Numbers]:
    return np.array([each.old for each in scored]), np.array([each.new for each in scored])


def _moved(
    scored: Sequence[Scored],
    rejected: Sequence[Scored],
    approved: Sequence[Scored],
    threshold: float,
    same_share: Estimate,
    same_misses: Estimate | None,
) -> Moved:
    held = sum(each.old > threshold for each in scored)
    missed = sum(each.old <= threshold for each in rejected)
    fewest, fewest_misses = min(held, len(scored) - held), min(missed, len(rejected) - missed)
    misses = same_misses if fewest_misses else None
    before = sum(each.old > threshold for each in approved)
    return Moved(
        old=threshold,
        held=held,
        same_share=same_share if fewest else None,
        few=fewest < FEW,
        same_misses=misses,
        few_misses=fewest_misses < FEW,
        missed=missed,
        wrongly_held=None
        if misses is None
        else (before, sum(each.new > misses.value for each in approved)),
    )


def _blind(scored: Sequence[Scored], lowest: float) -> bool:
    """Whether, below all thresholds, less than half as many were decided on as above them."""
    above = [each.row.rejected is not None for each in scored if each.old > lowest]
    below = [each.row.rejected is not None for each in scored if each.old <= lowest]
    return bool(above and below) and 2 * sum(below) / len(below) < sum(above) / len(above)


def _disagreements(scored: Sequence[Scored], moved: Numbers, most: int) -> list[Disagreement]:
    found = [Disagreement(each, float(at)) for each, at in zip(scored, moved, strict=True)]
    found.sort(key=lambda each: each.by)
    higher = [each for each in reversed(found[-most:]) if each.by > 0] if most else []
    return higher + [each for each in found[:most] if each.by < 0]


def as_json(outcome: Outcome) -> Mapping[str, object]:
    """All but the curve, as JSON has it."""
    areas_ = outcome.areas
    return {
        "label": outcome.label,
        "compared": outcome.compared,
        "approved": outcome.approved,
        "rejected": outcome.rejected,
        "thresholds": [_moved_as_json(each, outcome) for each in outcome.thresholds],
        "auc": areas_ and {
            "old": _interval(areas_.old),
            "new": _interval(areas_.new),
            "difference": _interval(areas_.difference),
        },
        "disagreements": [
            {
                "row": each.scored.row.number,
                "text": each.scored.row.text,
                "old": each.scored.old,
                "old_moved": round(each.moved, 6),
                "new": round(each.scored.new, 6),
                "rejected": each.scored.row.rejected,
            }
            for each in outcome.disagreements
        ],
    }  # fmt: skip


def _moved_as_json(moved: Moved, outcome: Outcome) -> Mapping[str, object]:
    before, after = moved.wrongly_held or (None, None)
    decided = {
        "missed": moved.missed,
        "same_misses": _interval(moved.same_misses, moved.few_misses),
        "wrongly_held": None if before is None else {"old": before, "new": after},
    }
    return {
        "old": moved.old,
        "held": moved.held,
        "share": round(moved.held / outcome.compared, 6),
        "same_share": _interval(moved.same_share, moved.few),
        **(decided if outcome.rejected else {}),
    }


def _interval(estimate: Estimate | None, few: bool = False) -> Mapping[str, object] | None:
    if estimate is None:
        return None
    numbers = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    rounded = {name: round(number, 6) for name, number in numbers.items()}
    return rounded | ({"few": True} if few else {})
