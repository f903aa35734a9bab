"""Fields that several nouns share."""

from __future__ import annotations

from typing import Any

from service.schemas.text import Text
from service.schemas.values import OneOf, WholeNumberInQuery

MODES = ("auto", "pre", "post")
SITE_NAME = 100
ARTICLE_ID = 255
LONGEST_CURSOR = 600


def site_name(**options: Any) -> Text:
    """The name of a site; without it, the default site is meant."""
    return Text(1, SITE_NAME, metadata={"description": "A site; else the default one."}, **options)


def article_id(**options: Any) -> Text:
    """The publisher's own id of an article."""
    described = {"description": "The publisher's own id of the article.", "example": "story-17"}
    return Text(1, ARTICLE_ID, metadata=described, **options)


def cursor() -> Text:
    """Where a page goes on."""
    described = {"description": "The `next_cursor` or `prev_cursor` of an earlier page."}
    return Text(1, LONGEST_CURSOR, metadata=described)


def page_size(most: int, usual: int) -> WholeNumberInQuery:
    """How many items a page may have."""
    return WholeNumberInQuery(1, most, load_default=usual)


def mode(**options: Any) -> OneOf:
    """How comments get published."""
    described = {
        "description": "auto: rules decide, the undecided wait; pre: a person approves each; "
        "post: shown on receipt, and may be taken down."
    }
    return OneOf(*MODES, metadata=described, **options)
