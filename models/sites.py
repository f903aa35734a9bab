"""A site: one newspaper, its origins and the way it moderates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now

DEFAULT_SITE = "default"


class Site(Base):
    """One publication. `settings_version` rises with every change, so that cached pages end."""

    __tablename__ = "sites"
    __table_args__ = (CheckConstraint("mode IN ('auto', 'pre', 'post')", name="mode"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    origins: Mapped[list[str]] = mapped_column(default=list)
    mode: Mapped[str] = mapped_column(String(8), default="auto")
    open: Mapped[bool] = mapped_column(default=True)
    close_after_days: Mapped[int | None]
    paused: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(Text, default="")
    flag_limit: Mapped[int] = mapped_column(default=5)
    nudge_threshold: Mapped[float] = mapped_column(default=0.8)
    edit_window_s: Mapped[int] = mapped_column(default=15 * 60)
    waiting_limit_s: Mapped[int] = mapped_column(default=4 * 3600, server_default=text("14400"))
    """How long a comment waits before it rises above those with a higher risk, in seconds."""
    blur_threshold: Mapped[float] = mapped_column(default=0.8, server_default=text("0.8"))
    """From which risk on moderators see a text only once they ask for it."""
    model: Mapped[str | None] = mapped_column(String(1000))
    """Which classifier reads its comments, as `load_classifier` names it; None: the server's."""
    reason_required: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a person who rejects a comment has to say why."""
    settings_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
