"""Answers already given, so that a repeated send never posts twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class IdempotentAnswer(Base):
    """One `Idempotency-Key` of one caller, kept for 24 hours.

    `sealed` is encrypted (it holds the reader's token); until it is there, the answer is made
    again from the comment.
    """

    __tablename__ = "idempotent_answers"
    __table_args__ = (
        UniqueConstraint("site_id", "caller", "key"),
        Index("ix_idempotent_answers_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    caller: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the reader's token, or empty for a first write."""
    key: Mapped[str] = mapped_column(String(255))
    request_hash: Mapped[str] = mapped_column(String(64))
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
