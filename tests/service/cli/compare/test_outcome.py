"""What came of a comparison."""

from collections.abc import Sequence

import pytest

from service.cli.compare.outcome import FEW, Outcome, Scored, as_json, outcome, shown
from service.cli.compare.table import Row

LOW = [number / 100 for number in range(1, 81)]
HIGH = [0.8 + number / 100 for number in range(1, 20)]


def scored(old: float, new: float, rejected: bool | None = None) -> Scored:
    """A comment, whose row is its old score in hundredths."""
    row = Row(round(old * 100), f"text {old}", {"TOXICITY": old}, rejected)
    return Scored(row, old, new)


def halved(decisions: Sequence[bool | None]) -> list[Scored]:
    """A scorer that says half of what the old one said, of 99 comments decided on in turn."""
    return [
        scored(old, old / 2, decisions[at % len(decisions)]) for at, old in enumerate(LOW + HIGH)
    ]


def of(comments: Sequence[Scored], *thresholds: float, worst: int = 3) -> Outcome:
    """Their outcome."""
    return outcome("TOXICITY", "toxicity", comments, thresholds, worst)


def test_a_threshold_and_what_it_held() -> None:
    """0.8 held nineteen of 99; at half of it as many are held, and no decisions say no more."""
    (moved,) = of(halved([None]), 0.8).thresholds
    assert (moved.held, moved.few) == (19, False)
    assert moved.same_share is not None
    assert moved.same_share.value == pytest.approx(0.4)
    assert moved.same_share.low <= 0.4 <= moved.same_share.high
    assert (moved.same_misses, moved.wrongly_held) == (None, None)


def test_the_same_misses() -> None:
    """As many rejected comments slip through; what of the approved ones is held then is counted."""
    comments = [*halved([True]), scored(0.9, 0.1, False), scored(0.7, 0.45, False)]
    comments.append(scored(0.1, 0.9, False))
    (moved,) = of(comments, 0.8).thresholds
    assert moved.same_misses is not None
    assert moved.same_misses.value == pytest.approx(0.4)
    assert moved.missed == 80
    assert moved.wrongly_held == (1, 2)
    assert not moved.few_misses


def test_where_nothing_lies_nothing_is_said() -> None:
    """Above the highest old score, and below the lowest, there is no equivalent to be had."""
    low, high = of(halved([True, False]), 0.005, 0.995).thresholds
    assert [low.same_share, low.same_misses, high.same_share, high.same_misses] == [None] * 4
    assert (low.held, high.held) == (99, 0)


def test_where_little_lies_it_is_marked() -> None:
    """Fewer than ten comments beyond a threshold are few, on either side of it."""
    below, enough, above = of(halved([None]), 0.085, 0.5, 0.905).thresholds
    assert (below.few, enough.few, above.few) == (True, False, True)
    assert (FEW, above.held) == (10, 9)


def test_how_well_either_tells_them_apart() -> None:
    """Two scorers in the same order are equally good; without approved comments nobody can say."""
    found = of(halved([True, False]), 0.5).areas
    assert found is not None
    assert found.difference.value == 0
    assert of(halved([True, None]), 0.5).areas is None


def test_the_worst_disagreements() -> None:
    """Scores are compared where they lie on the new scale: half of the old one is no disagreement."""
    comments = [*halved([None]), scored(0.905, 0.01), scored(0.055, 0.44)]
    found = of(comments, 0.5, worst=1).disagreements
    assert [each.scored.new for each in found] == [0.44, 0.01]
    assert found[0].by > 0.3
    assert found[1].by < -0.3
    assert of(comments, 0.5, worst=0).disagreements == []
    same = [scored(old, old) for old in LOW]
    assert of(same, 0.5).disagreements == []


def test_decisions_only_on_what_was_held() -> None:
    """Where people hardly decided on what the old scores let through, that is noticed."""
    held = [scored(old, old, True) for old in HIGH] + [scored(old, old) for old in LOW]
    assert of(held, 0.8).blind
    assert not of(halved([True, False, None]), 0.8).blind


def test_as_json() -> None:
    """JSON has the numbers, and nothing about decisions where there are none."""
    told = as_json(of(halved([None]), 0.8))
    assert (told["compared"], told["auc"]) == (99, None)
    assert isinstance(told["thresholds"], list)
    (moved,) = told["thresholds"]
    assert moved["same_share"]["value"] == pytest.approx(0.4)
    assert "few" not in moved["same_share"]
    assert "same_misses" not in moved
    told = as_json(of(halved([True, False]), 0.8))
    assert isinstance(told["thresholds"], list)
    (moved,) = told["thresholds"]
    assert moved["wrongly_held"] == {"old": 9, "new": 9}
    assert "few" not in moved["same_misses"]


def test_digits_that_make_a_difference() -> None:
    """Where scores crowd, a threshold has three digits; an old one is written as it was typed."""
    assert [shown(number) for number in (0.00412, 0.21294, 0.9763, 0.9951)] == [
        "0.004", "0.21", "0.98", "0.995",
    ]  # fmt: skip
    found = of(halved([None]), 0.5, 0.825).thresholds
    assert [moved.name for moved in found] == ["0.50", "0.825"]
