"""Makes the nested answer of the HTTP contract out of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from moderation.status import Status, tombstone
from moderation.text import initials
from service.flow import cursor as cursors

Json = dict[str, Any]

DEEPEST_NESTING = 6
"""Answers nest to this depth (a root has depth 0); deeper replies lie flat below it."""


def view(row: Any) -> Json:
    """One comment as every reader sees it, without replies; a tombstone has no text, no author."""
    grave = tombstone(Status(row.status))
    return {
        "id": str(row.id),
        "parent_id": str(row.parent_id) if row.parent_id else None,
        "depth": row.depth,
        "status": row.status,
        "author": None if grave else author(row),
        "html": "" if grave else row.html,
        "created_at": time(row.created_at),
        "edited_at": None if grave else _edited_at(row),
        "votes": {"up": row.votes_up, "down": row.votes_down},
        "tombstone": grave,
        "replies": {"items": [], "count": row.shown_replies, "next_cursor": None},
    }


def own_view(row: Any) -> Json:
    """One comment as its author or a moderator sees it: with its text, whatever its status."""
    return view(row) | {
        "author": author(row),
        "html": row.html,
        "edited_at": _edited_at(row),
        "tombstone": row.status if row.status == Status.DELETED else None,
    }


def going_on(one: Json) -> Json:
    """One comment, told without its replies, with the cursor that lists them where it has any."""
    if one["replies"]["count"]:
        one["replies"]["next_cursor"] = cursors.encode("replies", one["id"])
    return one


def author(row: Any) -> Json:
    """Who wrote it, as far as readers are told."""
    return {
        "name": row.author_name,
        "initials": initials(row.author_name),
        "verified": row.author_verified,
        "staff": row.author_staff,
    }


def time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and Z."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _edited_at(row: Any) -> str | None:
    return time(row.edited_at) if row.edited_at else None


class Branch:
    """Comments and what hangs below them.

    `below` is in order of id and, for each thread, without a gap: so of each comment's replies it
    holds the first ones, and a cursor after the last of these continues them. `cut` names the
    threads (by root) of which `below` may lack the end. `path` may add comments from further on;
    a later page gives them again.
    """

    def __init__(
        self,
        heads: Sequence[Any],
        below: Sequence[Any],
        cut: Collection[UUID],
        path: Sequence[Any] = (),
    ) -> None:
        self._rows: dict[UUID, Any] = {row.id: row for row in heads}
        self._views: dict[UUID, Json] = {row.id: view(row) for row in heads}
        self._heads = list(self._views.values())
        self._cut = cut
        self._direct: Counter[UUID] = Counter()
        self._last: dict[UUID, UUID] = {}
        for row in below:
            if self._hang(row):
                self._direct[row.parent_id] += 1
                self._last[row.shown_under_id] = row.id
        for row in path:
            self._hang(row)

    def views(self) -> list[Json]:
        """The heads, each with its replies nested and the cursors that continue them."""
        for comment_id, item in self._views.items():
            if self._goes_on(comment_id):
                after = self._last.get(comment_id, comment_id)
                item["replies"]["next_cursor"] = cursors.encode("replies", after)
        return self._heads

    def _hang(self, row: Any) -> bool:
        above = self._views.get(row.shown_under_id)
        if above is None or row.id in self._views:
            return False
        self._rows[row.id] = row
        self._views[row.id] = view(row)
        above["replies"]["items"].append(self._views[row.id])
        return True

    def _goes_on(self, comment_id: UUID) -> bool:
        """Whether replies that nest under this comment are missing from the answer."""
        row = self._rows[comment_id]
        if row.depth > DEEPEST_NESTING or not row.shown_replies:
            return False  # deeper replies lie flat beside it
        if self._direct[comment_id] < row.shown_replies:
            return True
        return row.depth == DEEPEST_NESTING and row.root_id in self._cut
