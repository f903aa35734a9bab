"""Gathers what the rules may ask about a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.comments import Comment
from moderation import rules
from moderation.status import Status

DUPLICATES_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Known:
    """What is known about a comment besides its scores."""

    links: int = 0
    length: int = 0
    language: str | None = None
    approved: int = 0
    rejected: int = 0
    verified: bool = False
    depth: int = 0
    duplicates: int = 0
    flags: int = 0
    honeypot: bool = False
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The site's word lists that matched, each with the words that did."""


def gather(
    session: Session,
    comment: Comment,
    scores: Mapping[str, float],
    words: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Every fact of `moderation.rules.FACTS` that is known about this comment.

    `words` are the listed words in its text, looked up before any transaction began.
    """
    approved, rejected = author_history(session, comment)
    known = Known(
        links=comment.links,
        length=len(comment.body),
        language=comment.language,
        approved=approved,
        rejected=rejected,
        verified=comment.author_verified,
        depth=comment.depth,
        duplicates=_duplicates(session, comment),
        flags=comment.open_flags,
        honeypot=comment.honeypot,
        words=words or {},
    )
    return facts_of(scores, known)


def facts_of(scores: Mapping[str, float], known: Known) -> dict[str, Any]:
    """The facts by the names that rules have for them."""
    return {
        **scores,
        "risk": rules.risk(scores),
        "links": known.links,
        "length": known.length,
        "language": known.language,
        "depth": known.depth,
        "author.approved": known.approved,
        "author.rejected": known.rejected,
        "author.verified": known.verified,
        "duplicates": known.duplicates,
        "flags": known.flags,
        "honeypot": known.honeypot,
        "words": {name: list(words) for name, words in known.words.items()},
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
