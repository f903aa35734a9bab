"""What a comment answers, as its readers saw it: the texts that a quote can be from."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased

from models.comments import Comment
from models.database import db
from moderation.status import Status

MOST_ANSWERED = 10
"""How far up: the comment that is answered, the one which that answers, and so on."""


def bodies_answered(comment_id: UUID) -> list[str]:
    """The bodies of the approved comments above this one, the nearest first.

    What was rejected is not among them: nobody may show it again by quoting it. Read over a
    connection of its own, so that no transaction stays open.
    """
    step = literal(1).label("step")
    first = select(Comment.parent_id.label("id"), step).where(Comment.id == comment_id)
    above = first.cte("above", recursive=True)
    child = aliased(Comment)
    following = (
        select(child.parent_id, above.c.step + 1)
        .join(above, child.id == above.c.id)
        .where(above.c.step < MOST_ANSWERED)
    )
    above = above.union_all(following)
    statement = (
        select(Comment.body)
        .join(above, Comment.id == above.c.id)
        .where(Comment.status == Status.APPROVED)
        .order_by(above.c.step)
    )
    with db.engine.connect() as connection:
        return list(connection.scalars(statement))
