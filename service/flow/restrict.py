"""Restricts authors for a time: a ban from taking part, or that all they write waits for a person.

One restriction stands at a time, until a day that is always named; a newer one takes its place,
and both are kept. What stands is on the reader's own row too, so that whoever has the reader
need not look for it. Nothing has to happen when it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.orm import Session

from models.comments import Comment
from models.database import db, new_id, now, writing
from models.readers import Reader
from models.restrictions import BannedAddress, Restriction
from moderation.rules import Verdict
from service.flow import cursor as cursors
from service.flow.decide import Actor, may_see
from service.flow.forget import ADDRESSES
from service.flow.refused import Refused
from service.flow.thread import Json, time

KINDS = ("ban", "hold")
LONGEST = timedelta(days=3650)
MOST_ADDRESSES = 200
"""How many addresses of a banned author are remembered, the latest."""

LATEST, SHARED_BY = 1000, 20
"""An address from which more than so many readers wrote of these newest comments is nobody's trace.

It is that of a campus or of a mobile network, or of a proxy that nobody told us to trust.
"""

ALL_WAITS = "everything by this author waits"
SAME_ADDRESS = "written from a banned author's address"


@dataclass(frozen=True)
class Sentence:
    """What an author is to be restricted to: `kind` is ban or hold."""

    kind: str
    until: datetime
    reason: str | None = None
    note: str | None = None


def restrict(
    comment_id: UUID, sentence: Sentence, actor: Actor, *, sites: frozenset[UUID] | None = None
) -> Restriction:
    """Restrict the author of a comment on its site; a restriction that stands gives way.

    Raises `Refused`: not_found for a comment that is none or of another site than `sites`, invalid
    where the end came while others were waited for.
    """
    with writing() as session:
        return restrict_in(session, comment_seen(session, comment_id, sites), sentence, actor)


def restrict_in(
    session: Session,
    comment: Comment,
    sentence: Sentence,
    actor: Actor,
    batch_id: UUID | None = None,
) -> Restriction:
    """The same in an open transaction. Raises `Refused` (invalid) where the end came meanwhile."""
    reader = _locked(session, comment.reader_id)
    moment = now()
    if sentence.until <= moment:
        raise Refused("invalid", "Must be in the future: it is over already.", "until")
    earlier = _standing(session, reader)
    if earlier is not None:
        _end(session, earlier, actor, moment)
    restriction = Restriction(
        id=new_id(after=earlier.id if earlier else None),
        site_id=comment.site_id,
        reader_id=reader.id,
        comment_id=comment.id,
        kind=sentence.kind,
        until=sentence.until,
        reason=sentence.reason,
        note=sentence.note,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        batch_id=batch_id,
        created_at=moment,
    )
    session.add(restriction)
    session.flush()
    if earlier is not None:
        earlier.replaced_by_id = restriction.id
    if restriction.kind == "ban":
        _remember_addresses(session, restriction)
    reader.restriction_id = restriction.id
    reader.restriction_kind, reader.restricted_until = restriction.kind, restriction.until
    return restriction


def lift(restriction_id: UUID, actor: Actor, *, sites: frozenset[UUID] | None = None) -> None:
    """End a restriction before its time. Raises `Refused`: not_found, or conflict saying why."""
    with writing() as session:
        restriction = session.get(Restriction, restriction_id)
        if restriction is None or not (sites is None or restriction.site_id in sites):
            raise Refused("not_found", "There is no such restriction.")
        reader = _locked(session, restriction.reader_id)
        session.refresh(restriction)
        if restriction.lifted_by is not None:
            raise Refused("conflict", f"{restriction.lifted_by} lifted it already.")
        if restriction.until <= now():
            raise Refused("conflict", f"It ended by itself on {in_words(restriction.until)}.")
        _lift(session, reader, restriction, actor)


def take_back(session: Session, restriction: Restriction, actor: Actor) -> None:
    """Lift what a batch brought, if it still stands, and restore what it had taken the place of."""
    reader = _locked(session, restriction.reader_id)
    session.refresh(restriction)
    if restriction.lifted_at is not None or restriction.until <= now():
        return
    _lift(session, reader, restriction, actor)
    replaced = Restriction.replaced_by_id == restriction.id
    earlier = session.scalar(select(Restriction).where(replaced))
    if earlier is not None and earlier.until > now():
        sentence = Sentence(earlier.kind, earlier.until, earlier.reason, earlier.note)
        restrict_in(session, session.get_one(Comment, earlier.comment_id), sentence, actor)


def restrictions(
    sites: frozenset[UUID] | None,
    reader_id: UUID | None,
    active: bool | None,
    limit: int,
    cursor: str | None,
) -> tuple[list[Json], str | None]:
    """A page of restrictions, the newest first, and the cursor that continues it."""
    statement = select(Restriction, Comment.author_name).join(
        Comment, Comment.id == Restriction.comment_id
    )
    if sites is not None:
        statement = statement.where(Restriction.site_id.in_(sites))
    if reader_id is not None:
        statement = statement.where(Restriction.reader_id == reader_id)
    if active is not None:
        stands = and_(Restriction.lifted_at.is_(None), Restriction.until > now())
        statement = statement.where(stands if active else ~stands)
    if cursor:
        place = cursors.decode("restrictions", cursor, UUID)[0]
        statement = statement.where(Restriction.id < place)
    rows = db.session.execute(statement.order_by(Restriction.id.desc()).limit(limit + 1)).all()
    further, rows = len(rows) > limit, rows[:limit]
    place = cursors.encode("restrictions", rows[-1][0].id) if further else None
    return [_shown(*row) for row in rows], place


def shown(restriction: Restriction) -> Json:
    """One in the shape of the HTTP contract."""
    return _shown(restriction, db.session.get_one(Comment, restriction.comment_id).author_name)


def _shown(restriction: Restriction, author_name: str) -> Json:
    lifted = restriction.lifted_by is not None
    return {
        "id": restriction.id,
        "kind": restriction.kind,
        "until": restriction.until,
        "author": {"id": restriction.reader_id, "name": author_name},
        "comment_id": restriction.comment_id,
        "by": restriction.actor_name,
        "at": restriction.created_at,
        "reason": restriction.reason,
        "note": restriction.note,
        "lifted_at": restriction.lifted_at if lifted else None,
        "lifted_by": restriction.lifted_by,
    }


def comment_seen(
    session: Session, comment_id: UUID, sites: frozenset[UUID] | None = None
) -> Comment:
    """The comment, of whatever status; raises `Refused` where it is none of theirs to see."""
    comment = session.get(Comment, comment_id)
    if comment is None or not may_see(comment, sites):
        raise Refused("not_found", "There is no such comment.")
    return comment


def refuse_if_banned(reader: Reader) -> None:
    """Raise `Refused` for a reader who may not take part now, and say until when."""
    until = reader.restricted_until
    if reader.restriction_kind == "ban" and until is not None and until > now():
        raise Refused("forbidden", f"You cannot take part here until {in_words(until)}.")


def why_waits(session: Session, comment: Comment) -> Verdict | None:
    """The hold that takes the place of an approval by a rule; None where nothing is restricted.

    One query for both: what the author is restricted to, and whether somebody who is banned wrote
    from the same address (which may be shared, so that only a person can tell).
    """
    moment = now()
    banned = select(func.max(BannedAddress.until)).where(
        BannedAddress.site_id == comment.site_id,
        BannedAddress.address_hash == comment.address_hash,
        BannedAddress.until > moment,
    )
    until, banned_until = session.execute(
        select(Reader.restricted_until, banned.scalar_subquery()).where(
            Reader.id == comment.reader_id
        )
    ).one()
    if until is not None and until > moment:
        return Verdict("hold", ALL_WAITS, {"until": time(until)})
    if banned_until is not None:
        return Verdict("hold", SAME_ADDRESS, {"until": time(banned_until)})
    return None


def in_words(moment: datetime) -> str:
    """A moment as readers are told it: “3 December 2026, 14:05 UTC”."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _locked(session: Session, reader_id: UUID) -> Reader:
    return session.get_one(
        Reader, reader_id, with_for_update={"key_share": True}, populate_existing=True
    )


def _standing(session: Session, reader: Reader) -> Restriction | None:
    return session.scalar(
        select(Restriction).where(
            Restriction.reader_id == reader.id, Restriction.lifted_at.is_(None)
        )
    )


def _end(session: Session, restriction: Restriction, actor: Actor, moment: datetime) -> None:
    """Let it stand no more; nobody lifted what had ended by itself."""
    ended = restriction.until <= moment
    restriction.lifted_at = restriction.until if ended else moment
    if not ended:
        restriction.lifted_by_kind, restriction.lifted_by = actor.kind, actor.name
    session.execute(delete(BannedAddress).where(BannedAddress.restriction_id == restriction.id))
    session.flush()


def _lift(session: Session, reader: Reader, restriction: Restriction, actor: Actor) -> None:
    _end(session, restriction, actor, now())
    reader.restriction_id = reader.restriction_kind = reader.restricted_until = None


def _remember_addresses(session: Session, restriction: Restriction) -> None:
    """Where the author wrote from of late, for as long as addresses are kept."""
    last = func.max(Comment.created_at)
    rows = session.execute(
        select(Comment.address_hash, last)
        .where(
            Comment.reader_id == restriction.reader_id,
            Comment.address_hash.is_not(None),
            Comment.created_at > now() - ADDRESSES,
            Comment.address_hash.not_in(_shared_addresses()),
        )
        .group_by(Comment.address_hash)
        .order_by(last.desc())
        .limit(MOST_ADDRESSES)
    )
    session.add_all(
        BannedAddress(
            restriction_id=restriction.id,
            address_hash=address_hash,
            site_id=restriction.site_id,
            until=restriction.until,
            seen_at=seen_at,
        )
        for address_hash, seen_at in rows
    )


def _shared_addresses() -> Select[tuple[str | None]]:
    latest = (
        select(Comment.address_hash, Comment.reader_id)
        .where(Comment.address_hash.is_not(None))
        .order_by(Comment.id.desc())
        .limit(LATEST)
        .subquery()
    )
    readers = func.count(latest.c.reader_id.distinct())
    shared = select(latest.c.address_hash).group_by(latest.c.address_hash)
    return shared.having(readers > SHARED_BY)
