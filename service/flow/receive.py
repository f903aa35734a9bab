"""Saves a comment as pending before anything else happens to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import after_commit, new_id, now, writing
from models.readers import Reader
from moderation import text
from moderation.events import CREATED
from moderation.status import Action, By, Status
from service.flow import wake
from service.flow.announce import announce
from service.flow.articles import article_for_writing, effective_mode, refuse_if_closed
from service.flow.decide import Actor, change
from service.flow.readers import reader_for_writing
from service.flow.refused import Refused
from service.flow.restrict import refuse_if_banned, why_waits
from service.flow.sites import SiteFacts
from service.flow.thread import DEEPEST_NESTING


@dataclass(frozen=True)
class Draft:
    """What a reader sent, already checked for form."""

    article: str
    body: str
    author_name: str
    parent_id: UUID | None = None
    article_url: str = ""
    article_title: str = ""
    honeypot: bool = False


@dataclass(frozen=True)
class Received:
    """What was saved, and the token by which its author is known from now on."""

    comment: Comment
    article: Article
    token: str


Remember = Callable[[Session, Comment, str], None]


def receive(
    site: SiteFacts,
    draft: Draft,
    *,
    token: str | None = None,
    address_hash: str | None = None,
    remember: Remember | None = None,
    will_wait: bool = False,
) -> Received:
    """Save the draft in one transaction and wake the scoring.

    `remember(session, comment, token)` may add rows of its own to that transaction; `will_wait`
    says that the caller goes on with `wake.wait_for`. Raises `Refused`: closed, forbidden to whom
    is banned, or invalid naming `parent_id`.
    """
    with writing() as session:
        article = article_for_writing(
            session, site, draft.article, draft.article_title, draft.article_url
        )
        refuse_if_closed(site, article)
        parent = _parent(session, article, draft.parent_id)
        reader, token = reader_for_writing(session, site.id, token)
        refuse_if_banned(reader)
        comment = _new_comment(site, article, parent, reader, draft)
        comment.address_hash = address_hash
        session.add(comment)
        session.flush()
        announce(session, CREATED, article, comment)
        if effective_mode(site, article) == "post" and why_waits(session, comment) is None:
            _approve_on_receipt(session, article, comment, parent)
        if remember is not None:
            remember(session, comment, token)
        if will_wait:
            after_commit(session, lambda: wake.expect(comment.id))
        after_commit(session, wake.comment_saved)
    return Received(comment, article, token)


def write_body(comment: Comment, body: str) -> None:
    """Set a comment's text and everything that is derived from it; it then wants a score."""
    comment.body = body
    comment.html = text.render(body)
    comment.links = text.links(body)
    comment.fingerprint = text.fingerprint(body)
    comment.score_due_at = now()
    comment.score_priority = 0
    comment.score_claim = None
    comment.score_attempts = 0
    comment.score_error = None
    # The scores that there are were about another text.
    comment.score_id = comment.scored_revision = comment.risk = comment.top_label = None
    comment.language = None


def _parent(session: Session, article: Article, parent_id: UUID | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = session.get(Comment, parent_id)
    if parent is None or parent.article_id != article.id:
        raise Refused("invalid", "There is no such comment under this article.", "parent_id")
    if parent.status != Status.APPROVED:
        raise Refused("invalid", "This comment cannot be answered now.", "parent_id")
    return parent


def _new_comment(
    site: SiteFacts, article: Article, parent: Comment | None, reader: Reader, draft: Draft
) -> Comment:
    comment_id = new_id(after=parent.id if parent else None)
    moment = now()
    comment = Comment(
        id=comment_id,
        site_id=site.id,
        article_id=article.id,
        reader_id=reader.id,
        parent_id=parent.id if parent else None,
        root_id=parent.root_id if parent else comment_id,
        shown_under_id=_shown_under(parent),
        depth=parent.depth + 1 if parent else 0,
        author_name=draft.author_name,
        author_verified=reader.verified,
        author_staff=reader.staff,
        honeypot=draft.honeypot,
        sequence=0,
        shown=False,
        shown_replies=0,
        status=Status.PENDING,
        created_at=moment,
        waits_since=moment,
        version=1,
        revision=1,
    )
    write_body(comment, draft.body)
    return comment


def _shown_under(parent: Comment | None) -> UUID | None:
    if parent is None:
        return None
    return parent.id if parent.depth <= DEEPEST_NESTING else parent.shown_under_id


def _approve_on_receipt(
    session: Session, article: Article, comment: Comment, parent: Comment | None
) -> None:
    session.refresh(article, with_for_update={"key_share": True})
    if parent is not None:
        session.refresh(parent)  # its count of replies may have moved before the article was ours
    change(session, article, comment, Action.APPROVE, By.MODE, Actor("mode", "mode “post”"))
