"""What the classifier said about one revision of a comment."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Score(Base):
    """One scoring, append-only. Labels are detoxify's, 0 to 1; None where the model lacks one."""

    __tablename__ = "scores"
    __table_args__ = (Index("ix_scores_comment", "comment_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    revision: Mapped[int]
    model: Mapped[str] = mapped_column(String(200))
    model_revision: Mapped[str] = mapped_column(String(64))
    risk: Mapped[float]
    toxicity: Mapped[float | None]
    severe_toxicity: Mapped[float | None]
    obscene: Mapped[float | None]
    threat: Mapped[float | None]
    insult: Mapped[float | None]
    identity_attack: Mapped[float | None]
    sexual_explicit: Mapped[float | None]
    language: Mapped[str | None] = mapped_column(String(8))
    """What the author's own words are written in, by ISO 639; None: too short, or not sure."""
    quoted: Mapped[dict[str, Any] | None]
    """What the quoted words scored, by label; they decide nothing. None: nothing was quoted."""
    verdict: Mapped[dict[str, Any] | None]
    """What the rules said of what waited already; what they decided is in the decision."""
    created_at: Mapped[datetime] = mapped_column(default=now)
