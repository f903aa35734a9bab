"""An article of a site, with the number of its approved comments."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


def new_epoch() -> str:
    """A random word that tells this life of an article from one before a restore."""
    return secrets.token_hex(4)


class Article(Base):
    """What the publisher calls `external_id`. `version` rises with every visible change.

    `mode`, `open`, `close_after_days` and `paused` override the site's where they are set.
    """

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("site_id", "external_id"),
        CheckConstraint("mode IN ('auto', 'pre', 'post')", name="mode"),
        CheckConstraint("count >= 0", name="count"),
        Index(
            "ix_articles_count_marked",
            "id",
            sqlite_where=text("count_marked = 1"),
            postgresql_where=text("count_marked"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    external_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str] = mapped_column(String(500), default="")
    url: Mapped[str] = mapped_column(String(2000), default="")
    confirmed: Mapped[bool] = mapped_column(default=False)
    """Title and URL were set with an API key; readers no longer fill them."""
    mode: Mapped[str | None] = mapped_column(String(8))
    open: Mapped[bool | None]
    close_after_days: Mapped[int | None]
    paused: Mapped[bool | None]
    message: Mapped[str] = mapped_column(Text, default="")
    count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    epoch: Mapped[str] = mapped_column(String(8), default=new_epoch)
    count_marked: Mapped[bool] = mapped_column(default=False)
    """The count moved and `article.count_changed` has not said so yet."""
    created_at: Mapped[datetime] = mapped_column(default=now)
