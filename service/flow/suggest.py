"""Keeps what other systems think that texts should score: labels for training, nothing else.

They decide nothing here, and stand apart from what moderators decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from models.database import db, new_id, writing
from models.suggestions import Suggestion

AT_ONCE = 500


@dataclass(frozen=True)
class About:
    """The text that is judged, and by whom."""

    key_id: UUID
    text: str
    text_type: str
    language: str | None
    community_id: str
    client_token: str


@dataclass(frozen=True)
class Suggested:
    """What an attribute should score: for the whole text, or for a part of it."""

    attribute: str
    value: float
    begin: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Which:
    """Some suggestions: those of a key, of a community, or from before a moment; else all."""

    key_id: UUID | None = None
    community_id: str | None = None
    before: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for the database."""
        found: list[ColumnElement[bool]] = []
        if self.key_id is not None:
            found.append(Suggestion.key_id == self.key_id)
        if self.community_id is not None:
            found.append(Suggestion.community_id == self.community_id)
        if self.before is not None:
            found.append(Suggestion.created_at < self.before)
        return found


def suggest(about: About, suggested: Sequence[Suggested]) -> None:
    """Keep suggestions about one text, in their order."""
    last: UUID | None = None
    with writing() as session:
        for each in suggested:
            last = new_id(after=last)
            session.add(Suggestion(id=last, **vars(about), **vars(each)))


def suggestions(which: Which) -> Iterator[dict[str, Any]]:
    """Suggestions in the order in which they came, each with all its columns."""
    table = Suggestion.__table__
    last: UUID | None = None
    while True:
        page = select(table).where(*which.conditions()).order_by(Suggestion.id).limit(AT_ONCE)
        found = db.session.execute(page if last is None else page.where(Suggestion.id > last)).all()
        db.session.rollback()  # nothing is held of the database while they are written elsewhere
        yield from (dict(row._mapping) for row in found)
        if len(found) < AT_ONCE:
            return
        last = found[-1].id


def forget(which: Which) -> int:
    """Delete suggestions; how many there were."""
    with writing() as session:
        gone = session.execute(
            delete(Suggestion)
            .where(*which.conditions())
            .execution_options(synchronize_session=False)
        )
        return int(getattr(gone, "rowcount", 0))
