"""The thread around a comment as moderators read it: what waits is in it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session, aliased

from models.comments import Comment
from models.database import db
from service.flow.filters import APPROVED, PENDING, REJECTED
from service.flow.keyset import Keyset
from service.flow.refused import Refused
from service.flow.sites import site_of
from service.flow.thread import Json, author, time

MOST = 50
"""How many siblings are shown, as many replies, and as many comments above."""

CHILDREN = Keyset((Comment.parent_id, Comment.id))
CHILDREN_BACK = Keyset((Comment.parent_id, Comment.id), rising=False)
ROOTS = Keyset((Comment.article_id, Comment.status, Comment.id))
ROOTS_BACK = Keyset((Comment.article_id, Comment.status, Comment.id), rising=False)


def around(comment_id: UUID, sites: frozenset[UUID] | None) -> Json:
    """What is above a comment, beside it and right below it, each in the order of ids.

    Up to 50 of each: the nearest above and beside, the first below; `more` says where there are
    others. Raises `Refused` (not_found) for a comment of a site that is none of `sites`.
    """
    session = db.session()
    comment = session.get(Comment, comment_id)
    if comment is None or not (sites is None or comment.site_id in sites):
        raise Refused("not_found", "There is no such comment.")
    siblings = _siblings(session, comment)
    replies = session.scalars(_replies(comment).limit(MOST + 1)).all()
    shown = _nearest(siblings, comment)
    return {
        "ancestors": [_view(each) for each in _above(session, comment)],
        "siblings": [_view(each) for each in shown],
        "replies": [_view(each) for each in replies[:MOST]],
        "more": {"siblings": len(siblings) > len(shown), "replies": len(replies) > MOST},
    }


def _view(comment: Comment) -> Json:
    threshold = site_of(comment.site_id).blur_threshold
    return {
        "id": str(comment.id),
        "parent_id": str(comment.parent_id) if comment.parent_id else None,
        "depth": comment.depth,
        "status": comment.status,
        "version": comment.version,
        "author": author(comment),
        "html": comment.html,
        "created_at": time(comment.created_at),
        "risk": comment.risk,
        "blurred": comment.risk is not None and comment.risk >= threshold,
        "shown": comment.shown,
    }


def _above(session: Session, comment: Comment) -> Sequence[Comment]:
    """The nearest comments above this one, the topmost first."""
    step = select(Comment.id, Comment.parent_id, literal(1).label("steps"))
    chain = step.where(Comment.id == comment.parent_id).cte("above", recursive=True)
    parent = aliased(Comment)
    further = select(parent.id, parent.parent_id, chain.c.steps + 1)
    chain = chain.union_all(further.where(parent.id == chain.c.parent_id, chain.c.steps < MOST))
    above = select(Comment).join(chain, Comment.id == chain.c.id).order_by(chain.c.steps.desc())
    return session.scalars(above).all()


def _replies(comment: Comment) -> Select[Any]:
    return CHILDREN.walk(_there(), comment.id)


def _siblings(session: Session, comment: Comment) -> list[Comment]:
    """Up to 50 on either side, and one more to tell whether there are others."""
    found = [
        sibling
        for stretch in _beside(comment)
        for sibling in session.scalars(stretch.limit(MOST + 1))
    ]
    return sorted(found, key=lambda sibling: sibling.id)


def _beside(comment: Comment) -> Iterator[Select[Any]]:
    if comment.parent_id is not None:
        for keyset in (CHILDREN, CHILDREN_BACK):
            yield keyset.walk(_there(), comment.parent_id, [comment.id])
        return
    roots = select(Comment).where(Comment.parent_id.is_(None))
    for status in (PENDING, APPROVED, REJECTED):
        fixed = [comment.article_id, status]
        for keyset in (ROOTS, ROOTS_BACK):
            yield keyset.between(roots, [*fixed, comment.id], fixed, inclusive=False)


def _there() -> Select[Any]:
    """What is deleted tells a moderator nothing, unless readers see its place."""
    has_text = Comment.status.in_((PENDING, APPROVED, REJECTED))
    return select(Comment).where(Comment.parent_id.is_not(None), has_text | Comment.shown)


def _nearest(siblings: Sequence[Comment], comment: Comment) -> list[Comment]:
    """As many of them before the comment as after it, where there are enough on both sides."""
    before = [each for each in siblings if each.id < comment.id]
    after = [each for each in siblings if each.id > comment.id]
    half = MOST // 2
    number_before = min(len(before), max(half, MOST - len(after)))
    return before[len(before) - number_before :] + after[: MOST - number_before]
