"""Keys of other systems."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Json, new_id, now


class ApiKey(Base):
    """A key with a role and the site ids it may see (None: all). Only its SHA-256 is kept."""

    __tablename__ = "api_keys"
    __table_args__ = (CheckConstraint("role IN ('admin', 'moderator', 'scorer')", name="role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(10))
    sites: Mapped[list[str] | None] = mapped_column(Json)
    queries_per_second: Mapped[int | None]
    """How many texts it may have scored; None: as many as the settings say."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
