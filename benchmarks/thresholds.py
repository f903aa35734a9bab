"""How far the intervals of moved thresholds can be trusted: how often they hold what is true.

    python -m benchmarks.thresholds

Comments are drawn from two scorers that agree about as much as real ones (their order correlates by
0.7) and whose true equivalents are known, 400 times over; most comments score low, as in life. Takes
minutes.
"""

from __future__ import annotations

import numpy as np

from moderation.thresholds import Numbers, estimated

REPEATED = 400
NUMBERS = (200, 1000)
ABOVE = (3, 5, 10, 20, 50)
"""How many comments lie above the thresholds that are looked at, on average."""
AGREE = 0.7


def main() -> None:
    """Print the table."""
    print(
        "| comments | above the threshold | true one in the interval | width |\n|--:|--:|--:|--:|"
    )
    for number in NUMBERS:
        held, widths = _measured(number)
        for above, share, width in zip(ABOVE, held, widths, strict=True):
            print(f"| {number:,} | {above} | {share:.1%} | {width:.2f} |")


def _measured(number: int) -> tuple[Numbers, Numbers]:
    """For each threshold, how often the interval holds the true equivalent, and how wide it is."""
    chance = np.random.default_rng(0)
    many = np.sort(_old(chance.standard_normal(2_000_000)))
    thresholds = np.quantile(many, 1 - np.array(ABOVE) / number)
    true = _new(_inverse(thresholds))
    held, widths = np.zeros(len(ABOVE)), np.zeros(len(ABOVE))
    for _ in range(REPEATED):
        bell = chance.multivariate_normal([0, 0], [[1, AGREE], [AGREE, 1]], number)
        found = estimated(_old(bell[:, 0]), _new(bell[:, 1]), thresholds)
        held += [each.low <= value <= each.high for each, value in zip(found, true, strict=True)]
        widths += [each.high - each.low for each in found]
    return held / REPEATED, widths / REPEATED


def _old(bell: Numbers) -> Numbers:
    return 1 / (1 + np.exp(3 - 1.5 * bell))


def _inverse(old: Numbers) -> Numbers:
    return (np.log(old / (1 - old)) + 3) / 1.5


def _new(bell: Numbers) -> Numbers:
    return 1 / (1 + np.exp(5 - 2.5 * bell))


if __name__ == "__main__":
    main()
