"""A comment where it is now, and the texts it had before its author edited it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, validates

from models.database import Base, new_id, now

PUT_OFF, USUAL, OVERDUE = 0, 1, 2
"""The turns of what waits: put off by a person, as it came, and waiting beyond the site's limit."""


# Columns with one value alone: SQLite takes the index that has most of what a query asks for.
UNREVIEWED = ("site_id", "status", "reviewed_revision")
IS_UNREVIEWED = "status = 'approved' AND reviewed_revision IS NULL"


def urgency(turn: int, risk: float | None) -> float:
    """By which the queue's order “risk” sorts: the turn before the risk, the unscored last.

    What is not scored is below 0, and all that is scored is not.
    """
    return turn - 10.0 if risk is None else turn * 10.0 + risk


def _partial(name: str, *columns: str, where: str) -> Index:
    # SQLite keeps booleans as numbers and uses a partial index only where a query repeats its
    # condition to the letter; SQLAlchemy writes `shown = 1` there and `shown` on PostgreSQL.
    for_sqlite = where
    for flag in ("shown", "rank_due", "flags_ask"):
        for_sqlite = for_sqlite.replace(flag, f"{flag} = 1")
    return Index(name, *columns, sqlite_where=text(for_sqlite), postgresql_where=text(where))


class Comment(Base):
    """One comment.

    `version` rises with every edit and every change of status; `revision` with edits only, so
    scores and decisions can say which text they saw. `shown` and `shown_replies` are kept by
    `service.flow.count`: shown is what is approved, or has a shown reply (then as a tombstone).
    `shown_under_id` is the comment it nests under in answers: its parent, or for deep replies the
    ancestor at the deepest level that nests.
    """

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'approved', 'rejected', 'deleted')", name="status"),
        CheckConstraint("shown_replies >= 0", name="shown_replies"),
        _partial("ix_comments_roots", "article_id", "id", where="shown AND parent_id IS NULL"),
        _partial(
            "ix_comments_top", "article_id", "rank", "id", where="shown AND parent_id IS NULL"
        ),
        _partial("ix_comments_thread", "root_id", "id", where="shown"),
        _partial("ix_comments_branch", "shown_under_id", "id", where="shown"),
        _partial(
            "ix_comments_to_score",
            "score_priority",
            "score_due_at",
            "site_id",
            where="score_due_at IS NOT NULL",
        ),
        _partial(
            "ix_comments_unscored",
            "id",
            where="scored_revision IS NULL AND score_due_at IS NOT NULL",
        ),
        _partial(
            "ix_comments_held", "id", where="status = 'pending' AND scored_revision IS NOT NULL"
        ),
        _partial("ix_comments_rank_due", "article_id", where="rank_due"),
        _partial("ix_comments_flagged", "site_id", "open_flags", "id", where="flags_ask"),
        _partial("ix_comments_escalated", "site_id", "id", where="escalated_at IS NOT NULL"),
        _partial("ix_comments_unreviewed", *UNREVIEWED, "id", where=IS_UNREVIEWED),
        _partial("ix_comments_unreviewed_risk", *UNREVIEWED, "urgency", "id", where=IS_UNREVIEWED),
        _partial("ix_comments_addresses", "id", where="address_hash IS NOT NULL"),
        Index("ix_comments_queue", "site_id", "status", "id"),
        Index("ix_comments_queue_everywhere", "status", "id"),
        Index("ix_comments_risk", "site_id", "status", "urgency", "id"),
        Index("ix_comments_risk_everywhere", "status", "urgency", "id"),
        _partial(
            "ix_comments_waiting",
            "site_id",
            "waits_since",
            where="turn = 1 AND waits_since IS NOT NULL",
        ),
        _partial("ix_comments_most_flagged", "open_flags", "id", where="open_flags > 0"),
        _partial("ix_comments_replies", "parent_id", "id", where="parent_id IS NOT NULL"),
        Index("ix_comments_received", "site_id", "created_at"),
        Index("ix_comments_article", "article_id", "status", "id"),
        Index("ix_comments_reader", "reader_id", "status"),
        Index("ix_comments_fingerprint", "site_id", "fingerprint", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"))
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id"))
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("readers.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id"))
    root_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    shown_under_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id"))
    depth: Mapped[int]

    author_name: Mapped[str] = mapped_column(String(100))
    author_verified: Mapped[bool] = mapped_column(default=False)
    author_staff: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    links: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    honeypot: Mapped[bool] = mapped_column(default=False)
    address_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    edits: Mapped[int] = mapped_column(default=0)

    status: Mapped[str] = mapped_column(String(8), default="pending")
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    """The number of the newest event about this comment."""

    shown: Mapped[bool] = mapped_column(default=False)
    shown_replies: Mapped[int] = mapped_column(default=0)
    votes_up: Mapped[int] = mapped_column(default=0)
    votes_down: Mapped[int] = mapped_column(default=0)
    rank: Mapped[float] = mapped_column(default=0.0)
    rank_due: Mapped[bool] = mapped_column(default=False)

    score_due_at: Mapped[datetime | None]
    """When to score it next: a claim moves it ahead, a failure further; None once scored."""
    score_priority: Mapped[int] = mapped_column(default=0)
    score_claim: Mapped[str | None] = mapped_column(String(64))
    score_attempts: Mapped[int] = mapped_column(default=0)
    score_error: Mapped[str | None] = mapped_column(Text)
    scored_revision: Mapped[int | None]
    score_id: Mapped[UUID | None]
    """The newest row of `scores` about it (no foreign key: the two tables would need each other)."""
    risk: Mapped[float | None]
    top_label: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(8))
    """That of its newest score."""

    rules_apply: Mapped[bool] = mapped_column(default=True)
    """False once it waits for a person: rules then leave it alone.

    A person's hold sees to that, an undo, readers' flags, and an edit of what was ever held.
    """
    reviewed_revision: Mapped[int | None]
    """The revision that a person's standing decision saw."""
    held_because: Mapped[dict[str, Any] | None]
    open_flags: Mapped[int] = mapped_column(default=0)
    flags_ask: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its open flags want a person: `service.flow.flags_ask`."""
    escalated_at: Mapped[datetime | None]

    waits_since: Mapped[datetime | None]
    """When its present waiting for a decision began; None unless it is pending."""
    turn: Mapped[int] = mapped_column(SmallInteger, default=USUAL, server_default=text("1"))
    """PUT_OFF, USUAL or OVERDUE; USUAL unless it is pending."""
    urgency: Mapped[float] = mapped_column(
        default=urgency(USUAL, None), server_default=text("-9.0")
    )
    """Its turn and its risk in one number, kept with both of them: the key of an index."""

    @validates("turn", "risk")
    def _keep_urgency(self, name: str, value: Any) -> Any:
        """Whoever sets a turn or a risk sets the urgency."""
        turn = value if name == "turn" else self.turn
        risk = value if name == "risk" else self.risk
        self.urgency = urgency(USUAL if turn is None else turn, risk)
        return value


class CommentText(Base):
    """A text that a comment had before an edit."""

    __tablename__ = "comment_texts"
    __table_args__ = (UniqueConstraint("comment_id", "revision"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"))
    revision: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
