"""`check` finds every contradiction in what was announced and delivered, and none elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from models.comments import Comment
from models.database import db, new_id, now, writing
from models.decisions import Decision
from models.deliveries import Attempt, Delivery
from models.endpoints import Endpoint
from models.events import Event
from service.flow.check import check, check_over
from service.flow.delivery_invariants import delivery_rules
from service.flow.place import place_events
from tests.service.flow.newsroom import Newsroom


@pytest.fixture
def story(room: Newsroom) -> Newsroom:
    """A few comments on two sites, announced to one endpoint, which took one event."""
    with writing() as session:
        session.add(
            Endpoint(
                url="https://a.example/", secret="s", events=["comment.created", "comment.held"]
            )
        )
    comment_id = room.approved()
    room.flag(comment_id)
    room.reject(comment_id)
    Newsroom("gazette").approved(article="b")
    place_events()
    with writing() as session:
        [first, *_] = session.scalars(select(Delivery).order_by(Delivery.position))
        first.state, first.due_at, first.finished_at = "delivered", None, now()
        first.attempts, first.last_status = 1, 204
        session.add(
            Attempt(
                delivery_id=first.id, number=1, at=now(), took_ms=5, url="https://a.example/",
                request_headers={}, status=204,
            )
        )  # fmt: skip
    return room


def other(column: Any) -> Any:
    """The greatest value of a column: that of the second site."""
    return select(column).order_by(column.desc()).limit(1).scalar_subquery()


IS_PENDING = Delivery.state == "pending"
Damage = Callable[[], Any]
DAMAGES: dict[str, Damage] = {
    "every change of a comment is announced, once": lambda: (
        update(Decision).where(Decision.action == "reject").values(action="escalate")
    ),
    "an event is of its comment's site": lambda: update(Event).values(
        site_id=other(Comment.site_id)
    ),
    "an event is of its comment's article": lambda: update(Event).values(
        article_id=other(Comment.article_id)
    ),
    "between two events of a comment none is missing": lambda: delete(Event).where(
        Event.type == "comment.flagged"
    ),
    "events of a comment are placed in their order": lambda: update(Event).values(
        position=1000 - Event.position
    ),
    "what waits to be delivered has a time": lambda: (
        update(Delivery).where(IS_PENDING).values(due_at=None)
    ),
    "what is no longer tried has an end": lambda: (
        update(Delivery).where(~IS_PENDING).values(finished_at=None)
    ),
    "what is delivered was taken by its receiver": lambda: (
        update(Delivery).where(~IS_PENDING).values(last_status=500)
    ),
    "every attempt is in the log": lambda: delete(Attempt),
    "a delivery has the place of its event": lambda: update(Delivery).values(position=99),
}
"""For each rule a way to break it. Some break others too."""


def test_what_the_steps_do_keeps_every_rule(story: Newsroom) -> None:
    """Nothing contradicts anything."""
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
    assert {rule.sentence for rule in delivery_rules()} == set(DAMAGES)


def test_an_event_that_nobody_made_is_found(story: Newsroom) -> None:
    """No event without its change, either."""
    with writing() as session:
        comment = session.scalars(select(Comment).limit(1)).one()
        comment.sequence += 1
        session.add(
            Event(
                id=new_id(), type="comment.approved", site_id=comment.site_id, data={},
                article_id=comment.article_id, comment_id=comment.id, sequence=comment.sequence,
            )
        )  # fmt: skip
    assert [each.sentence for each in check().differences] == [
        "every change of a comment is announced, once"
    ]
