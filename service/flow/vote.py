"""Readers' votes, and the rank that orders a thread by them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import db, writing
from models.votes import Vote
from moderation.status import Status
from service.flow.count import seen_differently
from service.flow.readers import reader_for_writing
from service.flow.refused import Refused
from service.flow.restrict import refuse_if_banned
from service.flow.sites import SiteFacts

Z = 1.96
MOST_ARTICLES = 100


@dataclass(frozen=True)
class Voted:
    """The votes of a comment after this one, the reader's own, and the reader's token."""

    up: int
    down: int
    mine: int
    token: str


def vote(site: SiteFacts, comment_id: UUID, token: str | None, value: int) -> Voted:
    """Set a reader's vote to 1, -1 or, taking it back, 0. Raises `Refused`: not_found, forbidden.

    Counts at once here; pages follow when the rank is refreshed, so that a storm of votes does
    not make every cached page stale.
    """
    with writing() as session:
        comment = approved_comment(session, site, comment_id)
        reader, token = reader_for_writing(session, site.id, token)
        refuse_if_banned(reader)
        mine = session.scalar(
            select(Vote).where(Vote.comment_id == comment.id, Vote.reader_id == reader.id)
        )
        _count(comment, mine.value if mine else 0, -1)
        _count(comment, value, +1)
        _keep(session, mine, comment, reader.id, value)
        comment.rank_due = True
        return Voted(comment.votes_up, comment.votes_down, value, token)


def approved_comment(session: Session, site: SiteFacts, comment_id: UUID) -> Comment:
    """Lock a comment that readers see; raises `Refused` (not_found) for any other."""
    comment = session.get(
        Comment, comment_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if comment is None or comment.site_id != site.id or comment.status != Status.APPROVED:
        raise Refused("not_found", "There is no such comment.")
    return comment


def rank(up: int, down: int) -> float:
    """The lower bound of the Wilson score interval (95 %) of the share of up-votes, 0 to 1.

    Few votes rank below many of the same share. Source: E. B. Wilson, Probable inference, the
    law of succession, and statistical inference, JASA 22 (1927).
    """
    n = up + down
    if n == 0:
        return 0.0
    share = up / n
    centre = share + Z * Z / (2 * n)
    spread = Z * math.sqrt((share * (1 - share) + Z * Z / (4 * n)) / n)
    return max(0.0, centre - spread) / (1 + Z * Z / n)


def refresh_ranks() -> int:
    """Bring the votes of the last seconds into the order of pages; returns how many articles."""
    due = select(Comment.article_id).where(Comment.rank_due).distinct().limit(MOST_ARTICLES)
    article_ids = sorted(db.session.scalars(due))
    for article_id in article_ids:
        with writing() as session:
            _refresh(session, article_id)
    return len(article_ids)


def _refresh(session: Session, article_id: UUID) -> None:
    article = session.scalars(
        select(Article).where(Article.id == article_id).with_for_update(key_share=True)
    ).one()
    comments = session.scalars(
        select(Comment)
        .where(Comment.article_id == article_id, Comment.rank_due)
        .order_by(Comment.id)
        .with_for_update(key_share=True)
    ).all()
    for comment in comments:
        comment.rank = rank(comment.votes_up, comment.votes_down)
        comment.rank_due = False
    if comments:
        seen_differently(session, article)


def _count(comment: Comment, value: int, by: int) -> None:
    if value > 0:
        comment.votes_up += by
    elif value < 0:
        comment.votes_down += by


def _keep(
    session: Session, mine: Vote | None, comment: Comment, reader_id: UUID, value: int
) -> None:
    if mine is not None and value == 0:
        session.delete(mine)
    elif mine is not None:
        mine.value = value
    elif value != 0:
        session.add(Vote(comment_id=comment.id, reader_id=reader_id, value=value))
