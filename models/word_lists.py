"""A site's lists of words, which its rules may ask for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class WordList(Base):
    """Words and phrases under a name; see `moderation.words`. `version` rises with every change."""

    __tablename__ = "word_lists"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    name: Mapped[str] = mapped_column(String(50))
    words: Mapped[list[str]]
    size: Mapped[int]
    """How many words there are: lists are told without being read."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
