"""The audit log: every decision about a comment, never changed afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Decision(Base):
    """A recorded decision: who did what to which version, and why.

    `actor_kind` is one of rule, mode, flags, moderator, key, author, system. `before` holds what
    an undo puts back. `undoes_id` is unique: a decision is undone once.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_comment", "comment_id", "id"),
        Index("ix_decisions_site", "site_id", "created_at"),
        Index(
            "ix_decisions_batch",
            "batch_id",
            "id",
            sqlite_where=text("batch_id IS NOT NULL"),
            postgresql_where=text("batch_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    action: Mapped[str] = mapped_column(String(10))
    from_status: Mapped[str] = mapped_column(String(8))
    to_status: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    """The version of the comment after the decision."""
    revision: Mapped[int]
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(255))
    reason: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[dict[str, Any] | None]
    before: Mapped[dict[str, Any]]
    undoes_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    batch_id: Mapped[UUID | None]
    """The batch that it was part of (no foreign key: SQLite cannot add one to a table in use)."""
    created_at: Mapped[datetime] = mapped_column(default=now)
