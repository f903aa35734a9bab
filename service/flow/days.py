"""Days as people in one place count them, from UTC moments on, the same on every database.

A day begins at midnight there and may have 23 or 25 hours. Where each of a range's days begins
is worked out here, so that no database needs to know time zones; what a database does is count
whole days of 24 hours from a few given moments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, case, literal, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

WHOLE_DAY = timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class milliseconds(FunctionElement[int]):  # noqa: N801 - named like a function of the database
    """A moment as the number of milliseconds since 1970."""

    type = BigInteger()
    inherit_cache = True


@compiles(milliseconds, "sqlite")
def _on_sqlite(element: milliseconds, compiler: SQLCompiler, **options: Any) -> str:
    # julianday() is kept in whole milliseconds inside; the fraction of its answer errs by less.
    moment = compiler.process(element.clauses, **options)
    return f"CAST(round((julianday({moment}) - 2440587.5) * 86400000) AS INTEGER)"


@compiles(milliseconds, "postgresql")
def _on_postgresql(element: milliseconds, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"CAST(extract(epoch FROM {moment}) * 1000 AS BIGINT)"


@dataclass(frozen=True)
class Days:
    """The days from `first` to `last`, both included, as they are in `zone`."""

    first: date
    last: date
    zone: str = "UTC"

    @cached_property
    def begins(self) -> tuple[datetime, ...]:
        """When each of them begins, in UTC, and when the last one ends."""
        there = ZoneInfo(self.zone)
        number = (self.last - self.first).days + 1
        dates = (self.first + timedelta(days=place) for place in range(number + 1))
        return tuple(datetime.combine(day, time(), there).astimezone(UTC) for day in dates)

    @property
    def begin(self) -> datetime:
        """The first moment of the first day."""
        return self.begins[0]

    @property
    def end(self) -> datetime:
        """The first moment after the last day."""
        return self.begins[-1]

    @property
    def dates(self) -> list[date]:
        """The days themselves, in order."""
        return [self.first + timedelta(days=place) for place in range(len(self.begins) - 1)]

    def place(
        self, moment: ColumnElement[datetime] | InstrumentedAttribute[datetime]
    ) -> ColumnElement[int]:
        """Which of the days, from 0 on, a column's moment within them falls on."""
        told = milliseconds(moment)
        runs = list(_runs(self.begins))
        counted = [(told < since_1970(run.end), _counted(run, told)) for run in runs[:-1]]
        last = _counted(runs[-1], told)
        return case(*counted, else_=last) if counted else last


@dataclass(frozen=True)
class _Run:
    """Days of 24 hours that follow each other, or one longer or shorter day."""

    place: int
    begin: datetime
    end: datetime
    even: bool


def _runs(begins: Sequence[datetime]) -> Iterator[_Run]:
    start = 0
    for place in range(1, len(begins)):
        if begins[place] - begins[place - 1] == WHOLE_DAY:
            continue
        if start < place - 1:
            yield _Run(start, begins[start], begins[place - 1], even=True)
        yield _Run(place - 1, begins[place - 1], begins[place], even=False)
        start = place
    if start < len(begins) - 1:
        yield _Run(start, begins[start], begins[-1], even=True)


def _counted(run: _Run, told: ColumnElement[int]) -> ColumnElement[int]:
    if not run.even:
        return literal(run.place)
    since_its_begin = told - since_1970(run.begin)
    # Both numbers are whole, which // tells SQLAlchemy without a dialect's own rounding.
    return run.place + type_coerce(since_its_begin, BigInteger) // (WHOLE_DAY // MILLISECOND)


def since_1970(moment: datetime) -> int:
    """The same for a moment known here."""
    return (moment - EPOCH) // MILLISECOND
