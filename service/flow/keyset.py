"""Keyset pages that one index gives alone, on every database.

`article_id = a AND id > place ORDER BY id` reads well, but where an article has many comments
PostgreSQL may walk the primary key for it, past every comment of every other article. A bound and
an order over the whole key of the index say the same and leave it no other way; SQLite takes them
likewise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_


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
        key, bound = tuple_(*self.columns), (fixed, *(place or ()))
        if place is None:
            key, bound, inclusive = self.columns[0], fixed, True
        if self.rising:
            return key >= bound if inclusive else key > bound
        return key <= bound if inclusive else key < bound
