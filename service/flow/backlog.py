"""How much waits for a score and how much for a person, and for how long; never by counting all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal_column, select
from sqlalchemy.engine import Connection

from models.comments import Comment
from models.database import db, now
from models.decisions import Decision
from service.flow.kept import Kept

MOST_COUNTED = 10_000
MOST_LOOKED_AT = 1_000
"""Ids tell when comments came; among so many of the first ones is whichever waits longest."""

# To the letter of the indexes, which hold these rows and no others.
PENDING: ColumnElement[bool] = literal_column("status") == literal_column("'pending'")
UNSCORED = and_(Comment.scored_revision.is_(None), Comment.score_due_at.is_not(None))
HELD = and_(PENDING, Comment.scored_revision.is_not(None))


@dataclass(frozen=True)
class Backlog:
    """What waits in the whole database, each number counted to 10,000."""

    unscored: int
    unscored_since: datetime | None
    """When the text was written that has waited longest for a score."""
    held: int
    held_since: datetime | None
    """When that comment was scored or taken back which has waited longest for a person."""


def backlog() -> Backlog:
    """What waits, as of at most a second ago; raises SQLAlchemy's errors."""
    return _backlog.get(None)


def seconds_since(moment: datetime | None) -> float:
    """How long ago that is; 0 where nothing waits."""
    return max(0.0, (now() - moment).total_seconds()) if moment else 0.0


def _load(_key: None) -> Backlog:
    written = func.coalesce(Comment.edited_at, Comment.created_at)
    decided = (
        select(Decision.created_at)
        .where(Decision.comment_id == Comment.id)
        .order_by(Decision.id.desc())
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    with db.engine.connect() as connection:
        return Backlog(
            _number(connection, UNSCORED),
            _oldest(connection, UNSCORED, written),
            _number(connection, HELD),
            _oldest(connection, HELD, func.coalesce(decided, Comment.created_at)),
        )


def _number(connection: Connection, waiting: ColumnElement[bool]) -> int:
    found = select(Comment.id).where(waiting).limit(MOST_COUNTED).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0


def _oldest(
    connection: Connection, waiting: ColumnElement[bool], since: ColumnElement[datetime]
) -> datetime | None:
    first = select(since.label("since")).where(waiting).order_by(Comment.id).limit(MOST_LOOKED_AT)
    oldest: datetime | None = connection.scalar(select(func.min(first.subquery().c.since)))
    return oldest


_backlog: Kept[None, Backlog] = Kept(_load)
