"""Who changed what about the way a site moderates. Rows are added and never touched again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Change(Base):
    """One change of rules, settings, a word list or an article, written in its own transaction.

    `before` and `after` hold what differs: all rules, the settings that were changed, the words
    that were taken out and put in. None stands for what was not there before, or is no more.
    """

    __tablename__ = "changes"
    __table_args__ = (
        CheckConstraint("what IN ('rules', 'site', 'words', 'article')", name="what"),
        Index("ix_changes_site", "site_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    what: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(255), default="")
    """The name of the word list, or the publisher's own id of the article."""
    actor_kind: Mapped[str] = mapped_column(String(10))
    """moderator, key, or command (somebody on the server's own machine)."""
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(255))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
