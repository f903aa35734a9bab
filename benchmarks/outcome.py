"""What became of the comments of a corpus: where each one is, what is shown, what it nests under."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from benchmarks.corpus import Written
from moderation.status import Status
from service.flow.thread import DEEPEST_NESTING

HELD, REJECTED = 0.025, 0.02


def statuses(rng: random.Random, written: Sequence[Written]) -> dict[int, Status]:
    """Where each comment is. Held ones were never seen, so nobody replied to them."""
    answered = {each.parent for each in written}
    status = {}
    for each in written:
        chance = rng.random()
        status[each.number] = Status.APPROVED
        if each.article > 2 and chance < REJECTED:
            status[each.number] = Status.REJECTED
        elif each.article > 2 and chance < REJECTED + HELD and each.number not in answered:
            status[each.number] = Status.PENDING
    return status


def shown_replies(written: Sequence[Written], status: dict[int, Status]) -> Counter[int]:
    """How many shown replies each has: replies come later, so this goes back in time."""
    replies = Counter[int]()
    for each in reversed(written):
        shown = status[each.number] is Status.APPROVED or replies[each.number] > 0
        if shown and each.parent is not None:
            replies[each.parent] += 1
    return replies


def nesting(written: Sequence[Written]) -> dict[int, int | None]:
    """Under which comment each one nests in answers, as `service.flow.receive` has it."""
    depths = {each.number: each.depth for each in written}
    under: dict[int, int | None] = {}
    for each in written:
        parent = each.parent
        flat = parent is not None and depths[parent] > DEEPEST_NESTING
        under[each.number] = under[parent] if flat and parent else parent
    return under
