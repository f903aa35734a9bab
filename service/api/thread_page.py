"""The thread of an article as HTML, for those without JavaScript: readers, robots and includes.

schema.org's microdata lies in the markup itself, so that an included fragment carries it along.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urldefrag
from uuid import UUID

from flask import Response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from service.access.sites import allow_origins, site_called
from service.api.answers import BUILD
from service.api.blueprint import Blueprint, documented
from service.api.copies import COPIES, asked
from service.api.describe import TEXT, cached, query_of
from service.api.languages import LANGUAGES
from service.flow import show
from service.flow.articles import ArticleFacts, find_article
from service.flow.show import Page
from service.flow.thread import view
from service.schemas.published import ThreadPageQuery

Json = dict[str, Any]

HTML = "text/html; charset=utf-8"
CACHE = "no-cache"

STYLE = (
    "body{max-width:42rem;margin:auto;padding:1rem;font:1em/1.5 system-ui,sans-serif}"
    "ol{list-style:none;padding:0}li ol{padding-inline-start:1rem;border-inline-start:1px solid}"
    "h3,header p{display:inline;font-size:1em;margin:0}"
    "article{overflow-wrap:anywhere;margin-block:1rem}pre{white-space:pre-wrap}"
)
"""Of the whole document; a fragment looks like the page around it."""

_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS = {
    # It may be framed by anybody: there is nothing on it to be clicked but links.
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "img-src data:; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}

blueprint = Blueprint(
    "thread_page",
    __name__,
    url_prefix="/articles",
    template_folder="templates",
    description="Threads as HTML that needs no script.",
)
blueprint.after_request(allow_origins)


@blueprint.route("/comments.html")
@documented(**query_of(ThreadPageQuery), responses=cached(TEXT, "A page of comments.", "text/html"))
def thread_page() -> Response:
    """A page of an article's comments as HTML.

    It holds what the JSON page of the same parameters holds, marked up with schema.org's
    `Comment`. With `fragment=1` it is a `<section>` to be put into the article's own page.
    """
    query = asked(ThreadPageQuery)
    site = site_called(query.get("site"))
    article = find_article(site.id, query["article"])
    life = (article.id, article.epoch, article.version) if article else None
    about = (BUILD, request.url_root, site.id, site.settings_version, life)
    response = COPIES.answer(
        ("html", *about, *query.items()), lambda: _written(article, query), CACHE, HTML
    )
    response.headers.update(HEADERS)
    return response


def permalink(article: ArticleFacts | Any, asked_for: Json, comment_id: UUID) -> str:
    """Where a comment is read: on the article's own page or, while nobody told where that is, here.

    `article` is whatever has the article's `url`; `asked_for` names it in the query string.
    """
    page = urldefrag(article.url).url or thread_url(asked_for, around=comment_id)
    return f"{page}#comment-{comment_id}"


def thread_url(asked_for: Json, **place: Any) -> str:
    """The absolute address of a thread's page on this server."""
    return url_for("thread_page.thread_page", _external=True, **asked_for, **place)


def _written(article: ArticleFacts | None, query: Json) -> bytes:
    same = {name: query[name] for name in ("site", "article", "sort", "limit") if name in query}
    page = _page(article, query)
    url = urldefrag(article.url).url if article else ""
    return render_template(
        "thread/fragment.html" if query["fragment"] else "thread/page.html",
        title=(article.title if article else "") or query["article"],
        url=url,
        count=article.count if article else 0,
        page=page,
        names={each["id"]: each["author"]["name"] for each in _all(page.comments)},
        lang=query["lang"],
        words=LANGUAGES[query["lang"]],
        style=STYLE,
        feed=url_for("feeds.article_feed", _external=True, **_of_article(query)),
        link=lambda **place: thread_url(same | {"lang": query["lang"]}, **place),
    ).encode()


def _page(article: ArticleFacts | None, query: Json) -> Page:
    if "under" in query:
        return _branch(article, query)
    if article is None:
        return Page([])
    place = (query.get("cursor"), query.get("around"))
    return show.page(article, query["sort"], query["limit"], *place)


def _branch(article: ArticleFacts | None, query: Json) -> Page:
    """One comment with more of its replies, as a page."""
    row = show.one(query["under"], article.id) if article else None
    if row is None:
        raise NotFound("There is no such comment under this article.")
    replies = show.replies(row.id, query["limit"], query.get("cursor"))
    return Page([view(row) | {"replies": replies}])


def _all(comments: Iterable[Json]) -> Iterable[Json]:
    """The comments that have an author, at every level."""
    for each in comments:
        if each["author"]:
            yield each
        yield from _all(each["replies"]["items"])


def _of_article(query: Json) -> Json:
    return {name: query[name] for name in ("site", "article", "lang") if name in query}
