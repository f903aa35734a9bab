"""Sweeps the log: what was delivered goes after a time, what failed stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, or_, select

from models.database import now, writing
from models.deliveries import Attempt, Delivery
from models.endpoints import Endpoint
from service.access.running import settings
from service.webhooks.endpoints import DELETED

AT_ONCE = 500
"""Deliveries that one transaction deletes: others want to write in between."""


def prune_deliveries() -> int:
    """Delete old deliveries, and all those of deleted endpoints; how many."""
    before = now() - timedelta(days=settings().webhook_keep_days)
    delivered = (Delivery.state == "delivered") & (Delivery.finished_at < before)
    gone = select(Endpoint.id).where(Endpoint.state == DELETED)
    old = select(Delivery.id).where(or_(delivered, Delivery.endpoint_id.in_(gone)))
    pruned = 0
    while number := _delete_some(old):
        pruned += number
    with writing() as session:
        rest = select(Delivery.id).where(Delivery.endpoint_id == Endpoint.id)
        session.execute(delete(Endpoint).where(Endpoint.state == DELETED, ~rest.exists()))
    return pruned


def _delete_some(statement: Select[Any]) -> int:
    with writing() as session:
        # In the transaction: what somebody replays meanwhile is no longer old.
        some = statement.limit(AT_ONCE).with_for_update(skip_locked=True)
        ids = session.scalars(some).all()
        session.execute(delete(Attempt).where(Attempt.delivery_id.in_(ids)))
        session.execute(delete(Delivery).where(Delivery.id.in_(ids)))
    return len(ids)
