"""A site may choose its model; indexes find what waits, and what wants a score by site.

Revision ID: 0003
Revises: 0002
Created: 2026-11-25 21:58:02.114500+00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UNSCORED = sa.text("scored_revision IS NULL AND score_due_at IS NOT NULL")
TO_SCORE = sa.text("score_due_at IS NOT NULL")
HELD = sa.text("status = 'pending' AND scored_revision IS NOT NULL")


def upgrade() -> None:
    """Go forward."""
    op.add_column("sites", sa.Column("model", sa.String(length=1000), nullable=True))
    op.create_index(
        "ix_comments_unscored",
        "comments",
        ["id"],
        unique=False,
        sqlite_where=UNSCORED,
        postgresql_where=UNSCORED,
    )
    op.create_index(
        "ix_comments_held",
        "comments",
        ["id"],
        unique=False,
        sqlite_where=HELD,
        postgresql_where=HELD,
    )
    _index_what_to_score("score_priority", "score_due_at", "site_id")


def downgrade() -> None:
    """Go back."""
    _index_what_to_score("score_priority", "score_due_at")
    op.drop_index(
        "ix_comments_held", table_name="comments", sqlite_where=HELD, postgresql_where=HELD
    )
    op.drop_index(
        "ix_comments_unscored",
        table_name="comments",
        sqlite_where=UNSCORED,
        postgresql_where=UNSCORED,
    )
    op.drop_column("sites", "model")


def _index_what_to_score(*columns: str) -> None:
    op.drop_index(
        "ix_comments_to_score",
        table_name="comments",
        sqlite_where=TO_SCORE,
        postgresql_where=TO_SCORE,
    )
    op.create_index(
        "ix_comments_to_score",
        "comments",
        list(columns),
        unique=False,
        sqlite_where=TO_SCORE,
        postgresql_where=TO_SCORE,
    )
