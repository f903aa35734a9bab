"""Where other systems want events sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Endpoint(Base):
    """An address, what it asked for, and its secrets, sealed.

    `state` is active, disabled (nothing is sent or kept for it) or deleted (its rows are about to
    go). A process that sends to it holds its claim, so that one alone keeps the order and counts
    how many requests are on their way.
    """

    __tablename__ = "endpoints"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'disabled', 'deleted')", name="state"),
        CheckConstraint("format IN ('standard', 'slack')", name="format"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[str]]
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("sites.id"))
    """Whose events; None: those of every site."""
    article_prefix: Mapped[str | None] = mapped_column(String(255))
    full_text: Mapped[bool] = mapped_column(default=False)
    format: Mapped[str] = mapped_column(String(10), default="standard")
    secret: Mapped[str] = mapped_column(Text)
    old_secret: Mapped[str | None] = mapped_column(Text)
    old_secret_until: Mapped[datetime | None]
    """Until then requests are signed with the old secret too."""
    state: Mapped[str] = mapped_column(String(10), default="active")
    disabled_at: Mapped[datetime | None]
    disabled_because: Mapped[str | None] = mapped_column(Text)
    """Why the service disabled it; None where a person did."""
    failing_since: Mapped[datetime | None]
    """The first failure since anything was delivered."""
    claim: Mapped[str | None] = mapped_column(String(64))
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
