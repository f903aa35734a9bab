"""A comment as a moderator needs it: all on one card, for a whole page in a few questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from models.articles import Article
from models.comments import OVERDUE, Comment
from models.database import now
from models.decisions import Decision
from models.flags import Flag
from models.leases import Lease
from models.readers import Reader
from models.scores import Score
from moderation.rules import LABELS
from moderation.status import Action, Status
from moderation.text import plain_of
from service.flow.filters import APPROVED, REJECTED
from service.flow.sites import site_of
from service.flow.thread import Json, own_view, time

EXCERPT = 200
MOST_TEXTS = 5
"""How many of the texts are shown that readers wrote beside their flags, for each reason."""

PARENT, NEWEST, ESCALATION = aliased(Comment), aliased(Decision), aliased(Decision)


def cards(session: Session, ids: Sequence[UUID]) -> list[Json]:
    """These comments as queue items in the shape of the HTTP contract, in this order."""
    if not ids:
        return []
    found = session.execute(EVERYTHING, {"ids": list(ids), "moment": now()})
    rows = {row.Comment.id: row for row in found}
    comments = [row.Comment for row in rows.values()]
    flags = _flags(session, comments)
    histories = _histories(session, comments)
    return [
        _card(rows[id_], flags.get(id_, []), histories[rows[id_].Comment.reader_id])
        for id_ in ids
        if id_ in rows
    ]


def _newest_decision(*conditions: ColumnElement[bool]) -> Any:
    newest = select(Decision.id).where(Decision.comment_id == Comment.id, *conditions)
    return newest.order_by(Decision.id.desc()).limit(1).correlate(Comment).scalar_subquery()


def _newest_escalation() -> Any:
    return _newest_decision(Decision.action == Action.ESCALATE, Comment.escalated_at.is_not(None))


EVERYTHING: Select[Any] = (
    select(
        Comment,
        Article.external_id.label("article_id"),
        Article.title.label("article_title"),
        Article.url.label("article_url"),
        Article.count.label("article_count"),
        Score,
        PARENT.author_name.label("parent_author"),
        PARENT.html.label("parent_html"),
        Reader,
        Lease.holder_name.label("lease_by"),
        Lease.until.label("lease_until"),
        NEWEST.actor_name.label("status_by"),
        NEWEST.actor_kind.label("status_kind"),
        NEWEST.created_at.label("status_at"),
        NEWEST.reason.label("status_reason"),
        ESCALATION.actor_name.label("escalated_by"),
        ESCALATION.note.label("escalation_note"),
    )
    .join(Article, Article.id == Comment.article_id)
    .join(Reader, Reader.id == Comment.reader_id)
    .outerjoin(Score, Score.id == Comment.score_id)
    .outerjoin(PARENT, PARENT.id == Comment.parent_id)
    .outerjoin(
        Lease,
        and_(
            Lease.comment_id == Comment.id,
            Lease.until > bindparam("moment", type_=Lease.until.type),
        ),
    )
    .outerjoin(NEWEST, NEWEST.id == _newest_decision())
    .outerjoin(ESCALATION, ESCALATION.id == _newest_escalation())
    .where(Comment.id.in_(bindparam("ids", expanding=True)))
    .execution_options(populate_existing=True)
)
"""All of which a comment has one at most, for some comments. Written once, for it takes long to say."""


def _card(row: Row[Any], flags: list[Json], history: Json) -> Json:
    comment, score = row.Comment, row.Score
    site = site_of(comment.site_id)
    return {
        "comment": own_view(comment) | {"body": comment.body, "version": comment.version},
        "site": {"name": site.name, "reason_required": site.reason_required},
        "article": {
            "id": row.article_id,
            "title": row.article_title,
            "url": row.article_url,
            "count": row.article_count,
        },
        "parent": _parent(row),
        "author": _author(comment, row.Reader),
        "author_history": history,
        "scores": _scores(score),
        "risk": comment.risk,
        "blurred": comment.risk is not None and comment.risk >= site.blur_threshold,
        "top_label": comment.top_label,
        "model": score.model if score else None,
        "language": comment.language,
        "quoted": score.quoted if score else None,
        "held_because": _held_because(comment),
        "flags": flags,
        "edits": comment.edits,
        "escalation": _escalation(row),
        "status_by": _status_by(row),
        "lease": _lease(row),
        "waiting_s": max(0, int((now() - _waits_since(comment)).total_seconds())),
        "overdue": comment.turn == OVERDUE,
    }


def _waits_since(comment: Comment) -> Any:
    return comment.waits_since or comment.created_at


def _parent(row: Row[Any]) -> Json | None:
    if row.parent_author is None:
        return None
    return {"author": row.parent_author, "excerpt": _excerpt(row.parent_html)}


def _excerpt(html: str) -> str:
    text: str = plain_of(html)
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _author(comment: Comment, reader: Reader) -> Json:
    return {
        "id": str(reader.id),
        "name": comment.author_name,
        "verified": comment.author_verified,
        "staff": comment.author_staff,
        "since": time(reader.created_at),
        "restriction": _restriction(reader),
    }


def _restriction(reader: Reader) -> Json | None:
    until = reader.restricted_until
    if reader.restriction_id is None or until is None or until <= now():
        return None
    return {"id": reader.restriction_id, "kind": reader.restriction_kind, "until": until}


def _escalation(row: Row[Any]) -> Json | None:
    at = row.Comment.escalated_at
    return at and {"by": row.escalated_by, "at": at, "note": row.escalation_note}


def _status_by(row: Row[Any]) -> Json | None:
    if row.status_by is None:
        return None
    return {
        "by": row.status_by,
        "kind": row.status_kind,
        "at": row.status_at,
        "reason": row.status_reason,
    }


def _lease(row: Row[Any]) -> Json | None:
    return row.lease_until and {"by": row.lease_by, "until": row.lease_until}


def _scores(score: Score | None) -> dict[str, float]:
    values = {label: getattr(score, label) for label in LABELS} if score else {}
    return {label: value for label, value in values.items() if value is not None}


def _held_because(comment: Comment) -> Json | None:
    if comment.status != Status.PENDING:
        return None
    if comment.score_error is not None:
        return {"rule": "the classifier failed", "facts": {"error": comment.score_error}}
    return comment.held_because


def _flags(session: Session, comments: Sequence[Comment]) -> dict[UUID, list[Json]]:
    """By comment, the most frequent reason first, each with the newest texts."""
    ids = [comment.id for comment in comments if comment.open_flags]
    if not ids:
        return {}
    numbered = _numbered(ids)
    rows = session.execute(
        select(numbered)
        .where(numbered.c.place <= MOST_TEXTS)
        .order_by(numbered.c.number.desc(), numbered.c.reason, numbered.c.place)
    )
    flags: dict[UUID, dict[str, Json]] = {}
    for row in rows:
        of_comment = flags.setdefault(row.comment_id, {})
        new = {"reason": row.reason, "count": row.number, "texts": []}
        flag = of_comment.setdefault(row.reason, new)
        if row.text:
            flag["texts"].append(row.text)
    return {comment_id: list(by_reason.values()) for comment_id, by_reason in flags.items()}


def _numbered(ids: Sequence[UUID]) -> Subquery:
    """The open flags, each with the number of those for its reason, and its place among them."""
    alike = (Flag.comment_id, Flag.reason)
    newest_text_first = (func.length(Flag.text) == 0, Flag.id.desc())
    return (
        select(
            *alike,
            Flag.text,
            func.count().over(partition_by=alike).label("number"),
            func.row_number().over(partition_by=alike, order_by=newest_text_first).label("place"),
        )
        .where(Flag.comment_id.in_(ids), Flag.cleared_by.is_(None))
        .subquery()
    )


def _histories(session: Session, comments: Sequence[Comment]) -> dict[UUID, Json]:
    """For each author: comments that a person approved, and those that were rejected."""
    readers = {comment.reader_id for comment in comments}
    rows = session.execute(HISTORIES, {"readers": list(readers)})
    return {row[0]: {"approved": row[1], "rejected": row[2]} for row in rows}


HISTORIES = (
    select(
        Comment.reader_id,
        func.count().filter(
            and_(Comment.status == APPROVED, Comment.reviewed_revision.is_not(None))
        ),
        func.count().filter(Comment.status == REJECTED),
    )
    .where(Comment.reader_id.in_(bindparam("readers", expanding=True)))
    .group_by(Comment.reader_id)
)
