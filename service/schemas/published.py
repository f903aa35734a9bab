"""What can be asked of the pages and feeds that need no script."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from service.schemas.base import Strict
from service.schemas.comments import MOST_ON_A_PAGE, SORTS, USUAL_ON_A_PAGE
from service.schemas.names import article_id, cursor, page_size, site_name
from service.schemas.values import Id, OneOf, WholeNumberInQuery

LANGUAGES = ("en", "de", "fr", "ar")


def language() -> OneOf:
    """In which language the words of our own are."""
    described = {"description": "The language of the few words that no reader wrote."}
    return OneOf(*LANGUAGES, load_default=LANGUAGES[0], metadata=described)


class ThreadPageQuery(Strict):
    """Which page of an article's thread as HTML."""

    site = site_name()
    article = article_id(required=True)
    sort = OneOf(*SORTS, load_default="oldest")
    limit = page_size(MOST_ON_A_PAGE, USUAL_ON_A_PAGE)
    cursor = cursor()
    around = Id(metadata={"description": "Open the page on which this comment is."})
    under = Id(metadata={"description": "Only this comment, with more of its replies."})
    fragment = WholeNumberInQuery(
        0,
        1,
        load_default=0,
        metadata={"description": "1: without a document around it, to be put into a page."},
    )
    lang = language()

    @validates_schema
    def one_place(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """A page lies around one comment, or goes on somewhere."""
        if "around" in data and ("cursor" in data or "under" in data):
            raise ValidationError("Give around alone: no cursor, no under.", "around")


class SiteFeedQuery(Strict):
    """Which site's feed."""

    site = site_name()
    lang = language()


class ArticleFeedQuery(SiteFeedQuery):
    """Which article's feed."""

    article = article_id(required=True)
