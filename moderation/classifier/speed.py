"""How fast a classifier is on this machine."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moderation.classifier.contract import Classifier

TALK = (
    "the council met again on tuesday and nobody who was there could say what this bridge is for "
    "because our mayor has not read his own report which anyone can find at the library while you "
    "people still think that buses run for free I disagree with every word of it but thank you"
)
AT_ONCE = 32
WARM_UP = 5


@dataclass(frozen=True)
class Speed:
    """What was measured."""

    per_second: float
    """Comments in a second, when they are given together."""
    p50_ms: float
    """What half of the comments take at most, given one by one."""
    p99_ms: float
    """What 99 of a hundred take at most."""


def sample_texts(number: int) -> list[str]:
    """So many comments of 5 to 150 words, the same ones each time."""
    chance = random.Random(number)  # noqa: S311 - nothing secret
    return [" ".join(chance.choices(TALK.split(), k=chance.randint(5, 150))) for _ in range(number)]


def measure(classifier: Classifier, texts: Sequence[str]) -> Speed:
    """Score all texts twice: one by one, and together."""
    classifier.score(texts[:WARM_UP])
    single = [_seconds(classifier, [text]) for text in texts]
    together = sum(
        _seconds(classifier, texts[start : start + AT_ONCE])
        for start in range(0, len(texts), AT_ONCE)
    )
    p50, p99 = np.percentile(single, [50, 99]) * 1000
    return Speed(len(texts) / together, float(p50), float(p99))


def _seconds(classifier: Classifier, texts: Sequence[str]) -> float:
    start = time.perf_counter()
    classifier.score(texts)
    return time.perf_counter() - start
