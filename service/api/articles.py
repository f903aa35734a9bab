"""Articles: what admins set about one, over its site's settings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from models.articles import Article
from models.database import db, writing
from service.access.callers import Caller
from service.access.sites import name_of_send
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow.articles import article_for_writing
from service.flow.configure import change_article
from service.flow.sites import SiteFacts
from service.schemas.articles import ArticleQuery, ChangedArticle, OneArticle

blueprint = Blueprint(
    "articles",
    __name__,
    url_prefix=f"{PREFIX}/articles",
    description="What holds for one article only.",
)
blueprint.after_request(private)

UNSET: dict[str, Any] = {
    "title": "",
    "url": "",
    "mode": None,
    "open": None,
    "close_after_days": None,
    "paused": None,
    "message": "",
}


@blueprint.route("")
@blueprint.requires("admin")
@blueprint.takes(ArticleQuery, location="query")
@blueprint.answers(200, OneArticle)
@blueprint.problems(404)
def get_article(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """One article with what is set about it."""
    site = site_in_scope(caller, query.get("site"))
    article = db.session.scalar(
        select(Article).where(Article.site_id == site.id, Article.external_id == query["article"])
    )
    if article is None:
        raise NotFound("Nobody has commented on this article, and nothing is set about it.")
    return _told(site, article)


@blueprint.route("", methods=["PATCH"])
@blueprint.requires("admin")
@blueprint.takes(ArticleQuery, location="query")
@blueprint.takes(ChangedArticle)
@blueprint.answers(200, OneArticle)
@blueprint.problems(404)
def patch_article(caller: Caller, query: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """Set something about an article; what is left out stays as it is."""
    return _change(caller, query, changed)


@blueprint.route("", methods=["PUT"])
@blueprint.requires("admin")
@blueprint.takes(ArticleQuery, location="query")
@blueprint.takes(ChangedArticle)
@blueprint.answers(200, OneArticle)
@blueprint.problems(404)
def put_article(caller: Caller, query: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """Set all about an article; what is left out goes back to the site's settings."""
    return _change(caller, query, UNSET | changed)


def _change(caller: Caller, query: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    site = site_in_scope(caller, name_of_send(query, changed))
    settings = {name: value for name, value in changed.items() if name != "site"}
    with writing() as session:
        article = article_for_writing(session, site, query["article"])
        session.refresh(article, with_for_update={"key_share": True})
        change_article(session, article, settings, caller.actor)
    return _told(site, article)


def _told(site: SiteFacts, article: Article) -> dict[str, Any]:
    names = (*UNSET, "external_id", "count", "version")
    return {"article": {name: getattr(article, name) for name in names} | {"site": site.name}}
