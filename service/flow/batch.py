"""Decides many comments at once: a selection, a branch, or what an author wrote of late.

The batch is written down before anything is done, then come its decisions, 200 to a transaction,
each naming it. So whatever breaks in the middle, what was done is known and can be taken back;
and a batch that is sent again finds what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from models.batches import Batch
from models.comments import Comment
from models.database import db, now, writing
from models.decisions import Decision
from models.restrictions import Restriction
from moderation.status import Action, Status
from service.flow.decide import Actor, Outcome, Wanted, decide_in, is_so, refuse_without_reason
from service.flow.refused import Refused
from service.flow.restrict import Sentence, comment_seen, restrict_in, take_back
from service.flow.undo import Undone, undo_in

T = TypeVar("T")

CHUNK = 200
"""How many comments are decided, or undone, in one transaction."""

MOST = 5000
"""How many comments of a branch or an author one batch takes."""

Sites = frozenset[UUID] | None


@dataclass(frozen=True)
class Chosen:
    """Which comments are meant: those named, all from `branch` down, or an author's of some days."""

    comments: tuple[Wanted, ...] = ()
    branch: UUID | None = None
    author_of: UUID | None = None
    days: int = 1

    @property
    def how(self) -> str:
        """The word for it in the log."""
        if self.branch is not None:
            return "branch"
        return "author" if self.author_of is not None else "selection"


@dataclass(frozen=True)
class Preview:
    """How many comments a batch would decide, and by the status that they have now."""

    count: int
    by_status: dict[str, int]


@dataclass(frozen=True)
class Worked:
    """A batch with what became of each comment, and the restriction that came with it."""

    batch: Batch
    outcome: Outcome
    restriction: Restriction | None


@dataclass(frozen=True)
class _Found:
    wanted: Wanted
    site_id: UUID | None
    status: Status | None
    """None for what is not there for whoever asks."""


def preview(chosen: Chosen, action: Action, sites: Sites = None) -> Preview:
    """What `work_off` would do now. Raises `Refused`: not_found, or invalid where it is too much."""
    found = _find(db.session(), chosen, action, sites)
    by_status = Counter(str(each.status) for each in found if each.status is not None)
    return Preview(by_status.total(), dict(by_status))


def work_off(
    chosen: Chosen,
    action: Action,
    actor: Actor,
    *,
    reason: str | None = None,
    note: str | None = None,
    sentence: Sentence | None = None,
    sites: Sites = None,
) -> Worked:
    """Decide all that is chosen: each is decided or reported, or left alone where it is so already.

    Comments that are named are confirmed too, as `decide` does. `sentence` restricts the author.
    Raises `Refused` before anything is done: not_found, or invalid naming the field at fault.
    """
    found = _find(db.session(), chosen, action, sites)
    refuse_without_reason(action, reason, {each.site_id for each in found if each.site_id})
    with writing() as session:
        batch = _begun(session, chosen, found, action, actor, reason, note)
        restriction = None
        if sentence is not None and chosen.author_of is not None:
            author_of = comment_seen(session, chosen.author_of, sites)
            restriction = restrict_in(session, author_of, sentence, actor, batch.id)
    outcome = Outcome()
    for chunk in _chunks([each.wanted for each in found]):
        with writing() as session:
            if not _goes_on(session, batch.id):
                break
            part = decide_in(
                session, chunk, action, actor, reason=reason, note=note, sites=sites,
                batch_id=batch.id, confirm=chosen.how == "selection",
            )  # fmt: skip
        outcome.decisions += part.decisions
        outcome.conflicts += part.conflicts
    return Worked(batch, outcome, restriction)


def undo_batch(batch_id: UUID, actor: Actor, *, sites: Sites = None) -> list[Undone]:
    """Take back all that a batch did: each decision is undone or reported, its restriction lifted.

    Raises `Refused`: not_found, or conflict where it was undone before and nothing is left to do.
    """
    with writing() as session:
        batch = _batch_seen(session, batch_id, sites)
        undone_before = (batch.undone_by, batch.undone_at)
        if batch.undone_at is None:
            batch.undone_at, batch.undone_by = now(), actor.name
        for restriction in session.scalars(_restrictions_of(batch_id)):
            take_back(session, restriction, actor)
    results: list[Undone] = []
    for chunk in _chunks(db.session.scalars(_not_undone(batch_id, sites)).all()):
        with writing() as session:
            results += undo_in(session, chunk, actor, sites=sites)
    by, at = undone_before
    if at is not None and not any(result.decision for result in results):
        raise Refused("conflict", f"{by} undid this batch already, at {at:%H:%M:%S} UTC.")
    return results


def _find(session: Session, chosen: Chosen, action: Action, sites: Sites) -> list[_Found]:
    if chosen.how == "selection":
        return _named(session, chosen.comments, sites)
    field = "branch" if chosen.branch is not None else "author_of"
    head = comment_seen(session, chosen.branch or chosen.author_of, sites)  # type: ignore[arg-type]
    statement = _branch(head) if field == "branch" else _of_author(head, chosen.days)
    rows = session.execute(statement.limit(MOST + 1)).all()
    if len(rows) > MOST:
        raise Refused("invalid", f"That is more than {MOST:,} comments: choose fewer.", field)
    return [
        _Found(Wanted(row.id), row.site_id, status)
        for row in rows
        if not is_so(status := Status(row.status), action)
    ]


def _named(session: Session, wanted: Sequence[Wanted], sites: Sites) -> list[_Found]:
    ids = [each.comment_id for each in wanted]
    rows = session.execute(
        select(Comment.id, Comment.site_id, Comment.status).where(Comment.id.in_(ids))
    )
    there = {row.id: row for row in rows if sites is None or row.site_id in sites}
    found = []
    for each in wanted:
        row = there.get(each.comment_id)
        status = Status(row.status) if row and row.status != Status.DELETED else None
        found.append(_Found(each, row.site_id if row else None, status))
    return found


def _branch(head: Comment) -> Select[tuple[UUID, UUID, str]]:
    """A comment and all below it, whatever their status, in order of id."""
    below = select(Comment.id).where(Comment.id == head.id).cte("below", recursive=True)
    reply = aliased(Comment)
    below = below.union_all(select(reply.id).join(below, reply.parent_id == below.c.id))
    bounded = select(below.c.id).limit(MOST + 1).subquery()
    return _ids_and_statuses().join(bounded, bounded.c.id == Comment.id)


def _of_author(comment: Comment, days: int) -> Select[tuple[UUID, UUID, str]]:
    """What the author of a comment wrote in the last days on that site, in order of id."""
    return _ids_and_statuses().where(
        Comment.reader_id == comment.reader_id,
        Comment.site_id == comment.site_id,
        Comment.created_at > now() - timedelta(days=days),
    )


def _ids_and_statuses() -> Select[tuple[UUID, UUID, str]]:
    return select(Comment.id, Comment.site_id, Comment.status).order_by(Comment.id)


def _begun(
    session: Session,
    chosen: Chosen,
    found: Sequence[_Found],
    action: Action,
    actor: Actor,
    reason: str | None,
    note: str | None,
) -> Batch:
    sites = {each.site_id for each in found if each.site_id is not None}
    head_id = chosen.branch or chosen.author_of
    if head_id is not None:
        sites = {session.get_one(Comment, head_id).site_id}
    batch = Batch(
        site_id=sites.pop() if len(sites) == 1 else None,
        comments=chosen.how,
        comment_id=head_id,
        days=chosen.days if chosen.author_of is not None else None,
        action=action,
        reason=reason,
        note=note,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
    )
    session.add(batch)
    session.flush()
    return batch


def _goes_on(session: Session, batch_id: UUID) -> bool:
    """Whether nobody has begun to undo the batch; nobody can until this transaction is over."""
    undone_at = select(Batch.undone_at).where(Batch.id == batch_id)
    return session.scalars(undone_at.with_for_update(read=True)).one() is None


def _batch_seen(session: Session, batch_id: UUID, sites: Sites) -> Batch:
    batch = session.get(Batch, batch_id, with_for_update={"key_share": True})
    if batch is None or not (sites is None or _of_these(session, batch, sites)):
        raise Refused("not_found", "There is no such batch.")
    return batch


def _of_these(session: Session, batch: Batch, sites: frozenset[UUID]) -> bool:
    if batch.site_id is not None:
        return batch.site_id in sites
    some = select(Decision.id).where(Decision.batch_id == batch.id, Decision.site_id.in_(sites))
    return session.scalar(some.limit(1)) is not None


def _restrictions_of(batch_id: UUID) -> Select[tuple[Restriction]]:
    return select(Restriction).where(Restriction.batch_id == batch_id)


def _not_undone(batch_id: UUID, sites: Sites) -> Select[tuple[UUID]]:
    """Decisions of these sites: what else a batch did is not told to who may not see it."""
    undo = aliased(Decision)
    undone = select(undo.id).where(undo.undoes_id == Decision.id)
    of_batch = select(Decision.id).where(Decision.batch_id == batch_id, ~undone.exists())
    if sites is not None:
        of_batch = of_batch.where(Decision.site_id.in_(sites))
    return of_batch.order_by(Decision.id)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
