"""An author's second thoughts: edit and delete, within the site's window."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment, CommentText
from models.database import after_commit, now, writing
from models.decisions import Decision
from models.deliveries import Attempt, Delivery
from models.events import Event
from models.readers import Reader
from moderation.status import Action, By, Status
from service.flow import wake
from service.flow.articles import refuse_if_closed
from service.flow.decide import AUTHOR, Actor, change, lock_one
from service.flow.readers import find_reader
from service.flow.receive import write_body
from service.flow.refused import Refused
from service.flow.restrict import refuse_if_banned
from service.flow.sites import SiteFacts

MOST_EDITS = 5
EDITED = "edited after it was held"


def editable_until(site: SiteFacts, comment: Comment) -> datetime:
    """The moment until which its author may edit or delete a comment."""
    return comment.created_at + timedelta(seconds=site.edit_window_s)


def edit(site: SiteFacts, comment_id: UUID, token: str | None, body: str) -> Comment:
    """Replace the text; the comment waits until it is scored again.

    The status moves in the same transaction as the text, so that no reader ever sees a text that
    nobody approved. Raises `Refused`: not_found, forbidden, closed or conflict.
    """
    with writing() as session:
        article, comment = _own(session, site, comment_id, token)
        refuse_if_banned(session.get_one(Reader, comment.reader_id))
        refuse_if_closed(site, article)
        _refuse_edit(comment)
        if comment.body != body:
            _replace_text(session, article, comment, body)
    return comment


def withdraw(site: SiteFacts, comment_id: UUID, token: str | None) -> None:
    """Delete a comment for its author: the texts go, the place in the thread stays."""
    with writing() as session:
        article, comment = _own(session, site, comment_id, token)
        erase(session, article, comment, By.AUTHOR, AUTHOR)


def erase(session: Session, article: Article, comment: Comment, by: By, actor: Actor) -> None:
    """Delete a locked comment and everything that names or quotes its author."""
    change(session, article, comment, Action.DELETE, by, actor)
    session.execute(delete(CommentText).where(CommentText.comment_id == comment.id))
    comment.body = comment.html = comment.author_name = comment.fingerprint = ""
    comment.address_hash = None
    comment.score_due_at = comment.score_claim = comment.score_error = None
    _forget_answers(session, comment)


def _forget_answers(session: Session, comment: Comment) -> None:
    """Who was told the text may have repeated it."""
    about = select(Delivery.id).join(Event).where(Event.comment_id == comment.id)
    session.execute(
        update(Attempt)
        .where(Attempt.delivery_id.in_(about), Attempt.answer.is_not(None))
        .values(answer=None, answer_headers=None)
        .execution_options(synchronize_session=False)
    )


def _own(
    session: Session, site: SiteFacts, comment_id: UUID, token: str | None
) -> tuple[Article, Comment]:
    article, comment = lock_one(session, comment_id)
    if comment.site_id != site.id or comment.status == Status.DELETED:
        raise Refused("not_found", "There is no such comment.")
    reader = find_reader(session, site.id, token)
    if reader is None or reader.id != comment.reader_id:
        raise Refused("forbidden", "Only its author can change a comment.")
    if now() > editable_until(site, comment):
        raise Refused("forbidden", "The time for changing this comment is over.")
    return article, comment


def _refuse_edit(comment: Comment) -> None:
    if comment.status == Status.REJECTED:
        raise Refused("conflict", "A rejected comment cannot be edited.")
    if comment.edits >= MOST_EDITS:
        raise Refused("forbidden", f"A comment can be edited {MOST_EDITS} times.")


def _replace_text(session: Session, article: Article, comment: Comment, body: str) -> None:
    session.add(
        CommentText(
            comment_id=comment.id,
            revision=comment.revision,
            body=comment.body,
            written_at=comment.edited_at or comment.created_at,
        )
    )
    comment.revision += 1
    comment.edits += 1
    comment.edited_at = now()
    write_body(comment, body)
    change(session, article, comment, Action.EDIT, By.AUTHOR, AUTHOR)
    comment.reviewed_revision = None
    if _was_ever_held(session, comment):
        comment.rules_apply = False
        comment.held_because = {"rule": EDITED, "facts": {}}
    after_commit(session, wake.comment_saved)


def _was_ever_held(session: Session, comment: Comment) -> bool:
    """Whether anybody, a rule or readers' flags included, once held this comment for a person."""
    held = select(Decision.id).where(
        Decision.comment_id == comment.id, Decision.action == Action.HOLD
    )
    return session.scalar(held.limit(1)) is not None
