"""What became of each event on its way to an endpoint, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, literal_column, select

from models.articles import Article
from models.database import db
from models.deliveries import Attempt, Delivery
from models.events import Event
from service.flow import cursor as cursors
from service.flow.refused import Refused

KIND = "deliveries"
STATES = ("pending", "delivered", "failed")

Told = Row[tuple[Delivery, Event, Article | None]]


@dataclass(frozen=True)
class Filters:
    """Which deliveries; None: all."""

    state: str | None = None
    type: str | None = None
    comment: UUID | None = None


def deliveries(
    endpoint_id: UUID, filters: Filters, limit: int, cursor: str | None
) -> tuple[Sequence[Told], str | None]:
    """A page of an endpoint's deliveries, and the cursor of the next. Raises `Refused`."""
    statement = _joined().where(Delivery.endpoint_id == endpoint_id, *_conditions(filters))
    if cursor:
        statement = statement.where(Delivery.id < cursors.decode(KIND, cursor, UUID)[0])
    rows = db.session.execute(statement.order_by(Delivery.id.desc()).limit(limit + 1)).all()
    further, rows = len(rows) > limit, rows[:limit]
    return rows, cursors.encode(KIND, rows[-1][0].id) if further else None


def delivery(delivery_id: UUID) -> Told:
    """One delivery with its event and article; raises `Refused` (not_found)."""
    found = db.session.execute(_joined().where(Delivery.id == delivery_id)).one_or_none()
    if found is None:
        raise Refused("not_found", "There is no such delivery.")
    return found


def attempts(delivery_id: UUID) -> Sequence[Attempt]:
    """Each request that was made for it, the first one first."""
    return db.session.scalars(
        select(Attempt).where(Attempt.delivery_id == delivery_id).order_by(Attempt.number)
    ).all()


def _joined() -> Select[tuple[Delivery, Event, Article | None]]:
    statement: Select[Any] = (
        select(Delivery, Event, Article)
        .join(Event, Event.id == Delivery.event_id)
        .outerjoin(Article, Article.id == Event.article_id)
    )
    return statement


def _conditions(filters: Filters) -> list[Any]:
    conditions: list[Any] = []
    if filters.state is not None:
        # As a literal, for that is what a partial index is found by.
        conditions.append(Delivery.state == literal_column(f"'{filters.state}'"))
    if filters.type is not None:
        conditions.append(Event.type == filters.type)
    if filters.comment is not None:
        conditions.append(Event.comment_id == filters.comment)
    return conditions
