"""The filters that moderators keep under a name of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.database import db, writing
from models.saved_filters import SavedFilter
from service.flow.decide import Actor
from service.flow.refused import Refused

MOST_SAVED = 50


def saved_filters(person: Actor) -> Sequence[SavedFilter]:
    """Those of one person, by name."""
    return db.session.scalars(
        select(SavedFilter).where(*_of(person)).order_by(SavedFilter.name)
    ).all()


def save_filter(person: Actor, name: str, query: Mapping[str, Any]) -> SavedFilter:
    """Keep a query under a name. Raises `Refused` (conflict) where the name is taken, or at 50."""
    try:
        with writing() as session:
            _refuse(session, person, name)
            saved = SavedFilter(
                holder_kind=person.kind, holder_id=person.id, name=name, query=dict(query)
            )
            session.add(saved)
    except IntegrityError as error:  # sent twice at the same moment
        raise _taken(name) from error
    return saved


def drop_filter(person: Actor, filter_id: UUID) -> None:
    """Forget one of one's own; raises `Refused` (not_found) for any other."""
    with writing() as session:
        dropped = session.execute(
            delete(SavedFilter)
            .where(*_of(person), SavedFilter.id == filter_id)
            .returning(SavedFilter.id)
        ).all()
        if not dropped:
            raise Refused("not_found", "You have no such filter.")


def _refuse(session: Session, person: Actor, name: str) -> None:
    number, alike = session.execute(
        select(func.count(), func.count().filter(SavedFilter.name == name)).where(*_of(person))
    ).one()
    if alike:
        raise _taken(name)
    if number >= MOST_SAVED:
        raise Refused("conflict", f"You can keep {MOST_SAVED} filters; delete one first.")


def _taken(name: str) -> Refused:
    return Refused("conflict", f"You have a filter called “{name}” already.")


def _of(person: Actor) -> tuple[Any, ...]:
    return SavedFilter.holder_kind == person.kind, SavedFilter.holder_id == person.id
