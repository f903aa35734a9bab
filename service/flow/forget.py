"""Drops what is kept only for a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.comments import Comment
from models.database import now, writing
from models.deliveries import Delivery
from models.events import Event
from models.idempotency import IdempotentAnswer
from models.leases import Lease
from models.moderators import ModeratorSession
from models.restrictions import BannedAddress
from models.saved_filters import SavedFilter
from models.uncovered import Uncovered

ADDRESSES = timedelta(days=30)
EVENTS = timedelta(days=30)
ANSWERS = timedelta(hours=24)
YESTERDAY = timedelta(days=1)
"""Which texts were uncovered before it is nobody's business any more."""
LEASES = timedelta(hours=1)
"""How long after its end a lease is kept, so that whoever comes back can have it renewed."""


def forget_the_old() -> None:
    """Client addresses and events after 30 days, idempotent answers after 24 h, what is over."""
    moment = now()
    with writing() as session:
        _forget_addresses(session, moment - ADDRESSES)
        session.execute(
            delete(BannedAddress).where(
                or_(BannedAddress.seen_at < moment - ADDRESSES, BannedAddress.until < moment)
            )
        )
        _forget_events(session, moment - EVENTS)
        session.execute(
            delete(IdempotentAnswer).where(IdempotentAnswer.created_at < moment - ANSWERS)
        )
        session.execute(delete(ModeratorSession).where(ModeratorSession.expires_at < moment))
        session.execute(delete(Uncovered).where(Uncovered.day < moment.date() - YESTERDAY))
        _forget_leases(session, moment - LEASES)


def forget_holder(session: Session, holder_id: UUID) -> None:
    """What somebody had who is gone: leases, saved filters, and how much they uncovered."""
    # In order: others who want several of these rows take them in the same.
    leased = select(Lease.comment_id).where(Lease.holder_id == holder_id).order_by(Lease.comment_id)
    ids = session.scalars(leased.with_for_update()).all()
    session.execute(delete(Lease).where(Lease.comment_id.in_(ids)))
    session.execute(delete(SavedFilter).where(SavedFilter.holder_id == holder_id))
    session.execute(delete(Uncovered).where(Uncovered.holder_id == holder_id))


def _forget_addresses(session: Session, before: datetime) -> None:
    """Those of comments that somebody has in hand go the next time: nobody waits for another."""
    old = select(Comment.id).where(Comment.address_hash.is_not(None), Comment.created_at < before)
    free = old.with_for_update(skip_locked=True, key_share=True)
    session.execute(
        update(Comment)
        .where(Comment.id.in_(free))
        .values(address_hash=None)
        .execution_options(synchronize_session=False)
    )


def _forget_leases(session: Session, before: datetime) -> None:
    """But for those that somebody takes or gives back right now."""
    over = select(Lease.comment_id).where(Lease.until < before)
    ids = session.scalars(over.with_for_update(skip_locked=True)).all()
    session.execute(delete(Lease).where(Lease.comment_id.in_(ids)))


def _forget_events(session: Session, before: datetime) -> None:
    """All but those of deliveries that are kept, and the newest: places are counted on from it."""
    delivered = select(Delivery.id).where(Delivery.event_id == Event.id)
    newest = select(func.max(Event.position)).scalar_subquery()
    session.execute(
        delete(Event)
        .where(Event.created_at < before, Event.position < newest, ~delivered.exists())
        .execution_options(synchronize_session=False)
    )
