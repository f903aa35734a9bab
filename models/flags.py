"""A reader's flag: a request that a person look at a comment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Flag(Base):
    """One per reader and comment. Open until a moderator's decision clears it."""

    __tablename__ = "flags"
    __table_args__ = (UniqueConstraint("comment_id", "reader_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("readers.id"))
    reason: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    cleared_by: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
