"""Which threshold on one scorer does what another threshold did on another scorer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.thresholds import (
    SAMPLES,
    TAILS,
    Estimate,
    Numbers,
    area,
    areas,
    equivalents,
    estimated,
)

SCORES = st.lists(st.integers(0, 1000).map(lambda number: number / 1000), min_size=1, max_size=60)
THRESHOLDS = st.lists(
    st.integers(0, 999).map(lambda number: number / 1000 + 0.0005), min_size=1, max_size=10
)


TENTHS = np.arange(1, 10) / 10


def numbers(*values: float) -> Numbers:
    """As the statistics take them."""
    return np.array(values, dtype=float)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Numbers, Numbers]:
    """Old and new scores of the same comments."""
    old = draw(SCORES)
    new = draw(st.lists(st.integers(0, 1000), min_size=len(old), max_size=len(old)))
    return np.array(old), np.array(new) / 1000


BY_HAND = [
    # Half-way between the second and the third of the old ones is half-way here, too.
    (0.25, 0.65),
    # On an old score itself, the comment that has it is not above.
    (0.3, 0.7),
    # Below all of them, half-way from 0 to the lowest.
    (0.05, 0.25),
    # Above all of them, half-way from the highest to 1.
    (0.7, 0.9),
]


@pytest.mark.parametrize(("threshold", "equivalent"), BY_HAND)
def test_a_threshold_moves_by_rank(threshold: float, equivalent: float) -> None:
    """A threshold lies among the new scores where it lay among the old ones."""
    old, new = numbers(0.3, 0.1, 0.4, 0.2), numbers(0.7, 0.6, 0.8, 0.5)
    assert equivalents(old, new, numbers(threshold)) == pytest.approx([equivalent])


def test_scores_that_tie() -> None:
    """Of comments with one old score, a threshold at it holds none, and one just below it all."""
    old, new = numbers(0.5, 0.5, 0.5, 0.9), numbers(0.1, 0.2, 0.3, 0.8)
    at, below = equivalents(old, new, numbers(0.5, 0.499999))
    assert at == pytest.approx(0.3)
    assert below == pytest.approx(0.1, abs=1e-5)


@given(SCORES, THRESHOLDS)
def test_a_scorer_compared_with_itself_keeps_its_thresholds(
    scores: list[float], thresholds: list[float]
) -> None:
    """Whatever the scores are, identical scorers have identical thresholds."""
    same = equivalents(np.array(scores), np.array(scores), np.array(thresholds))
    assert same == pytest.approx(np.array(thresholds), abs=1e-9)


@given(pairs(), THRESHOLDS)
def test_a_higher_threshold_never_becomes_a_lower_one(
    pair: tuple[Numbers, Numbers], thresholds: list[float]
) -> None:
    """The curve only rises, and stays between 0 and 1."""
    moved = equivalents(*pair, np.sort(thresholds))
    assert np.all(np.diff(moved) >= -1e-12)
    assert np.all((moved >= 0) & (moved <= 1))


@given(
    st.lists(st.integers(1, 999), min_size=1, max_size=60, unique=True).flatmap(
        lambda new: st.tuples(
            st.just(new), st.lists(st.integers(0, 1000), min_size=len(new), max_size=len(new))
        )
    ),
    THRESHOLDS,
)
def test_as_many_are_held(scores: tuple[list[int], list[int]], thresholds: list[float]) -> None:
    """Where no two new scores tie, exactly as many comments lie above the new threshold."""
    new, old = (np.array(each) / 1000 for each in scores)
    moved = equivalents(old, new, np.array(thresholds))
    for before, after in zip(thresholds, moved, strict=True):
        assert np.sum(new > after + 1e-12) == np.sum(old > before)


@given(pairs(), THRESHOLDS, st.randoms(use_true_random=False))
def test_the_order_of_comments_does_not_matter(
    pair: tuple[Numbers, Numbers], thresholds: list[float], chance: object
) -> None:
    """The same comments in another order have the same equivalents."""
    order = list(range(len(pair[0])))
    chance.shuffle(order)  # type: ignore[attr-defined]
    asked = np.array(thresholds)
    shuffled = equivalents(pair[0][order], pair[1][order], asked)
    assert np.array_equal(equivalents(*pair, asked), shuffled)


def test_the_interval_of_two_comments() -> None:
    """Of two comments, one time in four each is drawn twice, which are the ends of the interval."""
    (moved,) = estimated(numbers(0.2, 0.6), numbers(0.2, 0.8), numbers(0.5))
    assert moved.value == pytest.approx(0.2 + 0.6 * 0.3 / 0.4)
    assert moved.low == pytest.approx(0.2 + 0.8 * 0.3 / 0.8)
    assert moved.high == pytest.approx(0.8 * 0.5 / 0.6)


def test_nothing_is_uncertain_about_identical_scorers() -> None:
    """However comments are drawn, a scorer is its own equivalent."""
    scores = np.linspace(0, 1, 40) ** 3
    for each, threshold in zip(estimated(scores, scores, TENTHS), TENTHS, strict=True):
        assert (each.low, each.value, each.high) == pytest.approx((threshold,) * 3)


def test_the_same_comments_give_the_same_intervals() -> None:
    """Chance is seeded: a run can be repeated to the last digit, and another seed differs."""
    chance = np.random.default_rng(7)
    old, new = chance.random(50), chance.random(50)
    assert estimated(old, new, TENTHS) == estimated(old, new, TENTHS)
    assert estimated(old, new, TENTHS) != estimated(old, new, TENTHS, seed=1)


def test_more_comments_say_more() -> None:
    """Sixteen times as many comments make an interval about four times narrower."""
    few, many = (drawn(np.random.default_rng(3), number) for number in (250, 4000))
    (wide,), (narrow,) = (estimated(*scores, numbers(0.3)) for scores in (few, many))
    assert 2 < (wide.high - wide.low) / (narrow.high - narrow.low) < 8


def drawn(chance: np.random.Generator, number: int) -> tuple[Numbers, Numbers]:
    """Comments of two scorers that mostly agree, and whose true equivalents are known."""
    bell = chance.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], number)
    return squeezed(bell[:, 0] - 1), squeezed(2 * bell[:, 1] - 3)


def squeezed(bell: Numbers) -> Numbers:
    """Between 0 and 1, in the same order."""
    return 1 / (1 + np.exp(-bell))


def truly(old: Numbers) -> Numbers:
    """What `drawn` would have for equivalents, were there comments without end."""
    return squeezed(2 * np.log(old / (1 - old)) - 1)


def test_the_interval_holds_what_is_true() -> None:
    """Of 40 samples, about 95 % have an interval with the true equivalent in it."""
    chance = np.random.default_rng(11)
    thresholds = numbers(0.3, 0.5, 0.7)
    true = truly(thresholds)
    held = np.zeros(len(thresholds))
    for _ in range(40):
        found = estimated(*drawn(chance, 300), thresholds)
        held += [each.low <= value <= each.high for each, value in zip(found, true, strict=True)]
    assert np.all(held >= 34)
    assert held.sum() < 120  # intervals that are always right would be too wide


def test_the_area_by_hand() -> None:
    """Of the four pairs three are in order and one ties, which counts half."""
    assert area(numbers(0.5, 0.9), numbers(0.5, 0.1)) == 3.5 / 4


@given(SCORES, SCORES)
def test_the_area_counts_pairs(rejected: list[float], approved: list[float]) -> None:
    """It is the share of all pairs in which the rejected comment scores higher."""
    pairs = [(bad > good) + (bad == good) / 2 for bad in rejected for good in approved]
    expected = sum(pairs) / len(pairs)
    assert area(np.array(rejected), np.array(approved)) == pytest.approx(expected)


def test_identical_scorers_differ_by_nothing() -> None:
    """The difference is paired: drawn together, two scorers that agree never differ."""
    chance = np.random.default_rng(5)
    rejected, approved = chance.beta(4, 2, 30), chance.beta(2, 4, 200)
    found = areas((rejected, rejected), (approved, approved))
    assert found.difference == Estimate(0, 0, 0)
    assert found.old == found.new
    assert found.old.low < found.old.value < found.old.high


def test_the_areas_are_those_of_comments_drawn_anew() -> None:
    """Counting how often each was drawn gives what drawing them gives."""
    chance = np.random.default_rng(5)
    rejected = chance.beta(4, 2, 12), chance.beta(3, 2, 12).round(1)
    approved = chance.beta(2, 4, 30), chance.beta(2, 3, 30).round(1)
    again = np.random.default_rng(0)
    samples = []
    for _ in range(SAMPLES):
        first, second = again.integers(12, size=12), again.integers(30, size=30)
        samples.append([area(rejected[i][first], approved[i][second]) for i in range(2)])
    old, new = np.array(samples).T
    found = areas(rejected, approved)
    for each, sampled in ((found.old, old), (found.new, new), (found.difference, new - old)):
        assert (each.low, each.high) == pytest.approx(tuple(np.quantile(sampled, TAILS)))
