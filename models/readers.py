"""A reader: who wrote, voted or flagged, known by a token and by nothing else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, new_id, now


class Reader(Base):
    """One identity on one site. Only the SHA-256 of its token is kept."""

    __tablename__ = "readers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    verified: Mapped[bool] = mapped_column(default=False)
    staff: Mapped[bool] = mapped_column(default=False)
    restriction_id: Mapped[UUID | None]
    """The newest restriction that nobody lifted (no foreign key: the two tables would need each other).

    With its kind and end, so that whoever has the reader need not look for it.
    """
    restriction_kind: Mapped[str | None] = mapped_column(String(8))
    restricted_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
