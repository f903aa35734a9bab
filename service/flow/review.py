"""The moderators' queue: which comments want a person, and all that the person needs to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from models.articles import Article
from models.comments import Comment
from models.database import db, now
from models.flags import Flag
from models.scores import Score
from moderation.rules import LABELS
from moderation.status import Status
from moderation.text import plain
from service.flow import cursor as cursors
from service.flow.thread import Json, own_view

SORTS = ("risk", "oldest", "newest", "flags")
MOST_COUNTED = 10_000
EXCERPT = 200

UNSCORED = Comment.scored_revision.is_distinct_from(Comment.revision)
PENDING: ColumnElement[str] = literal_column("'pending'")
APPROVED: ColumnElement[str] = literal_column("'approved'")

STATES: dict[str, tuple[ColumnElement[bool], ...]] = {
    "held": (Comment.status == PENDING, ~UNSCORED),
    "unscored": (Comment.status == PENDING, UNSCORED),
    "unreviewed": (Comment.status == APPROVED, Comment.reviewed_revision.is_(None)),
    "flagged": (Comment.flags_ask,),
    "escalated": (Comment.escalated_at.is_not(None), Comment.status != Status.DELETED),
    "approved": (Comment.status == APPROVED,),
    "rejected": (Comment.status == Status.REJECTED,),
    "all": (),
}
"""What each tab of the queue holds; conditions are literal where a partial index needs them so."""


@dataclass(frozen=True)
class Filters:
    """What a moderator asked for. `sites`: those the person may see (None: all)."""

    state: str = "held"
    sort: str = "risk"
    sites: frozenset[UUID] | None = None
    site_id: UUID | None = None
    article: str | None = None
    author: str | None = None
    label: str | None = None
    min_score: float | None = None
    max_score: float | None = None
    reason: str | None = None
    q: str | None = None
    comment: UUID | None = None


def queue(filters: Filters, limit: int, cursor: str | None) -> tuple[list[Json], str | None]:
    """A page of queue items and the cursor that continues it. Raises `Refused` for a bad one."""
    session = db.session()
    statement = _filtered(select(Comment, Article, Score), filters)
    if cursor:
        statement = statement.where(_beyond(filters.sort, cursor))
    rows = session.execute(statement.order_by(*_keys(filters.sort)).limit(limit + 1)).all()
    further, rows = len(rows) > limit, rows[:limit]
    items = present(session, rows)
    return items, _place(filters.sort, rows[-1][0]) if further else None


def total(filters: Filters) -> int:
    """How many items the filters find, counted to 10,000."""
    inner = _filtered(select(literal_column("1")), filters).limit(MOST_COUNTED).subquery()
    return db.session.scalars(select(func.count()).select_from(inner)).one()


def item(comment_id: UUID) -> Json | None:
    """One comment as a queue item; None where there is none."""
    rows = db.session.execute(
        _joined(select(Comment, Article, Score)).where(Comment.id == comment_id)
    ).all()
    return present(db.session(), rows)[0] if rows else None


def present(session: Session, rows: Sequence[Row[Any]]) -> list[Json]:
    """Queue items in the shape of the HTTP contract, with what a person needs to decide."""
    comments = [row[0] for row in rows]
    parents = _parents(session, comments)
    flags = _flags(session, comments)
    histories = _histories(session, comments)
    return [
        {
            "comment": own_view(comment) | {"body": comment.body, "version": comment.version},
            "article": {
                "id": article.external_id,
                "title": article.title,
                "url": article.url,
                "count": article.count,
            },
            "parent": parents.get(comment.parent_id),
            "scores": _scores(score),
            "risk": comment.risk,
            "top_label": comment.top_label,
            "model": score.model if score else None,
            "language": comment.language,
            "quoted": score.quoted if score else None,
            "held_because": _held_because(comment),
            "flags": flags.get(comment.id, []),
            "author_history": histories[comment.reader_id],
            "lease": None,
            "waiting_s": max(0, int((now() - comment.created_at).total_seconds())),
        }
        for comment, article, score in rows
    ]


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Comment)
        .join(Article, Article.id == Comment.article_id)
        .outerjoin(Score, Score.id == Comment.score_id)
    )


def _filtered(statement: Select[Any], filters: Filters) -> Select[Any]:
    statement = _joined(statement).where(*STATES[filters.state])
    if filters.sites is not None:
        statement = statement.where(Comment.site_id.in_(filters.sites))
    if filters.site_id is not None:
        statement = statement.where(Comment.site_id == filters.site_id)
    if filters.article is not None:
        statement = statement.where(Article.external_id == filters.article)
    if filters.author is not None:
        statement = statement.where(Comment.author_name == filters.author)
    if filters.reason is not None:
        statement = statement.where(_has_reason(filters.reason))
    if filters.comment is not None:
        statement = statement.where(Comment.id == filters.comment)
    if filters.q:
        statement = statement.where(Comment.body.icontains(filters.q, autoescape=True))
    return statement.where(*_score_range(filters))


def _score_range(filters: Filters) -> list[ColumnElement[bool]]:
    value: Any = getattr(Score, filters.label) if filters.label else Comment.risk
    conditions: list[ColumnElement[bool]] = []
    if filters.min_score is not None:
        conditions.append(value >= filters.min_score)
    if filters.max_score is not None:
        conditions.append(value <= filters.max_score)
    if filters.label and not conditions:
        conditions.append(Comment.top_label == filters.label)
    return conditions


def _has_reason(reason: str) -> ColumnElement[bool]:
    flagged = select(Flag.id).where(
        Flag.comment_id == Comment.id, Flag.reason == reason, Flag.cleared_by.is_(None)
    )
    return or_(Comment.held_because["rule"].as_string() == reason, flagged.exists())


RISK: ColumnElement[float] = func.coalesce(Comment.risk, -1.0)


def _keys(sort: str) -> list[Any]:
    if sort == "oldest":
        return [Comment.id.asc()]
    first: dict[str, Any] = {"risk": RISK, "flags": Comment.open_flags}
    keys = [first[sort].desc()] if sort in first else []
    return [*keys, Comment.id.desc()]


def _place(sort: str, comment: Comment) -> str:
    values: dict[str, list[Any]] = {
        "risk": [-1.0 if comment.risk is None else comment.risk],
        "flags": [comment.open_flags],
    }
    return cursors.encode(f"queue-{sort}", *values.get(sort, []), comment.id)


def _beyond(sort: str, cursor: str) -> ColumnElement[bool]:
    kind = f"queue-{sort}"
    if sort in ("oldest", "newest"):
        place: UUID = cursors.decode(kind, cursor, UUID)[0]
        return Comment.id > place if sort == "oldest" else Comment.id < place
    key: Any = RISK if sort == "risk" else Comment.open_flags
    value, comment_id = cursors.decode(kind, cursor, float if sort == "risk" else int, UUID)
    return or_(key < value, and_(key == value, Comment.id < comment_id))


def _scores(score: Score | None) -> dict[str, float]:
    values = {label: getattr(score, label) for label in LABELS} if score else {}
    return {label: value for label, value in values.items() if value is not None}


def _held_because(comment: Comment) -> Json | None:
    if comment.status != Status.PENDING:
        return None
    if comment.score_error is not None:
        return {"rule": "the classifier failed", "facts": {"error": comment.score_error}}
    return comment.held_because


def _parents(session: Session, comments: Sequence[Comment]) -> dict[UUID | None, Json]:
    ids = {comment.parent_id for comment in comments if comment.parent_id}
    parent = aliased(Comment)
    rows = session.execute(
        select(parent.id, parent.author_name, parent.body).where(parent.id.in_(ids))
    )
    return {row.id: {"author": row.author_name, "excerpt": _excerpt(row.body)} for row in rows}


def _excerpt(body: str) -> str:
    text: str = plain(body)
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _flags(session: Session, comments: Sequence[Comment]) -> dict[UUID, list[Json]]:
    ids = [comment.id for comment in comments if comment.open_flags]
    rows = session.execute(
        select(Flag.comment_id, Flag.reason, func.count())
        .where(Flag.comment_id.in_(ids), Flag.cleared_by.is_(None))
        .group_by(Flag.comment_id, Flag.reason)
        .order_by(func.count().desc(), Flag.reason)
    )
    flags: dict[UUID, list[Json]] = {}
    for comment_id, reason, number in rows:
        flags.setdefault(comment_id, []).append({"reason": reason, "count": number})
    return flags


def _histories(session: Session, comments: Sequence[Comment]) -> dict[UUID, Json]:
    """For each author: comments that a person approved, and those that were rejected."""
    readers = {comment.reader_id for comment in comments}
    approved = and_(Comment.status == APPROVED, Comment.reviewed_revision.is_not(None))
    rows = session.execute(
        select(
            Comment.reader_id,
            func.count().filter(approved),
            func.count().filter(Comment.status == Status.REJECTED),
        )
        .where(Comment.reader_id.in_(readers))
        .group_by(Comment.reader_id)
    )
    return {row[0]: {"approved": row[1], "rejected": row[2]} for row in rows}
