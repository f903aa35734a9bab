"""Restrictions of authors: who may not take part for a while, and whose comments all wait."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Restriction(Base):
    """A decision about an author, made from one of their comments; it always ends.

    One stands at a time: a newer one lifts the one before. Nobody lifts what has ended by itself,
    so `lifted_at` may be empty although `until` is past.
    """

    __tablename__ = "restrictions"
    __table_args__ = (
        CheckConstraint("kind IN ('ban', 'hold')", name="kind"),
        CheckConstraint("until > created_at", name="until"),
        Index(
            "ix_restrictions_standing",
            "reader_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index("ix_restrictions_reader", "reader_id", "id"),
        Index("ix_restrictions_comment", "comment_id"),
        Index("ix_restrictions_batch", "batch_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("readers.id"))
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    kind: Mapped[str] = mapped_column(String(8))
    until: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(Text)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(255))
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("batches.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    lifted_at: Mapped[datetime | None]
    lifted_by_kind: Mapped[str | None] = mapped_column(String(10))
    lifted_by: Mapped[str | None] = mapped_column(String(255))
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("restrictions.id"))
    """The newer one that ended it, where it was that."""


class BannedAddress(Base):
    """An address from which a banned author wrote, while the ban stands and for 30 days at most."""

    __tablename__ = "banned_addresses"
    __table_args__ = (Index("ix_banned_addresses_site", "site_id", "address_hash", "until"),)

    restriction_id: Mapped[UUID] = mapped_column(ForeignKey("restrictions.id"), primary_key=True)
    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    until: Mapped[datetime]
    """The end of the ban."""
    seen_at: Mapped[datetime]
    """When the author last wrote from there."""
