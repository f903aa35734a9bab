"""A site's ordered rules, stored as the data they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Rule(Base):
    """One rule; the lowest `position` that matches wins. See `moderation.rules`."""

    __tablename__ = "rules"
    __table_args__ = (UniqueConstraint("site_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    when: Mapped[dict[str, Any]]
    then: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(default=now)
