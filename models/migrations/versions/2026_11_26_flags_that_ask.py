"""Which of the flags that are there want a person.

Revision ID: 0009
Revises: 0008
Created: 2026-11-26 01:14:02.881307+00:00
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: all, but for one or two since a person saw the text, of which none is `illegal`."""
    op.execute(
        """
        UPDATE comments SET flags_ask = (1 = 1)
        WHERE open_flags > 0 AND status <> 'deleted' AND (
            reviewed_revision IS NULL OR reviewed_revision <> revision OR open_flags >= 3
            OR EXISTS (
                SELECT 1 FROM flags WHERE flags.comment_id = comments.id
                AND flags.cleared_by IS NULL AND flags.reason = 'illegal'
            )
        )
        """
    )


def downgrade() -> None:
    """Go back: before, every flag asked."""
    op.execute("UPDATE comments SET flags_ask = (1 = 0)")
