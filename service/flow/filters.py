"""What moderators can ask the queue for, as conditions on comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal_column, or_, select

from models.articles import Article
from models.comments import Comment
from models.flags import Flag
from models.scores import Score

# Literal, because a partial index is used only where a query repeats its condition to the letter.
PENDING: Any = literal_column("'pending'")
APPROVED: Any = literal_column("'approved'")
REJECTED: Any = literal_column("'rejected'")
DELETED: Any = literal_column("'deleted'")
ANY_FLAG = literal_column("open_flags") > literal_column("0")
NOT_SCORED = and_(Comment.scored_revision.is_(None), Comment.score_due_at.is_not(None))


@dataclass(frozen=True)
class State:
    """What a tab of the queue holds: what has one of these statuses, and for which all that is true."""

    statuses: tuple[Any, ...]
    conditions: tuple[Any, ...] = ()
    by_id: tuple[Any, ...] | None = None
    """The same as the conditions, for listings in the order of ids.

    With `urgency`, PostgreSQL would take an index that has it, and put all its rows in order.
    """
    short: bool = False
    """Few comments, found by an index of their own."""


SCORED = (Comment.scored_revision.is_not(None),)
STATES = {
    "held": State((PENDING,), (Comment.urgency >= 0,), by_id=SCORED),
    "unscored": State((PENDING,), (Comment.urgency < 0,), by_id=(NOT_SCORED,)),
    "unreviewed": State((APPROVED,), (Comment.reviewed_revision.is_(None),)),
    "flagged": State((), (Comment.flags_ask, ANY_FLAG), short=True),
    "escalated": State(
        (), (Comment.escalated_at.is_not(None), Comment.status != DELETED), short=True
    ),
    "approved": State((APPROVED,)),
    "rejected": State((REJECTED,)),
    "all": State((PENDING, APPROVED, REJECTED, DELETED)),
}


@dataclass(frozen=True)
class Filters:
    """What a moderator asked for. `sites`: those the person may see (None: all)."""

    state: str = "held"
    sort: str = "risk"
    sites: frozenset[UUID] | None = None
    site_id: UUID | None = None
    article: Sequence[str] = ()
    """The publisher's ids of one or several articles."""
    reader: UUID | None = None
    author: str | None = None
    label: str | None = None
    min_score: float | None = None
    max_score: float | None = None
    reason: str | None = None
    language: str | None = None
    q: str | None = None
    comment: UUID | None = None

    @property
    def short(self) -> bool:
        """Whether an index finds what little there is, so that it can be put in order afterwards."""
        return STATES[self.state].short or bool(self.article or self.reader or self.comment)


def conditions(filters: Filters, *, by_id: bool = False) -> list[ColumnElement[bool]]:
    """What is true of the comments that are asked for, besides their sites and statuses.

    `by_id`: for a listing in the order of ids.
    """
    state = STATES[filters.state]
    held = state.by_id if by_id and state.by_id is not None else state.conditions
    return [*held, *_about(filters), *_score_range(filters)]


def of_status(filters: Filters) -> list[ColumnElement[bool]]:
    """That they have one of the statuses that are asked for."""
    statuses = STATES[filters.state].statuses
    return [Comment.status.in_(statuses)] if statuses and filters.state != "all" else []


def _about(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.article:
        named = select(Article.id).where(Article.external_id.in_(filters.article))
        yield Comment.article_id.in_(named)
    for column, value in (
        (Comment.reader_id, filters.reader),
        (Comment.author_name, filters.author),
        (Comment.language, filters.language),
        (Comment.id, filters.comment),
    ):
        if value is not None:
            yield column == value
    if filters.reason is not None:
        yield _has_reason(filters.reason)
    if filters.q:
        yield Comment.body.icontains(filters.q, autoescape=True)


def _score_range(filters: Filters) -> Iterator[ColumnElement[bool]]:
    least, most = filters.min_score, filters.max_score
    if filters.label is None:
        yield from _between(Comment.risk, least, most)
    elif least is None and most is None:
        yield Comment.top_label == filters.label
    else:
        value = getattr(Score, filters.label)
        scored = select(Score.id).where(Score.id == Comment.score_id, *_between(value, least, most))
        yield scored.exists()


def _between(value: Any, least: float | None, most: float | None) -> Iterator[ColumnElement[bool]]:
    if least is not None:
        yield value >= least
    if most is not None:
        yield value <= most


def _has_reason(reason: str) -> ColumnElement[bool]:
    flagged = select(Flag.id).where(
        Flag.comment_id == Comment.id, Flag.reason == reason, Flag.cleared_by.is_(None)
    )
    return or_(Comment.held_because["rule"].as_string() == reason, flagged.exists())
