"""What always holds for events and their deliveries; the rest is in `invariants`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, not_, or_, select

from models.comments import Comment
from models.database import now
from models.decisions import Decision
from models.deliveries import Attempt, Delivery
from models.events import Event
from models.flags import Flag
from moderation.status import Action
from service.flow.forget import EVENTS
from service.flow.invariants import Rule


def delivery_rules() -> list[Rule]:
    """Everything that always holds about what is announced, and to whom."""
    return [*_changes(), *_events(), *_deliveries()]


def _changes() -> Iterator[Rule]:
    """No change without its event, and no event without its change."""
    decided = _number(Decision, Decision.comment_id, Decision.action != Action.ESCALATE)
    flagged = _number(Flag, Flag.comment_id)
    changes = 1 + func.coalesce(decided.c.n, 0) + func.coalesce(flagged.c.n, 0)
    yield Rule(
        "every change of a comment is announced, once",
        Comment,
        select(Comment.id, Comment.sequence, changes)
        .outerjoin(decided, decided.c.key == Comment.id)
        .outerjoin(flagged, flagged.c.key == Comment.id)
        .where(Comment.sequence > 0, Comment.sequence != changes),
    )


def _events() -> Iterator[Rule]:
    of_comment = Comment.id == Event.comment_id
    for sentence, column in (("site", "site_id"), ("article", "article_id")):
        found, expected = getattr(Event, column), getattr(Comment, column)
        yield Rule(
            f"an event is of its comment's {sentence}",
            Event,
            select(Event.id, found, expected)
            .join(Comment, of_comment)
            .where(found.is_distinct_from(expected)),
        )
    fresh = and_(Event.comment_id.is_not(None), Event.created_at > now() - EVENTS)
    span = func.max(Event.sequence) - func.min(Event.sequence) + 1
    yield Rule(
        "between two events of a comment none is missing",
        Comment,
        select(Event.comment_id, func.count(), span)
        .where(fresh)
        .group_by(Event.comment_id)
        .having(func.count() < span),
    )
    later = select(Event.comment_id, Event.sequence, Event.position).where(fresh).subquery()
    yield Rule(
        "events of a comment are placed in their order",
        Event,
        select(Event.id, Event.position, later.c.position)
        .join(later, later.c.comment_id == Event.comment_id)
        .where(
            later.c.sequence == Event.sequence + 1,
            or_(
                Event.position > later.c.position,
                and_(Event.position.is_(None), later.c.position.is_not(None)),
            ),
        ),
    )


def _deliveries() -> Iterator[Rule]:
    pending = Delivery.state == "pending"
    yield _never("what waits to be delivered has a time", and_(pending, Delivery.due_at.is_(None)))
    done = and_(not_(pending), or_(Delivery.due_at.is_not(None), Delivery.finished_at.is_(None)))
    yield _never("what is no longer tried has an end", done)
    taken = and_(Delivery.last_status >= 200, Delivery.last_status < 300)
    untaken = and_(Delivery.state == "delivered", taken.is_not(True))
    yield _never("what is delivered was taken by its receiver", untaken)
    attempts = _number(Attempt, Attempt.delivery_id)
    logged = func.coalesce(attempts.c.n, 0)
    yield Rule(
        "every attempt is in the log",
        Delivery,
        select(Delivery.id, Delivery.attempts, logged)
        .outerjoin(attempts, attempts.c.key == Delivery.id)
        .where(Delivery.attempts != logged),
    )
    yield Rule(
        "a delivery has the place of its event",
        Delivery,
        select(Delivery.id, Delivery.position, Event.position)
        .join(Event, Event.id == Delivery.event_id)
        .where(Delivery.position.is_distinct_from(Event.position)),
    )


def _never(sentence: str, condition: ColumnElement[bool]) -> Rule:
    broken: Select[Any] = select(Delivery.id, Delivery.state, literal("none")).where(condition)
    return Rule(sentence, Delivery, broken)


def _number(table: type[Any], key: Any, *conditions: Any) -> Any:
    """How many rows there are for each key."""
    rows = select(key.label("key"), func.count().label("n")).select_from(table)
    return rows.where(*conditions).group_by(key).subquery()
