"""Which blurred texts a moderator uncovered on which day; nobody else is told."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base


class Uncovered(Base):
    """Once a person, comment and day (in UTC). `holder_kind` is moderator or key."""

    __tablename__ = "uncovered"

    holder_kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    holder_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"), primary_key=True)
