"""The history of rules and settings: written with each change, and never touched again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.changes import Change
from models.database import db, new_id
from service.flow import cursor
from service.flow.decide import Actor
from service.flow.keyset import Keyset

Json = dict[str, Any]

KINDS = ("rules", "site", "words", "article")

_NEWEST_FIRST = Keyset((Change.site_id, Change.id), rising=False)


def record(
    session: Session,
    site_id: UUID,
    actor: Actor,
    what: str,
    before: Json | None,
    after: Json | None,
    subject: str = "",
) -> None:
    """Write down a change in the transaction that makes it; one that changes nothing is none."""
    if before == after:
        return
    newest = newest_change(session, site_id)
    session.add(
        Change(
            id=new_id(after=newest.id if newest else None),
            site_id=site_id,
            what=what,
            subject=subject,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            before=before,
            after=after,
        )
    )
    session.flush()


def newest_change(session: Session, site_id: UUID, **of: str) -> Change | None:
    """The last change of a site; `what` and `subject` narrow it."""
    statement = select(Change).where(Change.site_id == site_id).filter_by(**of)
    return session.scalar(statement.order_by(Change.id.desc()).limit(1))


def page(
    site_id: UUID, what: str | None, limit: int, after: str | None
) -> tuple[list[Change], str | None]:
    """A page of a site's history, the newest first, and the cursor of the next one."""
    place = None if after is None else cursor.decode("changes", after, UUID)
    statement = _NEWEST_FIRST.walk(select(Change), site_id, place)
    if what is not None:
        statement = statement.where(Change.what == what)
    rows = list(db.session.scalars(statement.limit(limit + 1)))
    more = cursor.encode("changes", rows[limit - 1].id) if len(rows) > limit else None
    return rows[:limit], more
