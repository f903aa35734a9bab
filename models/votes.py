"""A reader's vote on a comment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Vote(Base):
    """+1 or -1, one per reader and comment; taking a vote back deletes the row."""

    __tablename__ = "votes"
    __table_args__ = (
        UniqueConstraint("comment_id", "reader_id"),
        CheckConstraint("value IN (-1, 1)", name="value"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("readers.id"))
    value: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
