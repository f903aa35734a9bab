"""`check` finds what is wrong with batches, restrictions and flags that ask, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from models.batches import Batch
from models.comments import Comment
from models.database import db, now, writing
from models.decisions import Decision
from models.readers import Reader
from models.restrictions import BannedAddress, Restriction
from moderation.status import Action
from service.flow.batch import Chosen, undo_batch, work_off
from service.flow.check import check, check_over
from service.flow.moderation_invariants import moderation_rules
from service.flow.restrict import lift
from tests.service.flow.newsroom import KIM, LEE, Newsroom


@pytest.fixture
def story(room: Newsroom) -> Newsroom:
    """A batch that stands and one undone, a restriction of each kind, and flags of all sorts."""
    root = room.approved()
    room.approved(under=root)
    work_off(Chosen(branch=root), Action.REJECT, KIM)
    undo_batch(work_off(Chosen(branch=root), Action.APPROVE, LEE).batch.id, KIM)
    received = room.receive(address_hash="1" * 64)
    banned = received.comment.id
    room.score()
    room.restrict(banned, "hold")
    room.restrict(banned)
    room.restrict(room.approved(), "hold")
    lift(room.restrict(room.approved()).id, LEE)
    confirmed = room.approved()
    room.approve(confirmed)
    room.flag(confirmed)
    room.flag(room.approved())
    Newsroom("gazette").approved(article="b")
    return room


def elsewhere() -> Any:
    """The other site."""
    return select(Comment.site_id).order_by(Comment.id.desc()).limit(1).scalar_subquery()


Damage = Callable[[], Any]
DAMAGES: dict[str, Damage] = {
    "flags ask until a person decides, and again from three readers or for what is illegal": lambda: (
        update(Comment).values(flags_ask=True)
    ),
    "a decision of a batch does what its batch was to do": lambda: update(Batch).values(
        action="hold"
    ),
    "a decision of a batch is made by the person whose batch it is": lambda: (
        update(Decision).where(Decision.batch_id.is_not(None)).values(actor_kind="rule")
    ),
    "a reader is restricted by what stands": lambda: update(Restriction).values(lifted_at=now()),
    "a reader's restriction has its kind": lambda: update(Reader).values(restriction_kind="ban"),
    "a reader's restriction has its end": lambda: update(Reader).values(restricted_until=now()),
    "a restriction is made from a comment of its author, on its site": lambda: (
        update(Restriction).values(site_id=elsewhere())
    ),
    "what a newer restriction replaced stands no more": lambda: (
        update(Restriction).where(Restriction.kind == "ban").values(
            replaced_by_id=Restriction.id
        )
    ),
    "addresses are kept for bans that stand alone": lambda: update(BannedAddress).values(
        until=now() + timedelta(days=99)
    ),
}  # fmt: skip
"""For each rule a way to break it. Some break others too."""


def test_what_people_do_keeps_every_rule(story: Newsroom) -> None:
    """After batches, undos, restrictions and flags, nothing contradicts anything."""
    assert check().differences == []


def test_what_breaks_a_rule_is_found(story: Newsroom) -> None:
    """Each rule is reported, in its own words, when a row breaks it."""
    for sentence, damage in DAMAGES.items():
        with db.engine.connect().execution_options(writing=True) as connection:
            connection.execute(damage())
            found = check_over(connection).differences
            connection.rollback()
        assert sentence in {difference.sentence for difference in found}, sentence


def test_each_rule_is_broken_here() -> None:
    """There is no rule that no test has seen fail."""
    assert {rule.sentence for rule in moderation_rules()} == set(DAMAGES)


def test_a_flag_that_should_ask_is_missed(story: Newsroom) -> None:
    """The rule about flags finds what is too little as well as what is too much."""
    with writing() as session:
        session.execute(update(Comment).values(flags_ask=False))
    assert {each.found for each in check().differences} & {"False", "0"}
