"""Tells all that ever happened to a comment, in order of time.

Nothing is written for it: every source is a table that is only ever added to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.comments import Comment, CommentText
from models.database import db
from models.decisions import Decision
from models.flags import Flag
from models.restrictions import Restriction
from models.scores import Score
from moderation.rules import LABELS
from moderation.status import Action
from service.flow.restrict import comment_seen
from service.flow.thread import Json, time
from service.flow.undo import UNDO

TYPES = (
    "created",
    "edited",
    "scored",
    "flagged",
    "decided",
    "undone",
    "restricted",
    "lifted",
)
"""In the order in which those of one moment are told; the last two as they came."""

MOST_FLAGS = 200
"""How many flags are told, the newest; of the others the number."""

TOLD = (
    "from",
    "to",
    "action",
    "reason",
    "note",
    "scores",
    "risk",
    "model",
    "rule",
    "facts",
    "body",
    "version",
    "revision",
    "until",
    "decision_id",
    "undoes_id",
    "batch_id",
    "restriction_id",
)
"""What an event may tell besides its type, its time and by whom; null where it does not apply."""


def history(comment_id: UUID, sites: frozenset[UUID] | None = None) -> Json:
    """The events of a comment, of whatever status; raises `Refused` (not_found)."""
    session = db.session()
    comment = comment_seen(session, comment_id, sites)
    flags, more = _flags(session, comment)
    events = [
        _created(comment),
        *_scored(session, comment),
        *flags,
        *_decided(session, comment),
        *_restricted(session, comment),
    ]
    events.sort(key=_turn)
    return {"events": events, "more_flags": more}


def _turn(event: Json) -> tuple[str, int, str]:
    type_ = "restricted" if event["type"] == "lifted" else event["type"]
    return event["at"], TYPES.index(type_), event["decision_id"] or ""


def _event(type_: str, at: datetime, kind: str, name: str | None, **told: Any) -> Json:
    """`from` is a word of Python's, so it comes as `from_`."""
    known = {key.rstrip("_"): value for key, value in told.items()}
    by = {"kind": kind, "name": name}
    return {"type": type_, "at": time(at), "by": by} | dict.fromkeys(TOLD) | known


def _created(comment: Comment) -> Json:
    return _event(
        "created", comment.created_at, "author", comment.author_name or None, version=1, revision=1
    )


def _scored(session: Session, comment: Comment) -> Iterator[Json]:
    scores = select(Score).where(Score.comment_id == comment.id)
    for score in session.scalars(scores.order_by(Score.created_at, Score.id)):
        values = {label: getattr(score, label) for label in LABELS}
        verdict = score.verdict or {}
        yield _event(
            "scored",
            score.created_at,
            "model",
            score.model,
            scores={label: value for label, value in values.items() if value is not None},
            risk=score.risk,
            model=f"{score.model} {score.model_revision}",
            revision=score.revision,
            action=verdict.get("then"),
            rule=verdict.get("rule"),
            facts=verdict.get("facts"),
        )


def _flags(session: Session, comment: Comment) -> tuple[list[Json], int]:
    """The newest flags, never with who the readers are; and how many are not told."""
    of_comment = Flag.comment_id == comment.id
    newest = select(Flag).where(of_comment).order_by(Flag.id.desc()).limit(MOST_FLAGS)
    told = [
        _event(
            "flagged", flag.created_at, "reader", None, reason=flag.reason, note=flag.text or None
        )
        for flag in session.scalars(newest)
    ]
    if len(told) < MOST_FLAGS:
        return told, 0
    return told, session.scalars(select(func.count()).where(of_comment)).one() - MOST_FLAGS


def _decided(session: Session, comment: Comment) -> Iterator[Json]:
    decisions = select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.id)
    earlier = select(CommentText.revision, CommentText.body)
    rows = session.execute(earlier.where(CommentText.comment_id == comment.id))
    texts = {row.revision: row.body for row in rows}
    for decision in session.scalars(decisions):
        edited = decision.action == Action.EDIT
        verdict = decision.facts or {}
        yield _event(
            _type(decision),
            decision.created_at,
            decision.actor_kind,
            decision.actor_name,
            from_=decision.from_status,
            to=decision.to_status,
            action=decision.action,
            reason=decision.reason,
            note=decision.note,
            rule=verdict.get("rule"),
            facts=verdict.get("facts"),
            body=texts.get(decision.revision - 1) if edited else None,
            version=decision.version,
            revision=decision.revision,
            decision_id=str(decision.id),
            undoes_id=_text(decision.undoes_id),
            batch_id=_text(decision.batch_id),
        )


def _type(decision: Decision) -> str:
    return {UNDO: "undone", str(Action.EDIT): "edited"}.get(decision.action, "decided")


def _restricted(session: Session, comment: Comment) -> Iterator[Json]:
    made_here = select(Restriction).where(Restriction.comment_id == comment.id)
    for each in session.scalars(made_here.order_by(Restriction.id)):
        about = {
            "action": each.kind,
            "until": time(each.until),
            "restriction_id": str(each.id),
            "batch_id": _text(each.batch_id),
        }
        yield _event(
            "restricted",
            each.created_at,
            each.actor_kind,
            each.actor_name,
            reason=each.reason,
            note=each.note,
            **about,
        )
        if each.lifted_at is not None and each.lifted_by_kind is not None:
            yield _event("lifted", each.lifted_at, each.lifted_by_kind, each.lifted_by, **about)


def _text(id_: UUID | None) -> str | None:
    return str(id_) if id_ else None
