"""Counts of comments, for the teasers of a front page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from flask import Response
from sqlalchemy import select

from models.articles import Article
from models.database import db
from service.access.sites import open_to_pages, site_called, site_of_send
from service.api.answers import copy_of, etag_of
from service.api.blueprint import PREFIX, Blueprint, documented
from service.api.copies import asked
from service.api.describe import cached, query_of
from service.flow.articles import find_article
from service.schemas.comments import SiteQuery
from service.schemas.counts import Counts, CountsQuery, ManyCounts

blueprint = Blueprint(
    "counts",
    __name__,
    url_prefix=f"{PREFIX}/counts",
    description="How many approved comments articles have.",
)
open_to_pages(blueprint)

CACHE = "public, max-age=5, stale-while-revalidate=60"
MOST_BYTES = 4 * 1024 * 1024
"""Room for 1,000 ids of 255 characters, each of them written as JSON may write it: in 12 bytes."""


@blueprint.route("")
@documented(**query_of(CountsQuery), responses=cached(Counts, "The counts."))
def get_counts() -> Response:
    """The counts of up to 100 articles; repeat `article` for each."""
    query = asked(CountsQuery)
    site = site_called(query.get("site"))
    body = orjson.dumps({"counts": {id_: _count(site.id, id_) for id_ in query["article"]}})
    return copy_of(body, etag_of(body), CACHE)


@blueprint.route("", methods=["POST"])
@blueprint.takes_up_to(MOST_BYTES)
@blueprint.takes(SiteQuery, location="query")
@blueprint.takes(ManyCounts)
@blueprint.answers(200, Counts)
@blueprint.problems(404)
def post_counts(query: dict[str, Any], many: dict[str, Any]) -> dict[str, Any]:
    """The counts of up to 1,000 articles."""
    site = site_of_send(query, many)
    known = db.session.execute(
        select(Article.external_id, Article.count).where(
            Article.site_id == site.id, Article.external_id.in_(many["articles"])
        )
    )
    counts = dict.fromkeys(many["articles"], 0)
    counts.update((external_id, count) for external_id, count in known)
    return {"counts": counts}


def _count(site_id: UUID, article_id: str) -> int:
    article = find_article(site_id, article_id)
    return article.count if article else 0
