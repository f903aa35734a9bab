"""Whether readers' flags want a person.

Until a person has decided about a text, every flag does. A decision answers those that are there;
what comes after it asks again only from three readers, or from one who says that the text is
illegal: else two friends of a cause could bring back for ever what was dealt with.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.comments import Comment
from models.flags import Flag
from moderation.status import Status

AGAIN = 3
"""From how many readers on flags ask again about a text that a person has decided about."""

AT_ONCE = "illegal"
"""The reason for which one flag is enough."""


def flags_ask(session: Session, comment: Comment) -> bool:
    """Whether the open flags of a locked comment bring it before a person."""
    if not comment.open_flags or comment.status == Status.DELETED:
        return False
    if comment.reviewed_revision != comment.revision or comment.open_flags >= AGAIN:
        return True
    grave = select(Flag.id).where(
        Flag.comment_id == comment.id, Flag.cleared_by.is_(None), Flag.reason == AT_ONCE
    )
    return session.scalar(grave.limit(1)) is not None
