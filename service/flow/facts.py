"""Gathers what the rules may ask about a comment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.comments import Comment
from moderation import rules
from moderation.status import Status

DUPLICATES_WITHIN = timedelta(hours=24)


def gather(session: Session, comment: Comment, scores: Mapping[str, float]) -> dict[str, Any]:
    """Every fact of `moderation.rules.FACTS` that is known about this comment."""
    approved, rejected = author_history(session, comment)
    return {
        **scores,
        "risk": rules.risk(scores),
        "links": comment.links,
        "length": len(comment.body),
        "language": comment.language,
        "depth": comment.depth,
        "author.approved": approved,
        "author.rejected": rejected,
        "author.verified": comment.author_verified,
        "duplicates": _duplicates(session, comment),
        "flags": comment.open_flags,
        "honeypot": comment.honeypot,
    }


def author_history(session: Session, comment: Comment) -> tuple[int, int]:
    """How many other comments of this author a person approved, and how many were rejected."""
    approved = (Comment.status == Status.APPROVED) & Comment.reviewed_revision.is_not(None)
    statement = select(
        func.count().filter(approved), func.count().filter(Comment.status == Status.REJECTED)
    ).where(Comment.reader_id == comment.reader_id, Comment.id != comment.id)
    row = session.execute(statement).one()
    return row[0], row[1]


def _duplicates(session: Session, comment: Comment) -> int:
    statement = select(func.count()).where(
        Comment.site_id == comment.site_id,
        Comment.fingerprint == comment.fingerprint,
        Comment.created_at > comment.created_at - DUPLICATES_WITHIN,
        Comment.id != comment.id,
    )
    return session.scalars(statement).one()
