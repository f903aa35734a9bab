"""Articles: what an admin sets about one, over the site's settings."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.names import article_id, mode, site_name
from service.schemas.sites import closing_days, message
from service.schemas.text import Text, WebAddress
from service.schemas.values import YesNo


class ArticleQuery(Strict):
    """Which article."""

    site = site_name()
    article = article_id(required=True)


class ChangedArticle(Strict):
    """What can be set about an article; null goes back to the site's setting."""

    site = site_name()
    title = Text(0, 500, strip=True)
    url = WebAddress(allow_none=True)
    mode = mode(allow_none=True)
    open = YesNo(allow_none=True)
    close_after_days = closing_days()
    paused = YesNo(allow_none=True)
    message = message()


class Article(Strict):
    """An article as it is."""

    id = fields.String(required=True, attribute="external_id")
    site = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    mode = mode(required=True, allow_none=True)
    open = fields.Boolean(required=True, allow_none=True)
    close_after_days = fields.Integer(required=True, allow_none=True)
    paused = fields.Boolean(required=True, allow_none=True)
    message = fields.String(required=True)
    count = fields.Integer(required=True)
    version = fields.Integer(required=True)


class OneArticle(Strict):
    """An article, under its name."""

    article = fields.Nested(Article, required=True)
