"""Batches of decisions, restrictions of authors, flags that ask, and sites that want reasons.

Revision ID: 0008
Revises: 0007
Created: 2026-11-26 01:12:40.310772+00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STANDING = sa.text("lifted_at IS NULL")
A_REPLY = sa.text("parent_id IS NOT NULL")
OF_A_BATCH = sa.text("batch_id IS NOT NULL")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    _create_batches()
    _create_restrictions()
    _create_banned_addresses()
    op.add_column("decisions", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_decisions_batch",
        "decisions",
        ["batch_id", "id"],
        unique=False,
        sqlite_where=OF_A_BATCH,
        postgresql_where=OF_A_BATCH,
    )
    op.add_column("readers", sa.Column("restriction_id", sa.Uuid(), nullable=True))
    op.add_column("readers", sa.Column("restriction_kind", sa.String(length=8), nullable=True))
    op.add_column(
        "readers", sa.Column("restricted_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("scores", sa.Column("verdict", Json, nullable=True))
    op.add_column(
        "sites",
        sa.Column("reason_required", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "comments", sa.Column("flags_ask", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _index_flagged(sa.text("flags_ask = 1"), sa.text("flags_ask"))
    op.create_index(
        "ix_comments_replies",
        "comments",
        ["parent_id", "id"],
        unique=False,
        sqlite_where=A_REPLY,
        postgresql_where=A_REPLY,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_comments_replies", table_name="comments")
    _index_flagged(sa.text("open_flags > 0"), sa.text("open_flags > 0"))
    op.drop_column("comments", "flags_ask")
    op.drop_column("sites", "reason_required")
    op.drop_column("scores", "verdict")
    op.drop_column("readers", "restricted_until")
    op.drop_column("readers", "restriction_kind")
    op.drop_column("readers", "restriction_id")
    op.drop_index("ix_decisions_batch", table_name="decisions")
    op.drop_column("decisions", "batch_id")
    op.drop_table("banned_addresses")
    op.drop_table("restrictions")
    op.drop_table("batches")


def _index_flagged(sqlite: sa.TextClause, postgresql: sa.TextClause) -> None:
    op.drop_index("ix_comments_flagged", table_name="comments")
    op.create_index(
        "ix_comments_flagged",
        "comments",
        ["site_id", "open_flags", "id"],
        unique=False,
        sqlite_where=sqlite,
        postgresql_where=postgresql,
    )


def _create_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("comments", sa.String(length=10), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_batches_comment_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_batches_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )


def _create_restrictions() -> None:
    op.create_table(
        "restrictions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=255), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_kind", sa.String(length=10), nullable=True),
        sa.Column("lifted_by", sa.String(length=255), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('ban', 'hold')", name=op.f("ck_restrictions_kind")),
        sa.CheckConstraint("until > created_at", name=op.f("ck_restrictions_until")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_restrictions_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_restrictions_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_restrictions_reader_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["restrictions.id"], name=op.f("fk_restrictions_replaced_by_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_restrictions_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restrictions")),
    )
    op.create_index("ix_restrictions_batch", "restrictions", ["batch_id"], unique=False)
    op.create_index("ix_restrictions_comment", "restrictions", ["comment_id"], unique=False)
    op.create_index("ix_restrictions_reader", "restrictions", ["reader_id", "id"], unique=False)
    op.create_index(
        "ix_restrictions_standing",
        "restrictions",
        ["reader_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _create_banned_addresses() -> None:
    op.create_table(
        "banned_addresses",
        sa.Column("restriction_id", sa.Uuid(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["restriction_id"],
            ["restrictions.id"],
            name=op.f("fk_banned_addresses_restriction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_banned_addresses_site_id")
        ),
        sa.PrimaryKeyConstraint("restriction_id", "address_hash", name=op.f("pk_banned_addresses")),
    )
    op.create_index(
        "ix_banned_addresses_site",
        "banned_addresses",
        ["site_id", "address_hash", "until"],
        unique=False,
    )
