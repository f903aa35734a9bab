"""What other systems think that texts should score: labels for training, and no decisions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Suggestion(Base):
    """The value of one attribute for one text, or for a part of it. Append-only."""

    __tablename__ = "suggestions"
    __table_args__ = (
        CheckConstraint("value >= 0 AND value <= 1", name="value"),
        Index("ix_suggestions_created", "created_at"),
        Index("ix_suggestions_key", "key_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("api_keys.id"))
    community_id: Mapped[str] = mapped_column(Text, default="")
    """Whose norms it follows, as the other system calls them; empty: it did not say."""
    client_token: Mapped[str] = mapped_column(Text, default="")
    """What the other system calls the text; empty: it did not say."""
    text: Mapped[str] = mapped_column(Text)
    text_type: Mapped[str] = mapped_column(String(12), default="PLAIN_TEXT")
    language: Mapped[str | None] = mapped_column(String(8))
    """What it is written in, by ISO 639; None: too short, or not sure."""
    attribute: Mapped[str] = mapped_column(String(100))
    """As the Perspective API named it, such as SEVERE_TOXICITY."""
    value: Mapped[float]
    begin: Mapped[int | None]
    end: Mapped[int | None]
    """The part that it is about, in UTF-16 units of the text; None: all of it."""
    created_at: Mapped[datetime] = mapped_column(default=now)
