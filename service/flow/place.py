"""Gives committed events their places: one order for everybody, which no late commit changes.

Ids and times are made before a commit, so of two transactions the one with the lower id may
commit last, and who had read up to the higher one would never see it. Here events get a number
only once they are committed, from one process at a time: whoever sees a place has seen, or can
see, every one before it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, Uuid, bindparam, func, select, update
from sqlalchemy.orm import Session

from models.database import writing
from models.deliveries import Delivery
from models.events import Event

MOST_AT_ONCE = 2000
ADVISORY_LOCK = 0x_BE_10_11_11_0E
"""The number under which PostgreSQL keeps "somebody places Belowline's events here"."""


def anything_unplaced(session: Session) -> bool:
    """Whether there is anything for `place_events` to do (a read, so that idle costs no write)."""
    return session.scalar(select(Event.id).where(Event.position.is_(None)).limit(1)) is not None


def place_events() -> int:
    """Number the events that were committed since the last time; returns how many."""
    with writing() as session:
        _wait_for_turn(session)
        events = session.execute(
            select(Event.id, Event.comment_id, Event.article_id, Event.sequence)
            .where(Event.position.is_(None))
            .order_by(Event.created_at, Event.id)
            .limit(MOST_AT_ONCE)
        ).all()
        last = session.scalar(select(func.max(Event.position))) or 0
        if events:
            _number(session, enumerate(_in_order(events), start=last + 1))
        return len(events)


def _wait_for_turn(session: Session) -> None:
    """On SQLite whoever writes is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))


def _in_order(events: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """By time, and within a comment by sequence (within the counts of an article by version).

    Clocks of two machines differ, and ids of one millisecond are in no order.
    """
    events = list(events)
    queues: dict[UUID | None, deque[Row[Any]]] = {}
    for event in sorted(events, key=lambda event: event.sequence):
        queues.setdefault(_subject(event), deque()).append(event)
    for event in events:
        yield queues[_subject(event)].popleft()


def _subject(event: Row[Any]) -> UUID | None:
    subject: UUID | None = event.comment_id or event.article_id
    return subject


def _number(session: Session, numbered: Iterable[tuple[int, Row[Any]]]) -> None:
    values = [{"event": event.id, "place": place} for place, event in numbered]
    event, place = bindparam("event", type_=Uuid()), bindparam("place", type_=BigInteger())
    # Through the connection: the session would want every row by its primary key.
    connection = session.connection()
    connection.execute(update(Event).where(Event.id == event).values(position=place), values)
    deliveries = update(Delivery).where(Delivery.event_id == event)
    connection.execute(deliveries.values(position=place), values)
