"""Everybody at once: readers, scorers, moderators and sweeps on the same few threads."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest

from moderation.status import Action
from service.flow import lease
from service.flow.announce import announce_counts
from service.flow.check import check
from service.flow.decide import Wanted, decide
from service.flow.filters import Filters
from service.flow.forget import forget_the_old
from service.flow.lease import take
from service.flow.refused import Refused
from service.flow.score import renew
from service.flow.undo import undo
from service.flow.vote import refresh_ranks
from service.flow.waiting import raise_overdue
from tests.models.together import together
from tests.service.flow.newsroom import CLEAN, KIM, LEE, RUDE, Newsroom

STEPS = 30


class Crowd:
    """What one of many does, at random, to comments that others work on too."""

    def __init__(self, room: Newsroom, comments: list[UUID], seed: int) -> None:
        self.room = room
        self.comments = comments
        self.chance = random.Random(seed)
        self.done = 0

    def __call__(self) -> int:
        acts = (
            self.post, self.reply, self.reply, self.score, self.score, self.decide, self.decide,
            self.decide_and_undo, self.edit, self.withdraw, self.flag, self.vote, self.sweep,
            self.lease, self.lease,
        )  # fmt: skip
        for _ in range(STEPS):
            self._try(self.chance.choice(acts))
        return self.done

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
            self.done += 1
        except Refused:
            pass  # somebody else was faster, and this is how one is told

    def one(self) -> UUID:
        return self.chance.choice(self.comments)

    def some(self) -> list[UUID]:
        return self.chance.sample(self.comments, min(len(self.comments), 5))

    def post(self) -> None:
        self.comments.append(self.room.post(article=self.chance.choice("ab"), article_title="T"))

    def reply(self) -> None:
        parent = self.room.row(self.one())
        self.comments.append(self.room.post(under=parent.id, article=self.room.article_of(parent)))

    def score(self) -> None:
        claimed = self.room.claim(4)
        renew(claimed)
        for each in claimed:
            self.room.keep(each, self.chance.choice([CLEAN, CLEAN, RUDE]))

    def decide(self) -> None:
        action = self.chance.choice([Action.APPROVE, Action.APPROVE, Action.REJECT, Action.HOLD])
        decide([Wanted(each) for each in self.some()], action, KIM)

    def decide_and_undo(self) -> None:
        for decision in decide([Wanted(self.one())], Action.REJECT, LEE).decisions:
            undo(decision.id, LEE)

    def edit(self) -> None:
        self.room.edit(self.one())

    def withdraw(self) -> None:
        self.room.withdraw(self.one())

    def flag(self) -> None:
        self.room.flag(self.one())

    def vote(self) -> None:
        self.room.vote(self.one(), self.chance.choice([1, 0, -1]))

    def lease(self) -> None:
        by = self.chance.choice([KIM, LEE])
        state = self.chance.choice(["held", "unscored", "all"])
        take(Filters(state=state), 3, by)
        lease.renew(self.some(), by, None)
        lease.free(self.some(), by)

    def sweep(self) -> None:
        sweeps = [refresh_ranks, announce_counts, forget_the_old, raise_overdue]
        self.chance.choice(sweeps)()


@pytest.mark.parametrize("mode", ["auto", "post"])
def test_whatever_many_do_at_once_everything_agrees(room: Newsroom, mode: str) -> None:
    """Nobody fails but by being told that another was faster, and every invariant holds."""
    room.set(mode=mode, flag_limit=2, waiting_limit_s=0)
    comments = [room.post(article=article) for article in "ab" for _ in range(4)]
    done = together(*[Crowd(room, comments, seed) for seed in range(5)])
    assert sum(done) > STEPS, "nearly everything was refused"
    assert check().differences == []
    for article in "ab":
        assert room.article(article).count == room.recount(article)


def test_nobody_waits_in_a_ring(room: Newsroom) -> None:
    """Deciding an answer moves its parent's counters: who wants both waits for neither of them."""
    room.set(waiting_limit_s=0)
    parents = [room.approved() for _ in range(15)]
    pairs = [(parent, room.held(under=parent)) for parent in parents]
    for parent in parents:
        room.edit(parent)
    both = [comment_id for pair in pairs for comment_id in pair]

    def approve_each() -> None:
        for _, answer in pairs:
            decide([Wanted(answer)], Action.APPROVE, KIM)

    def renew_both() -> None:
        for pair in pairs:
            lease.renew(pair, LEE, None)

    def raise_all() -> None:
        raise_overdue()

    def renew_all() -> None:
        lease.renew(both, LEE, None)

    together(approve_each, renew_both, raise_all, renew_all, renew_all)
    assert check().differences == []
    assert room.article().count == room.recount() == len(pairs)
