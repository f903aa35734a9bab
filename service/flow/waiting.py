"""Keeps since when a comment waits for a decision, and whose turn it is; a decision ends its lease.

The turn goes before the risk in the queue: what a person put off comes last, what has waited
beyond its site's limit first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, literal_column, select, update
from sqlalchemy.orm import Session

from models.comments import OVERDUE, PUT_OFF, USUAL, Comment
from models.database import before_commit, db, now, writing
from models.leases import Lease
from moderation.status import Status
from service.flow.sites import models_of_sites, site_of

MOST_RAISED = 100
"""How many are raised in one transaction."""

URGENCY: ColumnElement[float] = case(
    (Comment.risk.is_(None), Comment.turn - 10.0), else_=Comment.turn * 10.0 + Comment.risk
)
"""What `models.comments.urgency` says, in the database."""

# To the letter of the index ix_comments_waiting.
USUAL_AND_WAITING = literal_column("turn") == literal_column(str(USUAL))


def settle_waiting(comment: Comment) -> None:
    """Call when a comment has its new status: its waiting has begun, goes on or is over."""
    if comment.status == Status.PENDING:
        comment.waits_since = comment.waits_since or now()
    else:
        comment.waits_since, comment.turn = None, USUAL


def put_off(comment: Comment) -> None:
    """A person looked at it and decided nothing: it comes after the rest."""
    comment.turn = PUT_OFF


def forget_that_it_was_put_off(comment: Comment) -> None:
    """It has another text than the one that was put off."""
    comment.turn = max(comment.turn, USUAL)


def end_lease(session: Session, comment_id: UUID) -> None:
    """What is decided is nobody's any more; one statement for all that a transaction decides."""
    before_commit(session, _end_leases, comment_id)


def raise_overdue() -> int:
    """Let what has waited beyond its site's limit rise, in small steps; how much there was."""
    return sum(_raise_of_site(site_id) for site_id in models_of_sites())


def mend_what_older_programs_wrote() -> None:
    """A process that does not know turns may have gone on while the database was migrated."""
    pending = Comment.status == Status.PENDING
    mended = (
        (and_(pending, Comment.waits_since.is_(None)), {"waits_since": Comment.created_at}),
        (and_(~pending, Comment.waits_since.is_not(None)), {"waits_since": None, "turn": USUAL}),
        (and_(Comment.urgency < 0, Comment.risk.is_not(None)), {"urgency": URGENCY}),
    )
    for condition, values in mended:
        if db.session.scalar(select(Comment.id).where(condition).limit(1)) is not None:
            with writing() as session:
                change = update(Comment).where(condition).values(**values)
                session.execute(change, execution_options={"synchronize_session": False})


def _raise_of_site(site_id: UUID) -> int:
    raised = 0
    while number := _raise(_overdue(site_id)):
        raised += number
    return raised


def _overdue(site_id: UUID) -> Sequence[UUID]:
    db.session.rollback()
    limit = timedelta(seconds=site_of(site_id).waiting_limit_s)
    waiting = select(Comment.id).where(
        Comment.site_id == site_id, USUAL_AND_WAITING, Comment.waits_since < now() - limit
    )
    return db.session.scalars(waiting.order_by(Comment.waits_since).limit(MOST_RAISED)).all()


def _raise(ids: Sequence[UUID]) -> int:
    """Raise these, but for what somebody has in hand: who waits for nobody is in nobody's way."""
    if not ids:
        return 0
    with writing() as session:
        comments = session.scalars(
            select(Comment)
            .where(Comment.id.in_(ids), USUAL_AND_WAITING, Comment.waits_since.is_not(None))
            .with_for_update(skip_locked=True, key_share=True)
        ).all()
        for comment in comments:
            comment.turn = OVERDUE
        return len(comments)


def _end_leases(session: Session, comment_ids: Sequence[UUID]) -> None:
    # In order: others who want several of these rows take them in the same.
    leased = session.scalars(
        select(Lease.comment_id)
        .where(Lease.comment_id.in_(comment_ids))
        .order_by(Lease.comment_id)
        .with_for_update()
    ).all()
    if leased:
        session.execute(delete(Lease).where(Lease.comment_id.in_(leased)))
