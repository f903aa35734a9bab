"""Gives comments to one moderator at a time.

A lease reserves a comment for two minutes, and for two more each time that it is renewed; nobody
is given what another has. It locks nothing: whoever finds the comment in a list may decide it, and
a decision ends the lease (`service.flow.waiting`). A browser that is closed renews nothing, and
its comments are free again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.comments import Comment
from models.database import db, now, writing
from models.leases import Lease
from moderation.status import Status
from service.flow import find
from service.flow.decide import Actor, locked
from service.flow.filters import Filters

LEASE = timedelta(seconds=120)
MOST_HELD = 200
"""How many comments one moderator can reserve at a time."""

Given = dict[str, Any]
Sites = frozenset[UUID] | None
"""The sites that the moderator may see; None: all."""


@dataclass(frozen=True)
class Renewed:
    """Which leases go on until then, and which are over."""

    renewed: list[UUID]
    lost: list[UUID]
    until: datetime


def take(filters: Filters, limit: int, holder: Actor) -> tuple[list[UUID], datetime]:
    """Reserve the first comments that nobody has; their ids in order, and until when.

    What is escalated is given only to whoever asks for that. What is already this holder's is not
    given again, and no more than 200 are anybody's.
    """
    with writing() as session:
        until = now() + LEASE
        wanted = min(limit, MOST_HELD - _number_held(session, holder))
        taken: list[UUID] = []
        while len(taken) < wanted:
            left = wanted - len(taken)
            unleased = find.candidates(session, filters, left, *_free(filters.state))
            if not unleased:
                break
            gained = _reserve(session, unleased, holder, until, TAKEN)
            taken += [id_ for id_ in unleased if id_ in gained]
        return taken, until


def renew(comment_ids: Sequence[UUID], holder: Actor, sites: Sites) -> Renewed:
    """Reserve these for another two minutes, but for what another has or what was decided.

    What the holder has let run out is renewed if it is still free, and so is what waits for a
    decision and is nobody's.
    """
    with writing() as session:
        until = now() + LEASE
        locked(session, comment_ids)  # nobody decides these meanwhile, and what was is seen
        found = session.scalars(
            select(Comment.id)
            .outerjoin(Lease, Lease.comment_id == Comment.id)
            .where(Comment.id.in_(comment_ids), *_of_sites(Comment.site_id, sites))
            .where(Comment.status != Status.DELETED)
            .where(or_(Lease.holder_id == holder.id, _wants_a_person()))
        ).all()
        gained = _reserve(session, found, holder, until, RENEWED)
    return Renewed(
        [id_ for id_ in comment_ids if id_ in gained],
        [id_ for id_ in comment_ids if id_ not in gained],
        until,
    )


def free(comment_ids: Sequence[UUID], holder: Actor) -> list[UUID]:
    """Give these back; which of them were the holder's."""
    with writing() as session:
        held = session.scalars(
            select(Lease.comment_id)
            .where(Lease.comment_id.in_(comment_ids), _alive_of(holder))
            .order_by(Lease.comment_id)
            .with_for_update()
        ).all()
        session.execute(delete(Lease).where(Lease.comment_id.in_(held)))
    return [id_ for id_ in comment_ids if id_ in set(held)]


def mine(holder: Actor, sites: Sites) -> list[UUID]:
    """What the holder has, in the order “risk”."""
    found = (
        select(Comment.id)
        .join(Lease, Lease.comment_id == Comment.id)
        .where(_alive_of(holder), *_of_sites(Lease.site_id, sites))
        .order_by(Comment.urgency.desc(), Comment.id.desc())
        .limit(MOST_HELD)
    )
    return list(db.session.scalars(found))


def _number_held(session: Session, holder: Actor) -> int:
    held = select(func.count()).select_from(Lease).where(_alive_of(holder))
    return session.scalar(held) or 0


def _alive_of(holder: Actor) -> ColumnElement[bool]:
    return (Lease.holder_id == holder.id) & (Lease.until > now())


def _free(state: str) -> list[ColumnElement[bool]]:
    """What can be given in answer to a question about this state.

    The first of the queue are those that are leased, so the leases are read once and not for each.
    """
    leased = select(Lease.comment_id).where(Lease.until > now())
    escalated = [] if state == "escalated" else [Comment.escalated_at.is_(None)]
    return [Comment.id.not_in(leased), Comment.status != Status.DELETED, *escalated]


def _wants_a_person() -> ColumnElement[bool]:
    return or_(
        Comment.status == Status.PENDING, Comment.flags_ask, Comment.escalated_at.is_not(None)
    )


def _of_sites(column: Any, sites: Sites) -> list[ColumnElement[bool]]:
    return [] if sites is None else [column.in_(sites)]


def _reserve(
    session: Session, comment_ids: Collection[UUID], holder: Actor, until: datetime, given: Given
) -> frozenset[UUID]:
    """Give locked comments to the holder, but for what another has by now; which it got."""
    values = {
        "ids": list(comment_ids),
        "holder_kind": holder.kind,
        "holder_id": holder.id,
        "holder_name": holder.name,
        "until": until,
        "created_at": now(),
    }
    statement = given[session.get_bind().dialect.name]
    return frozenset(session.connection().execute(statement, values).scalars())


def _giving(insert: Any, *unless: ColumnElement[bool]) -> Any:
    """Leases for some comments; one that is alive is replaced only where `unless` holds.

    Always in order of id, so that no two transactions wait for each other.
    """
    table: Any = Lease.__table__
    about = [column for column in table.c if column.name not in ("comment_id", "site_id")]
    given = (
        select(
            Comment.id,
            Comment.site_id,
            *(bindparam(column.name, type_=column.type).label(column.name) for column in about),
        )
        .where(Comment.id.in_(bindparam("ids", expanding=True)))
        .order_by(Comment.id)
    )
    statement = insert(table).from_select(["comment_id", "site_id", *about], given)
    over = table.c.until <= bindparam("created_at", type_=table.c.created_at.type)
    return statement.on_conflict_do_update(
        index_elements=[table.c.comment_id],
        set_={column.name: statement.excluded[column.name] for column in about},
        where=or_(over, *unless),
    ).returning(table.c.comment_id)


INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
IS_MINE = Lease.__table__.c.holder_id == bindparam("holder_id", type_=Lease.holder_id.type)
TAKEN: Given = {name: _giving(insert) for name, insert in INSERTS.items()}
RENEWED: Given = {name: _giving(insert, IS_MINE) for name, insert in INSERTS.items()}
"""By the database's name. Written once: to say it takes longer than to do it."""
