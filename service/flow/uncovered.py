"""Counts for each moderator, and tells nobody else, how many blurred texts were uncovered today."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.comments import Comment
from models.database import db, now, writing
from models.uncovered import Uncovered
from service.flow.decide import Actor
from service.flow.refused import Refused

INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def uncover(comment_id: UUID, person: Actor, sites: frozenset[UUID] | None) -> int:
    """Count a text that a person has uncovered, once a day; how many it is today.

    Raises `Refused` (not_found) for a comment of a site that is none of `sites`.
    """
    with writing() as session:
        comment = session.get(Comment, comment_id)
        if comment is None or not (sites is None or comment.site_id in sites):
            raise Refused("not_found", "There is no such comment.")
        insert = INSERTS[session.get_bind().dialect.name](Uncovered)
        row = {"holder_kind": person.kind, "holder_id": person.id, "day": _today()}
        session.execute(insert.values(comment_id=comment_id, **row).on_conflict_do_nothing())
        return _number(session, person)


def uncovered_today(person: Actor) -> int:
    """How many texts this person has uncovered since midnight (UTC)."""
    return _number(db.session(), person)


def _number(session: Session, person: Actor) -> int:
    statement = select(func.count()).where(
        Uncovered.holder_kind == person.kind,
        Uncovered.holder_id == person.id,
        Uncovered.day == _today(),
    )
    return session.scalars(statement).one()


def _today() -> date:
    return now().date()
