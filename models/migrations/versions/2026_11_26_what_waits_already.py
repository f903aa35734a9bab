"""What waits already knows since when, and what is scored has its urgency.

Revision ID: 0007
Revises: 0006
Created: 2026-11-26 01:14:48.118503+00:00
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Everything has the usual turn, which is 1."""
    op.execute("UPDATE comments SET waits_since = created_at WHERE status = 'pending'")
    op.execute("UPDATE comments SET urgency = 10.0 + risk WHERE risk IS NOT NULL")


def downgrade() -> None:
    """Go back: the columns go with the migration before this one."""
