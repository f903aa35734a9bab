"""What happened, page by page in the order of commits, for who was away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, or_, select

from models.articles import Article
from models.database import db, now
from models.events import Event
from moderation.events import TEST
from service.flow import cursor as cursors
from service.flow.forget import EVENTS

KIND = "events"


@dataclass(frozen=True)
class Page:
    """Some events in order, each with the article that it is about, if any.

    The cursor goes on after the last, whenever more happens.
    """

    events: Sequence[Row[tuple[Event, Article | None]]]
    next_cursor: str


def events_after(
    cursor: str | None, limit: int, types: Collection[str], sites: Collection[UUID] | None
) -> Page:
    """The events beyond a cursor (from the oldest that is kept, without one).

    `types`: only those, unless empty; `sites`: only theirs, and what concerns the whole service
    (None: all).
    Raises `Refused` for what is no cursor of this listing.
    """
    place: int = cursors.decode(KIND, cursor, int, field="after")[0] if cursor else 0
    statement: Select[Any] = (
        select(Event, Article)
        .outerjoin(Article, Article.id == Event.article_id)
        .where(Event.position > place, Event.created_at > now() - EVENTS)
    )
    if types:
        statement = statement.where(Event.type.in_(types))
    if sites is not None:
        of_all = and_(Event.site_id.is_(None), Event.type != TEST)
        statement = statement.where(or_(Event.site_id.in_(sites), of_all))
    events = db.session.execute(statement.order_by(Event.position).limit(limit)).all()
    last = events[-1][0].position if events else place
    return Page(events, cursors.encode(KIND, last))
