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
    """The columns of an index, of which a listing fixes the first and walks the others."""

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
        first = self.columns[0]
        end = first <= fixed if self.rising else first >= fixed
        begin = self._begin(fixed, place, inclusive)
        return statement.where(begin, end).order_by(
            *(column.asc() if self.rising else column.desc() for column in self.columns)
        )

    def _begin(
        self, fixed: Any, place: Sequence[Any] | None, inclusive: bool
    ) -> ColumnElement[bool]:
        key: Any = tuple_(*self.columns)
        bound: Any = fixed
        if place is None:
            key, inclusive = self.columns[0], True
        else:
            bound = self._bound(fixed, *place)
        compare = _COMPARISONS[self.rising, inclusive]
        beyond: ColumnElement[bool] = compare(key, bound)
        return beyond

    def _bound(self, *values: Any) -> ColumnElement[Any]:
        return tuple_(
            *(
                value if isinstance(value, SQLColumnExpression) else literal(value, column.type)
                for column, value in zip(self.columns, values, strict=True)
            )
        )
