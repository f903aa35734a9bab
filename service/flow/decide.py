"""The only place where a status changes; the decision is written with it.

`service.flow.undo` and `service.flow.batch` are built of the same parts. Whoever calls them holds the locks of the article and the comment (`locked`), always taken
in that order, so that two transactions never wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import after_commit, new_id, now, writing
from models.decisions import Decision
from models.flags import Flag
from moderation.events import event_type
from moderation.rules import Verdict
from moderation.status import TRANSITIONS, Action, By, Status, next_status
from service.flow import count, measure, waiting
from service.flow.announce import announce
from service.flow.flags_ask import flags_ask
from service.flow.refused import Refused
from service.flow.sites import site_of

SAME_MOMENT = timedelta(seconds=10)
"""A decision that names no version gives way to another person's within this time."""

PEOPLE = ("moderator", "key")
UNDONE = (
    "rules_apply",
    "reviewed_revision",
    "held_because",
    "escalated_at",
    "turn",
    "waits_since",
)


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
    """A comment to decide, and the version that the decider saw."""

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
    """What became of many: every item is in one of the two lists."""

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
    batch_id: UUID | None = None,
    log: Log | None = None,
) -> Decision:
    """Move a locked comment to the status that follows, and everything that follows from it.

    Raises `NotAllowed` where `moderation.status` has no such move; nothing is changed then.
    """
    before = Status(comment.status)
    after = next_status(before, action, by)
    decision = record(session, comment, action, before, after, actor, log)
    decision.reason, decision.note, decision.batch_id = reason, note, batch_id
    if verdict is not None:
        decision.facts = {"rule": verdict.rule, "facts": dict(verdict.facts)}
    _mark(session, comment, action, actor, decision)
    settle(session, article, comment, before, after, decision)
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
    """Decide some comments for a person: each is decided or reported, in one transaction.

    `sites` are those the person may see (None: all); a comment of another is not found. Raises
    `Refused` (invalid, `reason`) where a site wants a reason for a rejection.
    """
    with writing() as session:
        return decide_in(session, items, action, actor, reason=reason, note=note, sites=sites)


def decide_in(
    session: Session,
    items: Sequence[Wanted],
    action: Action,
    actor: Actor,
    *,
    reason: str | None = None,
    note: str | None = None,
    sites: frozenset[UUID] | None = None,
    batch_id: UUID | None = None,
    confirm: bool = True,
) -> Outcome:
    """The same in an open transaction; without `confirm`, what is so decided is left alone."""
    rows = locked(session, [item.comment_id for item in items])
    seen = [comment for _, comment in rows.values() if may_see(comment, sites)]
    refuse_without_reason(action, reason, {comment.site_id for comment in seen})
    log = Log(session, rows)
    outcome = Outcome()
    for item in items:
        article, comment = rows.get(item.comment_id, (None, None))
        if article is None or comment is None or not may_see(comment, sites):
            outcome.conflicts.append(Conflict(item.comment_id, "not_found"))
            continue
        if not confirm and is_so(Status(comment.status), action):
            continue
        conflict = _conflict(comment, item, actor, log)
        if conflict is not None:
            outcome.conflicts.append(conflict)
            continue
        decision = change(
            session, article, comment, action, By.MODERATOR, actor,
            reason=reason, note=note, batch_id=batch_id, log=log,
        )  # fmt: skip
        outcome.decisions.append(decision)
    return outcome


def refuse_without_reason(action: Action, reason: str | None, sites: Collection[UUID]) -> None:
    """Raise `Refused` (invalid) for a rejection without a reason where one of these wants one."""
    if action is not Action.REJECT or reason is not None:
        return
    for site in map(site_of, sites):
        if site.reason_required:
            why = f"The site “{site.name}” wants a reason for every rejection."
            raise Refused("invalid", why, "reason")


def is_so(status: Status, action: Action) -> bool:
    """Whether a person's action would leave a comment in the status that it has, or cannot be."""
    return next_of_person(status, action) in (None, status)


def next_of_person(status: Status, action: Action) -> Status | None:
    """The status that a person's action leads to; None where it is not open."""
    return TRANSITIONS[action, By.MODERATOR].get(status)


def newest_decision(session: Session, comment_id: UUID) -> Decision | None:
    """The last decision about a comment, by whomever."""
    statement = select(Decision).where(Decision.comment_id == comment_id)
    return session.scalar(statement.order_by(Decision.id.desc()).limit(1))


class Log:
    """The newest decision about each of some locked comments, read at once and kept up to date.

    It also holds what they answer: as long as somebody does, `count` need not ask one by one.
    """

    def __init__(self, session: Session, rows: Mapping[UUID, tuple[Article, Comment]]) -> None:
        """`rows`: what `locked` has locked in this transaction."""
        self._session, self._ids = session, rows.keys()
        self._newest = self._read()
        parents = {comment.parent_id for _, comment in rows.values()} - {None}
        self._answered = session.scalars(select(Comment).where(Comment.id.in_(parents))).all()
        self._peoples: dict[UUID, Decision] | None = None

    def newest(self, comment_id: UUID) -> Decision | None:
        """The last decision about a comment, by whomever."""
        return self._newest.get(comment_id)

    def newest_of_people(self, comment_id: UUID) -> Decision | None:
        """The last one by a person, as it was before this transaction."""
        if self._peoples is None:
            self._peoples = self._read(Decision.actor_kind.in_(PEOPLE))
        return self._peoples.get(comment_id)

    def add(self, decision: Decision) -> None:
        """It is now the newest about its comment."""
        self._newest[decision.comment_id] = decision

    def _read(self, *conditions: ColumnElement[bool]) -> dict[UUID, Decision]:
        from_the_newest = func.row_number().over(
            partition_by=Decision.comment_id, order_by=Decision.id.desc()
        )
        placed = select(Decision.id, from_the_newest.label("place")).where(
            Decision.comment_id.in_(self._ids), *conditions
        )
        first = placed.subquery()
        newest = select(Decision).join(first, first.c.id == Decision.id).where(first.c.place == 1)
        return {decision.comment_id: decision for decision in self._session.scalars(newest)}


def record(
    session: Session,
    comment: Comment,
    action: str,
    before: Status,
    after: Status,
    actor: Actor,
    log: Log | None = None,
) -> Decision:
    """Write down what is decided about a locked comment, and what an undo puts back."""
    if after is not before or action == Action.EDIT:
        comment.version += 1
    newest = log.newest(comment.id) if log else newest_decision(session, comment.id)
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
        created_at=now(),
    )
    session.add(decision)
    if log is not None:
        log.add(decision)
    by = "person" if actor.is_person else actor.kind
    after_commit(session, partial(measure.decided, str(after), by))
    return decision


def settle(
    session: Session,
    article: Article,
    comment: Comment,
    before: Status,
    after: Status,
    decision: Decision,
) -> None:
    """Give a locked comment its new status, count it and announce it."""
    comment.status = after
    comment.flags_ask = flags_ask(session, comment)
    waiting.settle_waiting(comment)
    if decision.actor_kind != "mode":  # what is decided on receipt was nobody's yet
        waiting.end_lease(session, comment.id)
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
        if actor.is_person:
            waiting.put_off(comment)
    elif action is not Action.ESCALATE:
        comment.held_because = None
    if action is Action.EDIT:
        waiting.forget_that_it_was_put_off(comment)
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


def _conflict(comment: Comment, item: Wanted, actor: Actor, log: Log) -> Conflict | None:
    newest = log.newest(comment.id)
    if comment.status == Status.DELETED or item.version not in (None, comment.version):
        why = "stale"
    elif item.version is None:
        why, newest = "decided", log.newest_of_people(comment.id)
        if newest is None or not _just_made_by_another(newest, actor):
            return None
    else:
        return None
    by, at = (newest.actor_name, newest.created_at) if newest else (None, None)
    return Conflict(comment.id, why, comment.status, by, at)


def _just_made_by_another(decision: Decision, actor: Actor) -> bool:
    """Whether another person decided so lately that this one cannot have seen it."""
    return decision.actor_id != actor.id and decision.created_at > now() - SAME_MOMENT


def may_see(comment: Comment, sites: frozenset[UUID] | None) -> bool:
    """Whether a comment is the business of somebody who sees these sites (None: all)."""
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
