"""Events on their way to endpoints, and each attempt to bring them there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Json, new_id, now


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Delivery(Base):
    """One event on its way to one endpoint; written in the transaction of the event.

    `step` is the place in the schedule: 0 before the first attempt, which goes in the order of
    `position`. `due_at` is there as long as it is pending.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'delivered', 'failed')", name="state"),
        Unique("event_id", "endpoint_id"),
        Index("ix_deliveries_endpoint", "endpoint_id", "id"),
        _partial(
            "ix_deliveries_first", "endpoint_id", "position", where="state = 'pending' AND step = 0"
        ),
        _partial(
            "ix_deliveries_again",
            "endpoint_id",
            "due_at",
            "position",
            where="state = 'pending' AND step > 0",
        ),
        _partial("ix_deliveries_failed", "endpoint_id", "id", where="state = 'failed'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("endpoints.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    position: Mapped[int | None] = mapped_column(BigInteger)
    """That of the event; before it has one, nothing is sent."""
    state: Mapped[str] = mapped_column(String(10), default="pending")
    step: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(default=now)
    last_status: Mapped[int | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class Attempt(Base):
    """One request and what came back. Bodies of requests are not kept: they may quote a reader."""

    __tablename__ = "attempts"
    __table_args__ = (Unique("delivery_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("deliveries.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    took_ms: Mapped[int]
    url: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(String(64))
    """The address that was connected to."""
    request_headers: Mapped[dict[str, Any]] = mapped_column(Json)
    status: Mapped[int | None]
    answer_headers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    answer: Mapped[str | None] = mapped_column(Text)
    """The beginning of what came back."""
    error: Mapped[str | None] = mapped_column(Text)
