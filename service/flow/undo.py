"""Takes decisions of people back, each once, while nothing came after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import writing
from models.decisions import Decision
from models.flags import Flag
from moderation.status import Status
from service.flow.decide import PEOPLE, UNDONE, Actor, Log, locked, record, settle
from service.flow.refused import Refused

UNDO = "undo"
TIMES = ("escalated_at", "waits_since")


@dataclass(frozen=True)
class Undone:
    """What became of one of several: the decision that took it back, or why there is none."""

    id: UUID
    decision: Decision | None = None
    why: str | None = None
    detail: str | None = None


def undo(decision_id: UUID, actor: Actor, *, sites: frozenset[UUID] | None = None) -> Decision:
    """Take a moderator's newest decision back; rules then leave the comment alone.

    Raises `Refused`: not_found, or conflict naming what came after.
    """
    with writing() as session:
        wanted = _wanted(session, [decision_id], sites)
        return _Undoing(session, wanted, actor).undo(decision_id)


def undo_many(
    ids: Sequence[UUID], actor: Actor, *, sites: frozenset[UUID] | None = None
) -> list[Undone]:
    """Take several back in one transaction, each by itself, in this order."""
    with writing() as session:
        return undo_in(session, ids, actor, sites=sites)


def undo_in(
    session: Session, ids: Sequence[UUID], actor: Actor, *, sites: frozenset[UUID] | None = None
) -> list[Undone]:
    """The same in an open transaction."""
    undoing = _Undoing(session, _wanted(session, ids, sites), actor)
    results = []
    for id_ in ids:
        try:
            results.append(Undone(id_, undoing.undo(id_)))
        except Refused as refused:
            results.append(Undone(id_, None, refused.kind, refused.message))
    return results


def _wanted(
    session: Session, ids: Sequence[UUID], sites: frozenset[UUID] | None
) -> dict[UUID, Decision]:
    found = session.scalars(select(Decision).where(Decision.id.in_(ids)))
    return {each.id: each for each in found if sites is None or each.site_id in sites}


class _Undoing:
    """Some decisions, with all that it takes to undo them, read at once."""

    def __init__(self, session: Session, wanted: dict[UUID, Decision], actor: Actor) -> None:
        self._session, self._wanted, self._actor = session, wanted, actor
        self._rows = locked(session, {decision.comment_id for decision in wanted.values()})
        self._log = Log(session, self._rows)
        self._flags: dict[UUID | None, list[Flag]] = defaultdict(list)
        for flag in session.scalars(select(Flag).where(Flag.cleared_by.in_(wanted))):
            self._flags[flag.cleared_by].append(flag)

    def undo(self, decision_id: UUID) -> Decision:
        """Take one back, or raise `Refused` and change nothing."""
        wanted = self._wanted.get(decision_id)
        if wanted is None:
            raise Refused("not_found", "There is no such decision.")
        article, comment = self._rows[wanted.comment_id]
        self._refuse(comment, wanted)
        return self._take_back(article, comment, wanted)

    def _refuse(self, comment: Comment, wanted: Decision) -> None:
        if wanted.actor_kind not in PEOPLE or wanted.action == UNDO:
            raise Refused("conflict", "Only a moderator's decision can be undone.")
        if comment.status == Status.DELETED:
            raise Refused("conflict", "The comment was deleted since.")
        if comment.revision != wanted.revision:
            raise Refused("conflict", "The author edited the comment since.")
        newest = self._log.newest(comment.id)
        if newest is not None and newest.id != wanted.id:
            when = newest.created_at.strftime("%H:%M:%S UTC")
            what = "undid it" if newest.undoes_id == wanted.id else f"decided “{newest.action}”"
            raise Refused("conflict", f"{newest.actor_name} {what} since, at {when}.")

    def _take_back(self, article: Article, comment: Comment, wanted: Decision) -> Decision:
        before, after = Status(comment.status), Status(wanted.from_status)
        decision = record(self._session, comment, UNDO, before, after, self._actor, self._log)
        decision.undoes_id = wanted.id
        for name in UNDONE:
            if name in wanted.before:
                setattr(comment, name, _restored(name, wanted.before[name]))
        comment.rules_apply = False
        for flag in self._flags.pop(wanted.id, ()):
            flag.cleared_by = None
            comment.open_flags += 1
        settle(self._session, article, comment, before, after, decision)
        return decision


def _restored(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name in TIMES and value else value
