"""A lease: one moderator's short hold on a comment, so that nobody else is given it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, now


class Lease(Base):
    """At most one a comment; it is alive while `until` lies ahead.

    `holder_kind` is moderator or key. A row whose time is over is as good as none, and is dropped
    later.
    """

    __tablename__ = "leases"
    __table_args__ = (Index("ix_leases_holder", "holder_id", "until"),)

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    holder_kind: Mapped[str] = mapped_column(String(10))
    holder_id: Mapped[UUID]
    holder_name: Mapped[str] = mapped_column(String(255))
    until: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)
