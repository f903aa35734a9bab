"""What always holds for what waits and what is leased; the rest is in `invariants`."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, case, literal, select

from models.comments import OVERDUE, PUT_OFF, USUAL, Comment
from models.leases import Lease
from moderation.status import Status
from service.flow.invariants import Rule
from service.flow.waiting import URGENCY

PENDING = Comment.status == Status.PENDING


def queue_rules() -> list[Rule]:
    """Everything that always holds about what waits, in which order, and whose it is."""
    return [*_waiting(), *_leases()]


def _waiting() -> Iterator[Rule]:
    for sentence, broken in (
        ("what waits knows since when", and_(PENDING, Comment.waits_since.is_(None))),
        ("what is decided no longer waits", and_(~PENDING, Comment.waits_since.is_not(None))),
    ):
        wrong = select(Comment.id, Comment.waits_since, literal("the other"))
        yield Rule(sentence, Comment, wrong.where(broken))
    turn = case((PENDING, Comment.turn), else_=USUAL)
    turns = (PUT_OFF, USUAL, OVERDUE)
    yield Rule(
        "only what waits has an unusual turn",
        Comment,
        select(Comment.id, Comment.turn, turn).where(
            (Comment.turn != turn) | Comment.turn.not_in(turns)
        ),
    )
    yield Rule(
        "the urgency is made of the turn and the risk",
        Comment,
        select(Comment.id, Comment.urgency, URGENCY).where(Comment.urgency != URGENCY),
    )


def _leases() -> Iterator[Rule]:
    found = select(Lease.comment_id, Lease.site_id, Comment.site_id)
    of_comment = found.join(Comment, Comment.id == Lease.comment_id)
    yield Rule(
        "a lease is of its comment's site",
        Lease,
        of_comment.where(Lease.site_id != Comment.site_id),
    )
    deleted = select(Lease.comment_id, Lease.holder_name, literal("nobody")).join(
        Comment, Comment.id == Lease.comment_id
    )
    yield Rule(
        "nobody has a deleted comment", Lease, deleted.where(Comment.status == Status.DELETED)
    )
