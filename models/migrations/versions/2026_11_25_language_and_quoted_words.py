"""Scores know the language that was read and what the quoted words scored.

A comment keeps the language of its newest score beside its risk, for the queue's filter.

Revision ID: 0002
Revises: 0001
Created: 2026-11-25 21:37:40.215300+00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("scores", sa.Column("language", sa.String(length=8), nullable=True))
    op.add_column(
        "scores",
        sa.Column(
            "quoted", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
    )
    op.add_column("comments", sa.Column("language", sa.String(length=8), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("comments", "language")
    op.drop_column("scores", "quoted")
    op.drop_column("scores", "language")
