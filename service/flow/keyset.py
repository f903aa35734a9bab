"""Keyset pages that one index gives alone, on every database.

`article_id = a AND id > place ORDER BY id` reads well, but where an article has many comments
PostgreSQL may walk the primary key for it, past every comment of every other article. A bound and
an order over the whole key of the index say the same and leave it no other way; SQLite takes them
likewise.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, literal, tuple_

_COMPARISONS = {
    (True, False): operator.gt,
    (True, True): operator.ge,
    (False, False): operator.lt,
    (False, True): operator.le,
}
"""How what comes later compares with a place: by whether the order rises, and with the place."""


@dataclass(frozen=True)
class Keyset:
    """The columns of an index, of which a listing fixes the first ones and walks the others."""

    columns: tuple[Any, ...]
    rising: bool = True

    def walk(
        self,
        statement: Select[Any],
        fixed: Any,
        place: Sequence[Any] | None = None,
        *,
        inclusive: bool = False,
    ) -> Select[Any]:
        """The rows with `fixed` in the first column, in order, beyond a place (or from it on).

        `fixed` and the place, one value for each further column, may be expressions.
        """
        begin = [fixed] if place is None else [fixed, *place]
        return self.between(statement, begin, [fixed], inclusive=inclusive or place is None)

    def between(
        self, statement: Select[Any], begin: Sequence[Any], end: Sequence[Any], *, inclusive: bool
    ) -> Select[Any]:
        """The rows from `begin` to `end` in order: values of the first columns, as many as matter.

        The end is included, and the beginning where that is said.
        """
        compare = _COMPARISONS[self.rising, inclusive]
        until = _COMPARISONS[not self.rising, True]
        return statement.where(
            compare(self._key(begin), self._bound(begin)), until(self._key(end), self._bound(end))
        ).order_by(*(column.asc() if self.rising else column.desc() for column in self.columns))

    def _key(self, values: Sequence[Any]) -> Any:
        return tuple_(*self.columns[: len(values)]) if len(values) > 1 else self.columns[0]

    def _bound(self, values: Sequence[Any]) -> ColumnElement[Any]:
        typed: list[Any] = [
            value if isinstance(value, SQLColumnExpression) else literal(value, column.type)
            for column, value in zip(self.columns, values, strict=False)
        ]
        return tuple_(*typed) if len(typed) > 1 else typed[0]
