"""Batches: many decisions that a person made at once, and takes back at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Batch(Base):
    """What was wanted, before any of it was done; the decisions that came of it name the batch.

    `comments` is how they were chosen: selection, branch or author. `site_id` is None where the
    comments of a selection are of several sites.
    """

    __tablename__ = "batches"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("sites.id"))
    comments: Mapped[str] = mapped_column(String(10))
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id"))
    """The head of the branch, or one of the author's comments."""
    days: Mapped[int | None]
    """How far back the author's comments are meant."""
    action: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(Text)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    """When its undo began. From then on no decision is added to it."""
    undone_by: Mapped[str | None] = mapped_column(String(255))
