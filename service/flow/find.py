"""Finds what moderators ask for, in order and page by page, each page by an index.

A listing is made of stretches: the comments of one status and one site (or of all of them) in the
listing's order, each of them one stretch of one index. What comes first of all of them together is
the page. Most listings have one stretch, and none sorts more rows than it shows, but for those that
are short by nature: what was escalated or flagged, and what is of one author or a few articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import Session

from models.comments import Comment
from service.flow import cursor as cursors
from service.flow.filters import ANY_FLAG, STATES, Filters, conditions, of_status
from service.flow.keyset import Keyset
from service.flow.sites import models_of_sites

MOST_COUNTED = 10_000
MOST_SITES_APART = 8
"""Up to so many sites are each a stretch; of more, all sites are walked and others passed over."""

Place = Sequence[Any] | None
"""Values of an order's columns, after which a page begins; None: at the beginning."""


@dataclass(frozen=True)
class Order:
    """An order of the queue: by these columns, of these types."""

    keys: tuple[Any, ...]
    types: tuple[type, ...]
    rising: bool = False

    def of(self, row: Any) -> tuple[Any, ...]:
        """The values of a row that has the columns."""
        return tuple(getattr(row, key.key) for key in self.keys)


ORDERS = {
    "risk": Order((Comment.urgency, Comment.id), (float, UUID)),
    "oldest": Order((Comment.id,), (UUID,), rising=True),
    "newest": Order((Comment.id,), (UUID,)),
    "flags": Order((Comment.open_flags, Comment.id), (int, UUID)),
}
SORTS = tuple(ORDERS)


@dataclass(frozen=True)
class Found:
    """The ids of a page in order, and the cursor that continues it."""

    ids: list[UUID]
    next_cursor: str | None


def page(session: Session, filters: Filters, limit: int, cursor: str | None) -> Found:
    """A page of what the filters find. Raises `Refused` for a cursor of another listing."""
    order, kind = ORDERS[filters.sort], f"queue-{filters.sort}"
    place = cursors.decode(kind, cursor, *order.types) if cursor else None
    rows = first(session, _stretches(filters, place), order, limit + 1)
    further, rows = len(rows) > limit, rows[:limit]
    following = cursors.encode(kind, *order.of(rows[-1])) if further else None
    return Found([row.id for row in rows], following)


def candidates(
    session: Session, filters: Filters, limit: int, *more: ColumnElement[bool]
) -> list[UUID]:
    """Lock the first comments that the filters find and for which `more` is true as well.

    What another transaction has locked is passed over, so that several find different ones.
    """
    stretches = (
        stretch.where(*more).with_for_update(of=Comment, skip_locked=True, key_share=True)
        for stretch in _stretches(filters, None)
    )
    return [row.id for row in first(session, stretches, ORDERS[filters.sort], limit)]


def first(
    session: Session, stretches: Iterator[Select[Any]], order: Order, limit: int
) -> list[Row[Any]]:
    """The first rows of all the stretches together."""
    rows = [row for each in stretches for row in session.execute(each.limit(limit))]
    return sorted(rows, key=order.of, reverse=not order.rising)[:limit]


def count(session: Session, every: Sequence[Filters]) -> list[int]:
    """How many each of these finds, counted to 10,000, with one question to the database."""
    counts = [_count(filters) for filters in every]
    return list(session.execute(select(*counts)).one())


def _count(filters: Filters) -> Any:
    found: Select[Any] = select(literal_column("1")).select_from(Comment).limit(MOST_COUNTED)
    named = STATES[filters.state].short or filters.state == "unreviewed"
    of_sites = _each_of if named else _of_sites
    found = found.where(*conditions(filters), *of_status(filters), *of_sites(_sites(filters)))
    return select(func.count()).select_from(found.subquery()).scalar_subquery()


def _stretches(filters: Filters, place: Place) -> Iterator[Select[Any]]:
    sites, order = _sites(filters), ORDERS[filters.sort]
    wanted = select(*order.keys)
    if filters.short:
        few = wanted.where(*conditions(filters), *of_status(filters), *_each_of(sites))
        yield _sorted(few, order, place)
        return
    wanted = wanted.where(*conditions(filters, by_id=filters.sort != "risk"))
    for status in STATES[filters.state].statuses:
        for walk in _walks(sites, apart=filters.state == "unreviewed"):
            if filters.sort == "flags":
                yield from walk.flagged_first(wanted, status, place, filters.state)
            else:
                yield walk.through(wanted, status, order, place, filters.state)


def _sorted(statement: Select[Any], order: Order, place: Place, *same: Any) -> Select[Any]:
    """In order, by an index or afterwards; of the columns `same`, all rows have the same value."""
    if place is not None:
        key: Any = tuple_(*order.keys)
        bound = tuple_(*(literal(v, k.type) for v, k in zip(place, order.keys, strict=True)))
        statement = statement.where(key > bound if order.rising else key < bound)
    keys = (*same, *order.keys)
    return statement.order_by(*(k.asc() if order.rising else k.desc() for k in keys))


@dataclass(frozen=True)
class _Walk:
    """Through one site, or through all of them, perhaps passing over those that are not wanted."""

    site_id: UUID | None = None
    only: frozenset[UUID] | None = None

    def through(
        self, wanted: Select[Any], status: Any, order: Order, place: Place, state: str
    ) -> Select[Any]:
        """What is of one status, in an order that an index has."""
        if state == "unscored" and order is not ORDERS["risk"]:
            return _sorted(self._beside(wanted, status), order, place)
        if state == "unreviewed" and self.site_id is not None:
            return self._through_unreviewed(wanted, status, order, place)
        columns, fixed = self._fixed(status)
        begin, end, inclusive = [*fixed], [*fixed], True
        if order is ORDERS["risk"] and state == "held":
            end = [*fixed, 0.0]
        if order is ORDERS["risk"] and state == "unscored":
            begin, inclusive = [*fixed, 0.0], False
        if place is not None:
            begin, inclusive = [*fixed, *place], False
        keyset = Keyset((*columns, *order.keys), order.rising)
        found = wanted.where(*_of_sites(self.only))
        return keyset.between(found, begin, end, inclusive=inclusive)

    def flagged_first(
        self, wanted: Select[Any], status: Any, place: Place, state: str
    ) -> Iterator[Select[Any]]:
        """By the number of flags: few comments have any, and the others come by their ids."""
        if place is None or place[0] > 0:
            yield _sorted(self._beside(wanted.where(ANY_FLAG), status), ORDERS["flags"], place)
            place = None
        rest = wanted.where(Comment.open_flags == 0)
        yield self.through(rest, status, ORDERS["newest"], place and place[1:], state)

    def _through_unreviewed(
        self, wanted: Select[Any], status: Any, order: Order, place: Place
    ) -> Select[Any]:
        """Of all that is approved; what persons have seen may be nearly all of it or nearly none."""
        found = wanted.where(Comment.site_id == self.site_id, Comment.status == status)
        return _sorted(found, order, place, Comment.reviewed_revision)

    def _beside(self, few: Select[Any], status: Any) -> Select[Any]:
        """Of few comments, which an index has in order, those of one status and these sites.

        Said so that no index is taken for that.
        """
        few = few.where(func.coalesce(Comment.status, Comment.status) == status)
        only = self.only if self.site_id is None else {self.site_id}
        if only is None:
            return few
        return few.where(func.coalesce(Comment.site_id, Comment.site_id).in_(only))

    def _fixed(self, status: Any) -> tuple[list[Any], list[Any]]:
        if self.site_id is None:
            return [Comment.status], [status]
        return [Comment.site_id, Comment.status], [self.site_id, status]


def _walks(sites: frozenset[UUID] | None, *, apart: bool) -> list[_Walk]:
    """`apart`: one for each site if there are not too many, even where all are asked for."""
    if sites is None and apart and len(models_of_sites()) <= MOST_SITES_APART:
        sites = frozenset(models_of_sites())
    if sites is None:
        return [_Walk()]
    if len(sites) <= MOST_SITES_APART:
        return [_Walk(site_id) for site_id in sorted(sites)]
    return [_Walk(only=sites)]


def _of_sites(sites: frozenset[UUID] | None) -> list[ColumnElement[bool]]:
    return [] if sites is None else [Comment.site_id.in_(sites)]


def _each_of(sites: frozenset[UUID] | None) -> list[ColumnElement[bool]]:
    """Like `_of_sites`, but all sites are named: their indexes begin with the site."""
    return _of_sites(frozenset(models_of_sites()) if sites is None else sites)


def _sites(filters: Filters) -> frozenset[UUID] | None:
    """The sites that are asked for; None: all, where there are several."""
    there = frozenset(models_of_sites())
    wanted = there if filters.sites is None else filters.sites & there
    if filters.site_id is not None:
        wanted &= {filters.site_id}
    return None if wanted == there and len(there) > 1 else wanted
