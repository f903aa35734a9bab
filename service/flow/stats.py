"""Counts what was received and decided on each day, how long it took, and what was overturned.

All of it is read in one snapshot. What the figures mean is said in `service.flow.tally` and in
docs/numbers.md. Decisions that somebody undid are counted where they were made, but later ones
are judged, and waits measured, as if they had never been.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from models.comments import Comment
from models.database import db, now
from models.decisions import Decision
from models.sites import Site
from moderation.rules import LABELS
from moderation.status import Action, Status
from service.flow.days import Days, milliseconds, since_1970
from service.flow.decide import PEOPLE
from service.flow.tally import SETTLING, UNDO, Kind, Tally, Waits


@dataclass
class Figures:
    """What happened on one day, or on all of them."""

    received: int = 0
    became: dict[str, int] = field(default_factory=lambda: {str(status): 0 for status in Status})
    """What was received, by its status now."""
    decisions: Tally = field(default_factory=Tally)
    actors: defaultdict[tuple[str, str | None], Tally] = field(
        default_factory=lambda: defaultdict(Tally)
    )
    """By kind of actor; people also by name."""
    waits: Waits = field(default_factory=Waits)
    """For the decisions that settled what was pending, whoever made them."""
    peoples_waits: Waits = field(default_factory=Waits)
    """For those of them that a person made."""


@dataclass
class OfLabel:
    """What concerns comments that this label marks most."""

    received: int = 0
    decisions: Tally = field(default_factory=Tally)


@dataclass
class Waiting:
    """What waits now, for its score or for a person."""

    number: int
    unscored: int
    overdue: int
    since: datetime | None
    """When the wait of the one began that has waited longest."""


@dataclass
class Stats:
    """All figures of a range of days."""

    days: list[tuple[date, Figures]]
    total: Figures
    rules: dict[str, Tally]
    labels: dict[str | None, OfLabel]
    waiting: Waiting
    at: datetime


def stats(days: Days, sites: Collection[UUID] | None) -> Stats:
    """The figures of these days, of these sites (None: all), as of now."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            # It takes looking up one row for a scan, and would compile for longer than it runs.
            connection.execute(text("SET LOCAL jit = off"))
        # On SQLite, the transaction that the first query opens is the snapshot.
        # Named one by one even where they are all: indexes begin with the site.
        ids = connection.scalars(_sites(Site.id, sites)).all()
        return _Counting(connection, days, ids).run()


def seen_sites(sites: Collection[UUID] | None) -> list[str]:
    """The names of these sites (None: all), in order."""
    return list(db.session.scalars(_sites(Site.name, sites)))


def _sites(column: Any, sites: Collection[UUID] | None) -> Select[Any]:
    statement = select(column).order_by(Site.name)
    return statement if sites is None else statement.where(Site.id.in_(sites))


class _Counting:
    """One reading of the database."""

    def __init__(self, connection: Connection, days: Days, sites: Sequence[UUID]) -> None:
        self.connection = connection
        self.days = days
        self.sites = sites
        self.by_day = [Figures() for _ in days.dates]
        self.total = Figures()
        self.rules: defaultdict[str, Tally] = defaultdict(Tally)
        self.labels: defaultdict[str | None, OfLabel] = defaultdict(OfLabel)

    def run(self) -> Stats:
        at = now()
        self._count_received()
        self._count_decisions()
        self._measure_waits()
        busiest_first = sorted(self.rules.items(), key=lambda rule: (-rule[1].decisions, rule[0]))
        in_order = [label for label in (*LABELS, None) if label in self.labels]
        return Stats(
            days=list(zip(self.days.dates, self.by_day, strict=True)),
            total=self.total,
            rules=dict(busiest_first),
            labels={label: self.labels[label] for label in in_order},
            waiting=self._waiting(at),
            at=at,
        )

    def _count_received(self) -> None:
        found = self._in_range(Comment, Comment.status, Comment.top_label)
        for day, status, label, number in self._grouped(found):
            for figures in (self.by_day[day], self.total):
                figures.received += number
                figures.became[status] += number
            self.labels[label].received += number

    def _count_decisions(self) -> None:
        columns: tuple[Any, ...] = (
            Decision.actor_kind,
            Decision.actor_name,
            Comment.top_label,
            Decision.action,
            (Decision.from_status == Decision.to_status).label("same"),
            _is_undone(Decision).label("undone"),
            _later_outcome().label("later"),
        )
        found = self._in_range(Decision, *columns).join(Comment, Comment.id == Decision.comment_id)
        for day, kind, name, label, *rest, number in self._grouped(found):
            what = Kind(*rest)
            actor = (kind, name if kind in PEOPLE else None)
            for figures in (self.by_day[day], self.total):
                figures.decisions.add(what, number)
                figures.actors[actor].add(what, number)
            self.labels[label].decisions.add(what, number)
            if kind == "rule":
                self.rules[name].add(what, number)

    def _measure_waits(self) -> None:
        began = func.coalesce(_began(Decision.comment_id, Decision.id), Comment.created_at)
        waited = milliseconds(Decision.created_at) - milliseconds(began)
        found = (
            self._in_range(Decision, Decision.actor_kind.in_(PEOPLE), waited)
            .join(Comment, Comment.id == Decision.comment_id)
            .where(
                Decision.action.in_(SETTLING),
                Decision.from_status == Status.PENDING,
                ~_is_undone(Decision),
            )
        )
        for day, by_person, wait in self.connection.execute(found):
            for figures in (self.by_day[day], self.total):
                figures.waits.milliseconds.append(wait)
                if by_person:
                    figures.peoples_waits.milliseconds.append(wait)

    def _waiting(self, at: datetime) -> Waiting:
        unscored = Comment.scored_revision.is_distinct_from(Comment.revision)
        waiting = (
            select(
                func.coalesce(Comment.waits_since, Comment.created_at).label("began"),
                case((unscored, 1), else_=0).label("unscored"),
                (Site.waiting_limit_s * 1000).label("limit"),
            )
            .join(Site, Site.id == Comment.site_id)
            .where(Comment.site_id.in_(self.sites), Comment.status == Status.PENDING)
            .subquery()
        )
        waited = since_1970(at) - milliseconds(waiting.c.began)
        overdue = case((waited > waiting.c.limit, 1), else_=0)
        row = self.connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(waiting.c.unscored), 0),
                func.coalesce(func.sum(overdue), 0),
                func.min(waiting.c.began),
            )
        ).one()
        return Waiting(*row)

    def _in_range(self, table: type[Comment | Decision], *columns: Any) -> Select[Any]:
        """These columns of what was made on the days, after the place of the day."""
        return select(self.days.place(table.created_at).label("day"), *columns).where(
            table.site_id.in_(self.sites),
            table.created_at >= self.days.begin,
            table.created_at < self.days.end,
        )

    def _grouped(self, found: Select[Any]) -> Sequence[Any]:
        """The different rows, each with how many there are of it."""
        rows = found.subquery()
        return self.connection.execute(select(*rows.c, func.count()).group_by(*rows.c)).all()


def _is_undone(decision: type[Decision]) -> ColumnElement[bool]:
    undoing = aliased(Decision)
    undone = exists(select(undoing.id).where(undoing.undoes_id == decision.id))
    return and_(decision.actor_kind.in_(PEOPLE), undone)


def _later_outcome() -> ColumnElement[str | None]:
    """What the next person said about the text that a settling or holding decision saw."""
    later = aliased(Decision)
    outcome = (
        select(later.action)
        .where(
            later.comment_id == Decision.comment_id,
            later.id > Decision.id,
            later.revision == Decision.revision,
            later.actor_kind.in_(PEOPLE),
            later.action.in_(SETTLING),
            ~_is_undone(later),
        )
        .order_by(later.id)
        .limit(1)
        .correlate(Decision)
        .scalar_subquery()
    )
    return case((Decision.action.in_((*SETTLING, Action.HOLD)), outcome))


def _began(comment_id: Any, before: Any) -> ScalarSelect[datetime]:
    """When the wait began that this decision ended; None: with the comment itself.

    A wait begins with an edit, which brings a new text, and with whatever took the comment back
    from approved or rejected; a hold of what waits already begins none. What was taken back in vain
    (the undo put the comment where it was) is never the newest of these.
    """
    earlier = aliased(Decision)
    taken_back = and_(
        earlier.from_status != Status.PENDING,
        earlier.to_status == Status.PENDING,
        earlier.action != UNDO,
    )
    return (
        select(earlier.created_at)
        .where(
            earlier.comment_id == comment_id,
            or_(earlier.action == Action.EDIT, taken_back),
            earlier.id < before,
        )
        .order_by(earlier.id.desc())
        .limit(1)
        .correlate(Decision, Comment)
        .scalar_subquery()
    )
