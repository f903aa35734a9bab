"""Counts of comments for a page of headlines."""

from __future__ import annotations

from marshmallow import fields, validate

from service.schemas.base import Strict
from service.schemas.names import article_id, site_name

MOST_ASKED = 100
MOST_POSTED = 1000


def _article_ids(most: int) -> fields.List[str]:
    return fields.List(
        article_id(),
        required=True,
        validate=validate.Length(1, most, error=f"Give 1 to {most} articles."),
    )


class CountsQuery(Strict):
    """Which articles; the parameter is repeated for each."""

    site = site_name()
    article = _article_ids(MOST_ASKED)


class ManyCounts(Strict):
    """Which articles, for a page with many."""

    site = site_name()
    articles = _article_ids(MOST_POSTED)


class Counts(Strict):
    """The number of approved comments by article, under the ids as asked."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
