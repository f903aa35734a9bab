"""What happened, for other systems: written in the transaction that made it happen."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Event(Base):
    """One event. `sequence` counts the events of one comment, so that readers can order them.

    Of an article's count it is the article's version; other events have none (0). What concerns
    the service as a whole belongs to no site.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_comment", "comment_id", "sequence"),
        Index("ix_events_type", "type", "position"),
        Index(
            "ix_events_unplaced",
            "created_at",
            "id",
            sqlite_where=text("position IS NULL"),
            postgresql_where=text("position IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    type: Mapped[str] = mapped_column(String(40))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("sites.id"))
    article_id: Mapped[UUID | None] = mapped_column(ForeignKey("articles.id"))
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id"))
    sequence: Mapped[int] = mapped_column(default=0)
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """Its place in the order of commits; given by `service.flow.place` once it is committed."""
