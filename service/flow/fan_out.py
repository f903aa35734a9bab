"""Saves an event, and a delivery to every endpoint that asked for it, in the same transaction.

The endpoints are read in that transaction, once, so whichever process made one, the next event
goes there; where there is none, that costs one look at an empty table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from models.database import after_commit, new_id, now
from models.deliveries import Delivery
from models.endpoints import Endpoint
from models.events import Event
from service.flow import wake

ACTIVE = "active"
KEPT = "endpoints"
"""Where a session keeps the endpoints that its transaction has read."""

_SELECT = select(Endpoint.id, Endpoint.events, Endpoint.site_id, Endpoint.article_prefix).where(
    Endpoint.state == ACTIVE
)
_INSERT = insert(Delivery)


def fan_out(session: Session, event: Event, article: str | None = None) -> None:
    """Save `event`; `article` is the publisher's id of what it is about."""
    event.id = new_id()
    session.add(event)
    wanting = [row for row in _active(session) if _wants(row, event, article)]
    if wanting:
        deliver(session, event, *(row.id for row in wanting))
    after_commit(session, wake.delivering.set)


def deliver(session: Session, event: Event, *endpoint_ids: UUID) -> None:
    """Have a saved event delivered to these endpoints."""
    session.flush()  # the rows below refer to it
    session.connection().execute(
        _INSERT,
        [
            {"id": new_id(), "endpoint_id": each, "event_id": event.id, "due_at": now()}
            for each in endpoint_ids
        ],
    )


def _active(session: Session) -> Sequence[Row[Any]]:
    transaction = session.get_transaction()
    kept = session.info.get(KEPT)
    if kept is None or kept[0] is not transaction:
        # Through the connection: the session would write down all that is unfinished before it.
        rows = session.connection().execute(_SELECT).all()
        kept = session.info[KEPT] = (transaction, rows)
    rows_kept: Sequence[Row[Any]] = kept[1]
    return rows_kept


def _wants(endpoint: Row[Any], event: Event, article: str | None) -> bool:
    """Whether an endpoint asked for events of this type, site and article.

    What concerns no site concerns everybody; a prefix is about articles alone.
    """
    return (
        event.type in endpoint.events
        and (event.site_id is None or endpoint.site_id in (None, event.site_id))
        and (article is None or article.startswith(endpoint.article_prefix or ""))
    )
