"""The newest approved comments of an article or of a whole site, for feeds."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from models.articles import Article
from models.comments import Comment
from models.database import db
from models.decisions import Decision
from moderation.status import Status
from service.flow.show import Rows, shown

MOST = 50
"""How many comments a feed has."""


def of_article(article_id: UUID) -> Rows:
    """The newest approved comments of an article, the newest first."""
    return _newest(Comment.article_id, article_id)


def of_site(site_id: UUID) -> Rows:
    """The newest approved comments of a site, whatever the article, the newest first."""
    return _newest(Comment.site_id, site_id)


def last_decided(site_id: UUID) -> datetime | None:
    """When a comment of the site last changed its status, as far as anybody decided about one.

    No feed of the site has won or lost a comment since.
    """
    statement = select(func.max(Decision.created_at)).where(Decision.site_id == site_id)
    return db.session.scalars(statement).one()


def _newest(owner: Any, owner_id: UUID) -> Rows:
    """Bound and order over the whole key of an index, for the reason that `keyset` gives.

    The indexes are `ix_comments_article` and `ix_comments_queue`, which also bring moderators the
    approved comments.
    """
    place, wanted = tuple_(owner, Comment.status), (owner_id, str(Status.APPROVED))
    statement = _told().where(place >= wanted, place <= wanted)
    order = (owner.desc(), Comment.status.desc(), Comment.id.desc())
    return db.session.execute(statement.order_by(*order).limit(MOST)).all()


def _told() -> Select[Any]:
    """What is shown, with its article, its version, and when it was last approved."""
    approved_at = (
        select(func.max(Decision.created_at))
        .where(
            Decision.comment_id == Comment.id,
            Decision.to_status == Status.APPROVED,
            Decision.from_status != Status.APPROVED,
        )
        .scalar_subquery()
    )
    about = (Article.external_id, Article.title, Article.url)
    more = (Comment.version, approved_at.label("approved_at"), *about)
    return shown().add_columns(*more).join(Article, Article.id == Comment.article_id)
