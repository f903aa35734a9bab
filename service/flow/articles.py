"""Articles as the other steps see them, and whether they take comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.articles import Article, new_epoch
from models.database import after_commit, db, new_id, now
from service.flow.kept import Kept
from service.flow.refused import Refused
from service.flow.sites import SiteFacts

CLOSED = "Comments on this article are closed."
PAUSED = "Comments are paused for the moment."


@dataclass(frozen=True)
class ArticleFacts:
    """An article as of a moment ago; `version` was read no later than anything else."""

    id: UUID
    site_id: UUID
    external_id: str
    title: str
    url: str
    mode: str | None
    open: bool | None
    close_after_days: int | None
    paused: bool | None
    message: str
    count: int
    version: int
    epoch: str
    created_at: datetime


def find_article(site_id: UUID, external_id: str) -> ArticleFacts | None:
    """The article of that id; None while nobody has commented on it."""
    return _articles.get((site_id, external_id))


def article_for_writing(
    session: Session, site: SiteFacts, external_id: str, title: str = "", url: str = ""
) -> Article:
    """The article's row, made on first use. A reader's title and URL only fill what is empty."""
    known = (Article.site_id == site.id) & (Article.external_id == external_id)
    article = session.scalar(select(Article).where(known))
    if article is None:
        _insert_if_absent(session, site.id, external_id)
        article = session.scalars(select(Article).where(known)).one()
    if _lacks(article, title, url):
        session.refresh(article, with_for_update={"key_share": True})
        _fill(article, title, url)
    forget_after_commit(session, article)
    return article


def _lacks(article: Article, title: str, url: str) -> bool:
    """Whether a reader brings something that the article does not have yet."""
    return not article.confirmed and bool(
        (title and not article.title) or (url and not article.url)
    )


def _fill(article: Article, title: str, url: str) -> None:
    """Set what is missing; the row is locked, so of two readers the first one's words stay."""
    if _lacks(article, title, url):
        article.title = article.title or title
        article.url = article.url or url
        article.version += 1


def _insert_if_absent(session: Session, site_id: UUID, external_id: str) -> None:
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    values = {"id": new_id(), "site_id": site_id, "external_id": external_id}
    defaults = {"title": "", "url": "", "message": "", "confirmed": False, "count_marked": False}
    counters = {"count": 0, "version": 1, "epoch": new_epoch(), "created_at": now()}
    session.execute(
        insert(Article).values(**values, **defaults, **counters).on_conflict_do_nothing()
    )


def forget_after_commit(session: Session, article: Article) -> None:
    """Call for every change of an article: this process then answers with the new values."""
    key = (article.site_id, article.external_id)
    after_commit(session, lambda: _articles.forget(key))


def effective_mode(site: SiteFacts, article: Article | ArticleFacts) -> str:
    """auto, pre or post: the article's own, else the site's."""
    return article.mode or site.mode


def why_closed(site: SiteFacts, article: Article | ArticleFacts | None) -> str | None:
    """The message for somebody who cannot post here; None while comments are open."""
    message = (article.message if article else "") or site.message
    if _override(article.paused if article else None, site.paused):
        return message or PAUSED
    if not _override(article.open if article else None, site.open) or _too_old(site, article):
        return message or CLOSED
    return None


def refuse_if_closed(site: SiteFacts, article: Article) -> None:
    """Raise `Refused` with the site's message where the article takes no comments."""
    message = why_closed(site, article)
    if message is not None:
        raise Refused("closed", message)


def _override(own: bool | None, sites: bool) -> bool:
    return sites if own is None else own


def _too_old(site: SiteFacts, article: Article | ArticleFacts | None) -> bool:
    if article is None:
        return False
    days = article.close_after_days
    days = site.close_after_days if days is None else days
    return days is not None and article.created_at + timedelta(days=days) <= now()


def _load(key: tuple[UUID, str]) -> ArticleFacts | None:
    names = ArticleFacts.__dataclass_fields__
    columns = [getattr(Article, name) for name in names]
    site_id, external_id = key
    with db.engine.connect() as connection:
        row = connection.execute(
            select(*columns).where(Article.site_id == site_id, Article.external_id == external_id)
        ).one_or_none()
    return None if row is None else ArticleFacts(*row)


_articles: Kept[tuple[UUID, str], ArticleFacts | None] = Kept(_load)
