"""Moderators and their sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, Json, new_id, now


class Moderator(Base):
    """A person who decides. `sites` lists the site ids they may see; None means all."""

    __tablename__ = "moderators"
    __table_args__ = (CheckConstraint("role IN ('admin', 'moderator')", name="role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(10), default="moderator")
    sites: Mapped[list[str] | None] = mapped_column(Json)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class ModeratorSession(Base):
    """A signed-in browser. Only the SHA-256 of its token is kept; deleting the row signs out."""

    __tablename__ = "moderator_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    moderator_id: Mapped[UUID] = mapped_column(ForeignKey("moderators.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
