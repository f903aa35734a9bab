"""The moderators' queue: what is found for them, shown as they need it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from models.database import db
from service.flow import find
from service.flow.card import cards
from service.flow.filters import STATES, Filters
from service.flow.thread import Json


def queue(filters: Filters, limit: int, cursor: str | None) -> tuple[list[Json], str | None]:
    """A page of queue items and the cursor that continues it. Raises `Refused` for a bad one."""
    session = db.session()
    found = find.page(session, filters, limit, cursor)
    return cards(session, found.ids), found.next_cursor


def total(filters: Filters) -> int:
    """How many items the filters find, counted to 10,000."""
    return find.count(db.session(), [filters])[0]


def totals(filters: Filters) -> dict[str, int]:
    """The same for each state, whichever the filters name."""
    counts = find.count(db.session(), [replace(filters, state=state) for state in STATES])
    return dict(zip(STATES, counts, strict=True))


def item(comment_id: UUID) -> Json | None:
    """One comment as a queue item; None where there is none."""
    found = cards(db.session(), [comment_id])
    return found[0] if found else None
