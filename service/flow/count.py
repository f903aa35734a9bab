"""Keeps an article's count and version, and which comments are shown, true to every change.

The count of an article is the number of its approved comments, always. A comment is shown when
it is approved or has a shown reply. Both are columns moved in the transaction of the change that
moves them; nothing ever counts rows to answer a reader.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from moderation.status import Status, counts
from service.flow.articles import forget_after_commit


def move(session: Session, article: Article, comment: Comment, before: Status) -> None:
    """Account for `comment` having left the status `before`. Both rows must be locked."""
    after = Status(comment.status)
    if after is before:
        return
    difference = counts(after) - counts(before)
    if difference:
        article.count += difference
        article.count_marked = True
    was_shown = comment.shown
    _show(session, comment)
    if was_shown or comment.shown:
        seen_differently(session, article)


def seen_differently(session: Session, article: Article) -> None:
    """Readers see this article's comments differently from now on."""
    article.version += 1
    forget_after_commit(session, article)


def _show(session: Session, comment: Comment | None) -> None:
    """Set whether a comment is shown, and carry a difference up to those it answers."""
    while comment is not None:
        shown = counts(Status(comment.status)) or comment.shown_replies > 0
        if shown == comment.shown:
            return
        comment.shown = shown
        parent = session.get(Comment, comment.parent_id) if comment.parent_id else None
        if parent is not None:
            parent.shown_replies += 1 if shown else -1
        comment = parent


def recount(session: Session, article: Article) -> int:
    """The number of approved comments, by counting them (for checks, never for readers)."""
    statement = select(func.count()).where(
        Comment.article_id == article.id, Comment.status == Status.APPROVED
    )
    return session.scalars(statement).one()
