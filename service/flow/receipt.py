"""What its author is told about a comment: where it stands, why, and how long that takes."""

from __future__ import annotations

from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.comments import Comment
from models.database import db
from models.decisions import Decision
from moderation.status import Action, Status
from service.flow.decide import PEOPLE
from service.flow.readers import find_reader
from service.flow.sites import SiteFacts
from service.flow.thread import Json, own_view

LATEST = 51


def receipt(site: SiteFacts, comment_id: UUID, token: str | None) -> Json | None:
    """The author's own comment in any status; None for anybody else and unknown ids."""
    session = db.session()
    reader = find_reader(session, site.id, token)
    comment = session.get(Comment, comment_id) if reader is not None else None
    if reader is None or comment is None or comment.reader_id != reader.id:
        return None
    return own_view(comment) | {
        "reason": _reason(session, comment),
        "typical_wait_s": typical_wait_s(session, site.id) if waits(comment) else None,
    }


def waits(comment: Comment) -> bool:
    """Whether a person still has to decide."""
    return comment.status == Status.PENDING


def typical_wait_s(session: Session, site_id: UUID) -> int | None:
    """The median of the latest waits for a person, in seconds; None where there was none yet."""
    rows: Any = session.execute(
        select(Decision.created_at, Comment.created_at)
        .join(Comment, Comment.id == Decision.comment_id)
        .where(
            Decision.site_id == site_id,
            Decision.actor_kind.in_(PEOPLE),
            Decision.action.in_((Action.APPROVE, Action.REJECT)),
            Decision.from_status == Status.PENDING,
        )
        .order_by(Decision.created_at.desc())
        .limit(LATEST)
    ).all()
    return int(median((row[0] - row[1]).total_seconds() for row in rows)) if rows else None


def _reason(session: Session, comment: Comment) -> str | None:
    """A rejection's reason; a hold has none for readers, or it would teach how to get past it."""
    if comment.status != Status.REJECTED:
        return None
    undo = aliased(Decision)
    undone = select(undo.id).where(undo.undoes_id == Decision.id)
    rejections = select(Decision.reason).where(
        Decision.comment_id == comment.id, Decision.action == Action.REJECT, ~undone.exists()
    )
    return session.scalar(rejections.order_by(Decision.id.desc()).limit(1))
