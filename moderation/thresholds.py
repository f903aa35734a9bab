"""Which threshold on a new scorer does what an old threshold did on another.

Two scorers that mean the same may say it in different numbers. A threshold is moved by rank, not by
value: the new one is to leave as many comments above it as the old one did. That is equipercentile
equating (M. J. Kolen, R. L. Brennan, “Test Equating, Scaling, and Linking”, chapter 2): the curve on
which the i-th lowest of the old scores meets the i-th lowest of the new ones, from (0, 0) to (1, 1)
and straight in between. It only rises, and a scorer compared with itself keeps every threshold.

Over all comments it keeps the share that is held; over those that people rejected, the share of them
that slips through. Above a threshold means strictly above, as Coral has it.

How sure that is, the bootstrap tells (B. Efron, R. J. Tibshirani, “An Introduction to the Bootstrap”,
chapter 13): the comments, each with both of its scores, are drawn anew with replacement, 2,000 times,
and the middle 95 % of what then comes out are the interval. Percentile intervals and not BCa: the
latter are corrected by the jackknife, which fails for quantiles (the same book, chapter 11).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
"""How often each comment was drawn."""

SAMPLES = 2000
TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Estimate:
    """A number as measured, and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Areas:
    """How well two scorers tell rejected comments from approved ones: areas under the ROC curve.

    Such an area is the chance that, of a rejected and an approved comment, the rejected one has the
    higher score: 1 always, 0.5 as good as tossing a coin. `difference` is the new less the old, of
    the same comments each time.
    """

    old: Estimate
    new: Estimate
    difference: Estimate


def equivalents(old: Numbers, new: Numbers, thresholds: Numbers) -> Numbers:
    """For each threshold on the old scores the one on the new scores that does the same.

    The two are scores of the same comments, 0 to 1, in any order.
    """
    return _on_curve(np.sort(old), np.sort(new), thresholds)


def estimated(old: Numbers, new: Numbers, thresholds: Numbers, *, seed: int = 0) -> list[Estimate]:
    """The same with intervals; there must be at least one comment."""
    by_old, by_new = np.argsort(old, kind="stable"), np.argsort(new, kind="stable")
    ascending_old, ascending_new = old[by_old], new[by_new]

    def on(drawn: Counts) -> Numbers:
        return _on_curve(
            np.repeat(ascending_old, drawn[by_old]), np.repeat(ascending_new, drawn[by_new]),
            thresholds,
        )  # fmt: skip

    return _estimates(_on_curve(ascending_old, ascending_new, thresholds), [len(old)], on, seed)


def area(rejected: Numbers, approved: Numbers) -> float:
    """The chance that a rejected comment scores above an approved one; a tie counts half."""
    return _Ranks(rejected, approved).area()


def areas(
    rejected: tuple[Numbers, Numbers], approved: tuple[Numbers, Numbers], *, seed: int = 0
) -> Areas:
    """How well the old and the new scorer do, each given as (old, new) scores.

    Rejected and approved comments are drawn anew each among themselves, so that there are as many
    of either every time. There must be at least one of either.
    """
    old, new = (_Ranks(*pair) for pair in zip(rejected, approved, strict=True))

    def on(*drawn: Counts) -> Numbers:
        before, after = old.area(*drawn), new.area(*drawn)
        return np.array([before, after, after - before])

    measured = np.array([old.area(), new.area(), new.area() - old.area()])
    return Areas(*_estimates(measured, [len(rejected[0]), len(approved[0])], on, seed))


def _on_curve(old: Numbers, new: Numbers, thresholds: Numbers) -> Numbers:
    """Both ascending."""
    olds, news = (np.concatenate(([0.0], scores, [1.0])) for scores in (old, new))
    return np.interp(thresholds, olds, news)


def _estimates(
    measured: Numbers, sizes: Sequence[int], statistic: Callable[..., Numbers], seed: int
) -> list[Estimate]:
    """`statistic` is given, for each group of so many comments, how often each was drawn."""
    chance = np.random.default_rng(seed)
    samples = [statistic(*(_drawn(chance, size) for size in sizes)) for _ in range(SAMPLES)]
    low, high = np.quantile(np.array(samples), TAILS, axis=0)
    return [Estimate(*map(float, each)) for each in zip(measured, low, high, strict=True)]


def _drawn(chance: np.random.Generator, size: int) -> Counts:
    return np.bincount(chance.integers(size, size=size), minlength=size)


class _Ranks:
    """Where rejected comments stand among the approved ones: found once, counted many times."""

    def __init__(self, rejected: Numbers, approved: Numbers) -> None:
        self._ascending = np.argsort(approved, kind="stable")
        ordered = approved[self._ascending]
        self._below = np.searchsorted(ordered, rejected, side="left")
        self._up_to = np.searchsorted(ordered, rejected, side="right")

    def area(self, rejected: Counts | int = 1, approved: Counts | int = 1) -> float:
        """`rejected` and `approved` say how often each of them counts."""
        times = np.broadcast_to(rejected, self._below.shape)
        counts = np.broadcast_to(approved, self._ascending.shape)[self._ascending]
        passed = np.concatenate(([0], np.cumsum(counts)))
        above = passed[self._below] + passed[self._up_to]
        return float(times @ above / (2 * times.sum() * counts.sum()))
