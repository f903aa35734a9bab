"""Keys have quotas, and suggested scores are kept.

Revision ID: 0005
Revises: 0004
Created: 2026-11-26 01:12:00.000000+00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("api_keys", sa.Column("queries_per_second", sa.Integer(), nullable=True))
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("client_token", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_type", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("attribute", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("begin", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value >= 0 AND value <= 1", name=op.f("ck_suggestions_value")),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_suggestions_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_created", "suggestions", ["created_at"], unique=False)
    op.create_index("ix_suggestions_key", "suggestions", ["key_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_suggestions_key", table_name="suggestions")
    op.drop_index("ix_suggestions_created", table_name="suggestions")
    op.drop_table("suggestions")
    op.drop_column("api_keys", "queries_per_second")
