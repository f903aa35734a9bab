"""Leases, turns and the urgency that the queue goes by, saved filters, uncovered texts.

Revision ID: 0006
Revises: 0005
Created: 2026-11-26 01:12:11.402117+00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FLAGGED = sa.text("open_flags > 0")
UNREVIEWED = sa.text("status = 'approved' AND reviewed_revision IS NULL")
WAITING = sa.text("turn = 1 AND waits_since IS NOT NULL")


def upgrade() -> None:
    """Go forward. The defaults are for processes that still run and know nothing of all this."""
    op.add_column(
        "sites",
        sa.Column("waiting_limit_s", sa.Integer(), server_default=sa.text("14400"), nullable=False),
    )
    op.add_column(
        "sites",
        sa.Column("blur_threshold", sa.Float(), server_default=sa.text("0.8"), nullable=False),
    )
    op.add_column("comments", sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "comments",
        sa.Column("turn", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
    )
    op.add_column(
        "comments",
        sa.Column("urgency", sa.Float(), server_default=sa.text("-9.0"), nullable=False),
    )
    op.drop_index("ix_comments_risk", table_name="comments")
    op.create_index("ix_comments_risk", "comments", ["site_id", "status", "urgency", "id"])
    op.create_index("ix_comments_risk_everywhere", "comments", ["status", "urgency", "id"])
    op.create_index("ix_comments_queue_everywhere", "comments", ["status", "id"])
    op.create_index(
        "ix_comments_waiting",
        "comments",
        ["site_id", "waits_since"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_comments_most_flagged",
        "comments",
        ["open_flags", "id"],
        unique=False,
        sqlite_where=FLAGGED,
        postgresql_where=FLAGGED,
    )
    _index_unreviewed("site_id", "status", "reviewed_revision", "id")
    op.create_index(
        "ix_comments_unreviewed_risk",
        "comments",
        ["site_id", "status", "reviewed_revision", "urgency", "id"],
        unique=False,
        sqlite_where=UNREVIEWED,
        postgresql_where=UNREVIEWED,
    )
    _create_tables()


def _index_unreviewed(*columns: str) -> None:
    op.drop_index(
        "ix_comments_unreviewed",
        table_name="comments",
        sqlite_where=UNREVIEWED,
        postgresql_where=UNREVIEWED,
    )
    op.create_index(
        "ix_comments_unreviewed",
        "comments",
        list(columns),
        unique=False,
        sqlite_where=UNREVIEWED,
        postgresql_where=UNREVIEWED,
    )


def _create_tables() -> None:
    op.create_table(
        "leases",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("holder_kind", sa.String(length=10), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("holder_name", sa.String(length=255), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_leases_comment_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_leases_site_id")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_leases")),
    )
    op.create_index("ix_leases_holder", "leases", ["holder_id", "until"])
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder_kind", sa.String(length=10), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "query", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("holder_id", "name", name=op.f("uq_saved_filters_holder_id_name")),
    )
    op.create_table(
        "uncovered",
        sa.Column("holder_kind", sa.String(length=10), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_uncovered_comment_id")
        ),
        sa.PrimaryKeyConstraint(
            "holder_kind", "holder_id", "day", "comment_id", name=op.f("pk_uncovered")
        ),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("uncovered")
    op.drop_table("saved_filters")
    op.drop_table("leases")
    _index_unreviewed("site_id", "id")
    op.drop_index(
        "ix_comments_unreviewed_risk",
        table_name="comments",
        sqlite_where=UNREVIEWED,
        postgresql_where=UNREVIEWED,
    )
    op.drop_index(
        "ix_comments_most_flagged",
        table_name="comments",
        sqlite_where=FLAGGED,
        postgresql_where=FLAGGED,
    )
    op.drop_index(
        "ix_comments_waiting",
        table_name="comments",
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.drop_index("ix_comments_queue_everywhere", table_name="comments")
    op.drop_index("ix_comments_risk_everywhere", table_name="comments")
    op.drop_index("ix_comments_risk", table_name="comments")
    op.create_index("ix_comments_risk", "comments", ["site_id", "status", "risk", "id"])
    op.drop_column("comments", "urgency")
    op.drop_column("comments", "turn")
    op.drop_column("comments", "waits_since")
    op.drop_column("sites", "blur_threshold")
    op.drop_column("sites", "waiting_limit_s")
