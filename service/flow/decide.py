"""The only place where a status changes; the decision is written with it.

Whoever calls `change` holds the locks of the article and the comment (`locked`), always taken
in that order, so that two transactions never wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import after_commit, new_id, now, writing
from models.decisions import Decision
from models.flags import Flag
from moderation.events import event_type
from moderation.rules import Verdict
from moderation.status import Action, By, Status, next_status
from service.flow import count, measure
from service.flow.announce import announce
from service.flow.refused import Refused

SAME_MOMENT = timedelta(seconds=10)
"""A decision that names no version gives way to another person's within this time."""

PEOPLE = ("moderator", "key")
UNDO = "undo"
UNDONE = ("rules_apply", "reviewed_revision", "held_because", "escalated_at")


@dataclass(frozen=True)
class Actor:
    """Who decides: `kind` as in `models.decisions`, and how the log names them."""

    kind: str
    name: str
    id: UUID | None = None

    @property
    def is_person(self) -> bool:
        """Whether a person stands behind the decision (a moderator, or a key acting for one)."""
        return self.kind in PEOPLE


AUTHOR = Actor("author", "the author")
SYSTEM = Actor("system", "Belowline")


@dataclass(frozen=True)
class Wanted:
    """One item of a batch: a comment, and the version that the decider saw."""

    comment_id: UUID
    version: int | None = None


@dataclass(frozen=True)
class Conflict:
    """An item that was not decided: `why` is stale, decided or not_found."""

    comment_id: UUID
    why: str
    status: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass
class Outcome:
    """What became of a batch: every item is in one of the two lists."""

    decisions: list[Decision] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def change(
    session: Session,
    article: Article,
    comment: Comment,
    action: Action,
    by: By,
    actor: Actor,
    *,
    reason: str | None = None,
    note: str | None = None,
    verdict: Verdict | None = None,
) -> Decision:
    """Move a locked comment to the status that follows, and everything that follows from it.

    Raises `NotAllowed` where `moderation.status` has no such move; nothing is changed then.
    """
    before = Status(comment.status)
    after = next_status(before, action, by)
    decision = _record(session, comment, action, before, after, actor)
    decision.reason, decision.note = reason, note
    if verdict is not None:
        decision.facts = {"rule": verdict.rule, "facts": dict(verdict.facts)}
    _mark(session, comment, action, actor, decision)
    _settle(session, article, comment, before, after, decision)
    return decision


def locked(session: Session, comment_ids: Iterable[UUID]) -> dict[UUID, tuple[Article, Comment]]:
    """Lock the articles of these comments, then the comments, each in order of id."""
    ids = list(comment_ids)
    of_articles = select(Comment.article_id).where(Comment.id.in_(ids))
    articles = {
        article.id: article
        for article in session.scalars(_for_update(select(Article), Article, of_articles))
    }
    comments = session.scalars(_for_update(select(Comment), Comment, ids))
    return {comment.id: (articles[comment.article_id], comment) for comment in comments}


def lock_one(session: Session, comment_id: UUID) -> tuple[Article, Comment]:
    """Lock one comment and its article; raises `Refused` (not_found) where there is none."""
    found = locked(session, [comment_id]).get(comment_id)
    if found is None:
        raise Refused("not_found", "There is no such comment.")
    return found


def decide(
    items: Sequence[Wanted],
    action: Action,
    actor: Actor,
    *,
    reason: str | None = None,
    note: str | None = None,
    sites: frozenset[UUID] | None = None,
) -> Outcome:
    """Decide a batch for a person: each item is decided or reported, in one transaction.

    `sites` are those the person may see (None: all); a comment of another is not found.
    """
    outcome = Outcome()
    with writing() as session:
        rows = locked(session, [item.comment_id for item in items])
        for item in items:
            article, comment = rows.get(item.comment_id, (None, None))
            if article is None or comment is None or not _may_see(comment, sites):
                outcome.conflicts.append(Conflict(item.comment_id, "not_found"))
                continue
            conflict = _conflict(session, comment, item, actor)
            if conflict is not None:
                outcome.conflicts.append(conflict)
                continue
            outcome.decisions.append(
                change(
                    session,
                    article,
                    comment,
                    action,
                    By.MODERATOR,
                    actor,
                    reason=reason,
                    note=note,
                )
            )
    return outcome


def undo(decision_id: UUID, actor: Actor, *, sites: frozenset[UUID] | None = None) -> Decision:
    """Take a moderator's newest decision back; rules then leave the comment alone.

    Raises `Refused`: not_found, or conflict naming what came after.
    """
    with writing() as session:
        wanted = session.get(Decision, decision_id)
        if wanted is None or not (sites is None or wanted.site_id in sites):
            raise Refused("not_found", "There is no such decision.")
        article, comment = lock_one(session, wanted.comment_id)
        _refuse_undo(session, comment, wanted)
        return _take_back(session, article, comment, wanted, actor)


def newest_decision(
    session: Session, comment_id: UUID, kinds: Collection[str] | None = None
) -> Decision | None:
    """The last decision about a comment, by whomever or by actors of these kinds."""
    statement = select(Decision).where(Decision.comment_id == comment_id)
    if kinds is not None:
        statement = statement.where(Decision.actor_kind.in_(kinds))
    return session.scalar(statement.order_by(Decision.id.desc()).limit(1))


def _record(
    session: Session, comment: Comment, action: str, before: Status, after: Status, actor: Actor
) -> Decision:
    if after is not before or action == Action.EDIT:
        comment.version += 1
    newest = newest_decision(session, comment.id)
    decision = Decision(
        id=new_id(after=newest.id if newest else None),
        site_id=comment.site_id,
        comment_id=comment.id,
        action=action,
        from_status=before,
        to_status=after,
        version=comment.version,
        revision=comment.revision,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        before={name: _plain(getattr(comment, name)) for name in UNDONE},
    )
    session.add(decision)
    session.flush()
    by = "person" if actor.is_person else actor.kind
    after_commit(session, partial(measure.decided, str(after), by))
    return decision


def _settle(
    session: Session,
    article: Article,
    comment: Comment,
    before: Status,
    after: Status,
    decision: Decision,
) -> None:
    """Count the new status and announce it."""
    comment.status = after
    count.move(session, article, comment, before)
    type_ = event_type(decision.action, after)
    if type_ is not None:
        announce(session, type_, article, comment, decision)


def _mark(
    session: Session, comment: Comment, action: Action, actor: Actor, decision: Decision
) -> None:
    """What a decision leaves on the comment besides its status."""
    if action is Action.HOLD:
        comment.held_because = decision.facts or {"rule": f"held by {actor.name}", "facts": {}}
        comment.rules_apply = comment.rules_apply and actor.kind == "rule"
    elif action is not Action.ESCALATE:
        comment.held_because = None
    if not actor.is_person:
        return
    if action is Action.ESCALATE:
        comment.escalated_at = now()
        return
    comment.escalated_at = None
    comment.reviewed_revision = None if action is Action.HOLD else comment.revision
    if action is not Action.HOLD:
        _clear_flags(session, comment, decision)


def _clear_flags(session: Session, comment: Comment, decision: Decision) -> None:
    if comment.open_flags:
        session.execute(
            update(Flag)
            .where(Flag.comment_id == comment.id, Flag.cleared_by.is_(None))
            .values(cleared_by=decision.id)
        )
        comment.open_flags = 0


def _conflict(session: Session, comment: Comment, item: Wanted, actor: Actor) -> Conflict | None:
    if comment.status == Status.DELETED or item.version not in (None, comment.version):
        why, newest = "stale", newest_decision(session, comment.id)
    elif item.version is None:
        why, newest = "decided", newest_decision(session, comment.id, PEOPLE)
        if newest is None or not _just_made_by_another(newest, actor):
            return None
    else:
        return None
    by, at = (newest.actor_name, newest.created_at) if newest else (None, None)
    return Conflict(comment.id, why, comment.status, by, at)


def _just_made_by_another(decision: Decision, actor: Actor) -> bool:
    """Whether another person decided so lately that this one cannot have seen it."""
    return decision.actor_id != actor.id and decision.created_at > now() - SAME_MOMENT


def _refuse_undo(session: Session, comment: Comment, wanted: Decision) -> None:
    if wanted.actor_kind not in PEOPLE or wanted.action == UNDO:
        raise Refused("conflict", "Only a moderator's decision can be undone.")
    if comment.status == Status.DELETED:
        raise Refused("conflict", "The comment was deleted since.")
    if comment.revision != wanted.revision:
        raise Refused("conflict", "The author edited the comment since.")
    newest = newest_decision(session, comment.id)
    if newest is not None and newest.id != wanted.id:
        when = newest.created_at.strftime("%H:%M:%S UTC")
        what = "undid it" if newest.undoes_id == wanted.id else f"decided “{newest.action}”"
        raise Refused("conflict", f"{newest.actor_name} {what} since, at {when}.")


def _take_back(
    session: Session, article: Article, comment: Comment, wanted: Decision, actor: Actor
) -> Decision:
    before, after = Status(comment.status), Status(wanted.from_status)
    decision = _record(session, comment, UNDO, before, after, actor)
    decision.undoes_id = wanted.id
    for name in UNDONE:
        setattr(comment, name, _restored(name, wanted.before.get(name)))
    comment.rules_apply = False
    _reopen_flags(session, comment, wanted)
    _settle(session, article, comment, before, after, decision)
    return decision


def _reopen_flags(session: Session, comment: Comment, wanted: Decision) -> None:
    for flag in session.scalars(select(Flag).where(Flag.cleared_by == wanted.id)):
        flag.cleared_by = None
        comment.open_flags += 1


def _may_see(comment: Comment, sites: frozenset[UUID] | None) -> bool:
    return sites is None or comment.site_id in sites


def _for_update(statement: Any, table: Any, ids: Any) -> Any:
    return (
        statement.where(table.id.in_(ids))
        .order_by(table.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _restored(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name == "escalated_at" and value else value
