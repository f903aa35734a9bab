"""Comments are found by when they came, so that a day's can be counted.

Revision ID: 0011
Revises: 0010
Created: 2026-11-26 01:13:30.000000+00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_comments_received", "comments", ["site_id", "created_at"])
    # Of two indexes that begin with the site, SQLite takes the younger one, here by far the larger.
    escalated = sa.text("escalated_at IS NOT NULL")
    op.drop_index("ix_comments_escalated", table_name="comments")
    op.create_index(
        "ix_comments_escalated",
        "comments",
        ["site_id", "id"],
        sqlite_where=escalated,
        postgresql_where=escalated,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_comments_received", table_name="comments")
