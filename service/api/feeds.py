"""Atom feeds (RFC 4287) of an article's and of a whole site's approved comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urldefrag
from uuid import UUID, uuid5

from flask import Response, render_template, request, url_for
from markupsafe import Markup

from models.database import now
from service.access.sites import allow_origins, site_called
from service.api.answers import BUILD, etag_of
from service.api.blueprint import Blueprint, documented
from service.api.copies import COPIES, Key, asked
from service.api.describe import TEXT, cached, query_of
from service.api.languages import LANGUAGES
from service.api.thread_page import permalink
from service.flow import feed as flow
from service.flow.articles import ArticleFacts, find_article
from service.flow.show import Rows
from service.flow.sites import SiteFacts
from service.flow.thread import time
from service.schemas.published import ArticleFeedQuery, SiteFeedQuery

Json = dict[str, Any]

ATOM = "application/atom+xml"
CACHE = "no-cache"
EXCERPT = 80
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed changed that nothing was ever in; RFC 4287 wants a time."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no document in XML 1.0 can hold, not even by their number."""

blueprint = Blueprint(
    "feeds",
    __name__,
    template_folder="templates",
    description="Atom feeds of approved comments, the newest first.",
)
blueprint.after_request(allow_origins)


@dataclass(frozen=True)
class Feed:
    """A feed as the template writes it; `self` and `url` are absolute addresses."""

    id: UUID
    title: str
    url: str
    self: str
    updated: datetime
    entries: list[Json]


@blueprint.route("/articles/comments.atom")
@documented(**query_of(ArticleFeedQuery), responses=cached(TEXT, "An Atom feed.", ATOM))
def article_feed() -> Response:
    """The newest 50 approved comments of an article as an Atom feed."""
    query = asked(ArticleFeedQuery)
    site = site_called(query.get("site"))
    changed = flow.last_decided(site.id)
    article = find_article(site.id, query["article"])
    life = (article.id, article.epoch, article.version) if article else None
    key = (request.base_url, site.id, site.settings_version, life, *query.items())
    return _answer(key, lambda: _written(_of_article(site, article, query), query), changed)


@blueprint.route("/comments.atom")
@documented(**query_of(SiteFeedQuery), responses=cached(TEXT, "An Atom feed.", ATOM))
def site_feed() -> Response:
    """The newest 50 approved comments of a site as an Atom feed."""
    query = asked(SiteFeedQuery)
    site = site_called(query.get("site"))
    changed = flow.last_decided(site.id)
    rows = flow.of_site(site.id)
    seen = repr([(row.id, row.version, row.external_id, row.title, row.url) for row in rows])
    key = (request.base_url, site.id, site.settings_version, etag_of(seen.encode()), *query.items())
    return _answer(key, lambda: _written(_of_site(site, rows, query), query), changed)


def _answer(key: Key, make: Callable[[], bytes], changed: datetime | None) -> Response:
    """The feed of that key; `changed`, read before its rows, is when it last won or lost any.

    A client that knows no ETag is told that time once its second is over: within it, something
    might change again.
    """
    response = COPIES.answer(("atom", BUILD, *key), make, CACHE, f"{ATOM}; charset=utf-8")
    if changed is not None and now() - changed > timedelta(seconds=1):
        response.last_modified = changed
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.make_conditional(request)
    return response


def _of_article(site: SiteFacts, article: ArticleFacts | None, query: Json) -> Feed:
    rows: Rows = flow.of_article(article.id) if article else []
    return Feed(
        # The same before anybody has commented and after.
        id=uuid5(site.id, query["article"]),
        title=(article.title if article else "") or query["article"],
        url=urldefrag(article.url).url if article else "",
        self=_self("article_feed", query),
        updated=max(map(_updated, rows), default=article.created_at if article else NEVER),
        entries=[_entry(row, _excerpt(row), query) for row in rows],
    )


def _of_site(site: SiteFacts, rows: Rows, query: Json) -> Feed:
    return Feed(
        id=site.id,
        title=site.title or site.name,
        url="",
        self=_self("site_feed", query),
        updated=max(map(_updated, rows), default=NEVER),
        entries=[_entry(row, f"{row.author_name} · {_title(row)}", query) for row in rows],
    )


def _entry(row: Any, title: str, query: Json) -> Json:
    named: Json = {name: query[name] for name in ("site", "lang") if name in query}
    return {
        "id": row.id,
        "parent_id": row.parent_id,
        "title": title,
        "author": row.author_name,
        "published": row.created_at,
        "updated": _updated(row),
        "url": permalink(row, named | {"article": row.external_id}, row.id),
        "article": row.external_id,
        "article_title": row.title,
        "html": row.html,
    }


def _updated(row: Any) -> datetime:
    """When these words came to be shown; they are newer than any edit that made them."""
    moment: datetime = row.approved_at or row.edited_at or row.created_at
    return moment


def _title(row: Any) -> str:
    return str(row.title or row.external_id)


def _excerpt(row: Any) -> str:
    """The author and the first words, as the title of an entry under its article."""
    said = Markup(row.html).striptags()  # noqa: S704 - sanitised; the template escapes the title
    short = said if len(said) <= EXCERPT else f"{said[:EXCERPT].rstrip()}…"
    return f"{row.author_name}: {short}"


def _self(view: str, query: Json) -> str:
    return url_for(f"feeds.{view}", _external=True, **query)


def _written(feed: Feed, query: Json) -> bytes:
    """The feed as bytes, without what XML cannot hold."""
    lang = query["lang"]
    words = LANGUAGES[lang]
    text = render_template(
        "feeds/atom.xml", feed=feed, lang=lang, words=words, time=time, build=BUILD
    )
    return NOT_XML.sub("", text).encode()
