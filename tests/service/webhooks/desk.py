"""The admin's desk: endpoints, their deliveries, and the worker that brings events out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from models.database import db, now, writing
from models.deliveries import Attempt, Delivery
from models.endpoints import Endpoint
from moderation.events import TYPES
from service.webhooks import endpoints
from service.webhooks.worker import Worker


@dataclass
class Desk:
    """Makes endpoints and looks at what becomes of what they asked for."""

    worker: Worker

    def endpoint(self, url: str, *events: str, **more: Any) -> UUID:
        """A new endpoint for these types, or for all; its id."""
        with writing() as session:
            values = {"url": url, "events": list(events or TYPES), **more}
            endpoint, _ = endpoints.create(session, **values)
            return endpoint.id

    def row(self, endpoint_id: UUID) -> Endpoint:
        """The endpoint as the database has it now."""
        db.session.rollback()
        row = db.session.get(Endpoint, endpoint_id, populate_existing=True)
        assert row is not None
        return row

    def deliveries(self, endpoint_id: UUID) -> list[Delivery]:
        """Its deliveries in the order of their events."""
        db.session.rollback()
        statement = select(Delivery).where(Delivery.endpoint_id == endpoint_id)
        ordered = statement.order_by(Delivery.position, Delivery.id)
        return list(db.session.scalars(ordered.execution_options(populate_existing=True)))

    def states(self, endpoint_id: UUID) -> list[str]:
        """The states of these."""
        return [delivery.state for delivery in self.deliveries(endpoint_id)]

    def attempts(self, endpoint_id: UUID) -> list[Attempt]:
        """All requests that were made, in the order of events and tries."""
        db.session.rollback()
        statement = select(Attempt).join(Delivery).where(Delivery.endpoint_id == endpoint_id)
        return list(db.session.scalars(statement.order_by(Delivery.position, Attempt.number)))

    def deliver(self) -> None:
        """Bring out all that is due."""
        self.worker.work_off()

    def let_time_pass(self, endpoint_id: UUID, **ago: float) -> None:
        """Make what waits for another attempt due, as if so much time were over."""
        earlier = timedelta(**ago)
        for delivery in self.deliveries(endpoint_id):
            if delivery.due_at is not None:
                with writing() as session:
                    session.execute(
                        update(Delivery)
                        .where(Delivery.id == delivery.id)
                        .values(due_at=delivery.due_at - earlier)
                    )

    def set(self, endpoint_id: UUID, **values: Any) -> None:
        """Set columns of an endpoint behind the back of the service."""
        with writing() as session:
            session.execute(update(Endpoint).where(Endpoint.id == endpoint_id).values(**values))

    def failing_for(self, endpoint_id: UUID, **ago: float) -> None:
        """As if it had done nothing but fail for so long."""
        self.set(endpoint_id, failing_since=now() - timedelta(**ago))
