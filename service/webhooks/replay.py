"""Sends again: one delivery, or all that failed since a time.

What is replayed goes beside what happens now, not before it, and begins with the second wait of
the schedule should it fail once more.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import literal_column, update
from sqlalchemy.orm import Session

from models.database import after_commit, now
from models.deliveries import Delivery
from models.endpoints import Endpoint
from service.flow import wake
from service.flow.refused import Refused
from service.webhooks.endpoints import refuse_if_inactive

AGAIN = 1
"""The step of the schedule that follows a replay."""


def replay(session: Session, endpoint: Endpoint, delivery_id: UUID) -> Delivery:
    """Have one delivery sent now, whatever became of it. Raises `Refused`."""
    refuse_if_inactive(endpoint)
    delivery = session.get(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    if delivery is None or delivery.endpoint_id != endpoint.id:
        raise Refused("not_found", "There is no such delivery.")
    if delivery.state != "pending" or delivery.step > 0:
        delivery.state, delivery.step = "pending", AGAIN
        delivery.due_at, delivery.finished_at = now(), None
    after_commit(session, wake.delivering.set)
    return delivery


def replay_failed(session: Session, endpoint: Endpoint, since: datetime) -> int:
    """Have sent now whatever was to be delivered from `since` on and failed; how many that is."""
    refuse_if_inactive(endpoint)
    failed = Delivery.state == literal_column("'failed'")
    rows = session.execute(
        update(Delivery)
        .where(Delivery.endpoint_id == endpoint.id, failed, Delivery.created_at >= since)
        .values(state="pending", step=AGAIN, due_at=now(), finished_at=None)
        .execution_options(synchronize_session=False)
    )
    after_commit(session, wake.delivering.set)
    return int(rows.rowcount)  # type: ignore[attr-defined]
