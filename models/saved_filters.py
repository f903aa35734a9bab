"""The filters that moderators keep for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class SavedFilter(Base):
    """One person's name for a query of the queue. `holder_kind` is moderator or key."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("holder_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    holder_kind: Mapped[str] = mapped_column(String(10))
    holder_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
