"""What moderators can ask the queue for: in a query string, in a body, and kept under a name."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from moderation.rules import LABELS
from service.flow.filters import STATES
from service.flow.find import SORTS
from service.schemas.base import Strict
from service.schemas.names import article_id, cursor, page_size, site_name
from service.schemas.text import Text
from service.schemas.values import Id, OneOf, Share, ShareInQuery

MOST_ON_A_PAGE = 200
USUAL_ON_A_PAGE = 50
MOST_ARTICLES = 50
LONGEST_LANGUAGE = 8


class Articles(fields.List[str]):
    """Ids of articles, of which one may come alone; what is wrong with one is said of the field."""

    def __init__(self, **options: Any) -> None:
        """Takes the options of any field."""
        error = f"Give 1 to {MOST_ARTICLES} articles."
        number = validate.Length(1, MOST_ARTICLES, error=error)
        super().__init__(article_id(), validate=number, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            several = [value] if isinstance(value, str) else value
            return super()._deserialize(several, attr, data, **kwargs)
        except ValidationError as error:
            wrong: Any = error.messages
            if isinstance(wrong, dict):
                wrong = list(dict.fromkeys(said for each in wrong.values() for said in each))
            raise ValidationError(wrong) from error


ARTICLES = {"description": "One or several articles, by the publisher's own ids."}


class Filters(Strict):
    """Which comments, besides their state."""

    site = site_name()
    article = Articles(metadata=ARTICLES)
    reader = Id(metadata={"description": "The id of an author, as items give it."})
    author = Text(1, 100, metadata={"description": "The author's name, exactly."})
    label = OneOf(*LABELS, metadata={"description": "The label that the scores are about."})
    reason = Text(
        1, 100, metadata={"description": "The rule that held it, or the reason of a flag."}
    )
    language = Text(1, LONGEST_LANGUAGE, metadata={"description": "By ISO 639, such as `en`."})
    comment = Id(metadata={"description": "One comment, to which events link."})
    q = Text(1, 200, metadata={"description": "Words in the text."})

    @validates_schema
    def in_order(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """The range of scores must hold something."""
        if data.get("min_score", 0) > data.get("max_score", 1):
            raise ValidationError("Must not be above max_score.", "min_score")


class TotalsQuery(Filters):
    """Which comments, whatever their state."""

    min_score = ShareInQuery()
    max_score = ShareInQuery()


class QueueQuery(TotalsQuery):
    """Which comments, in which order."""

    state = OneOf(*STATES, load_default="held")
    sort = OneOf(*SORTS, load_default="risk")
    limit = page_size(MOST_ON_A_PAGE, USUAL_ON_A_PAGE)
    cursor = cursor()


class FiltersInBody(Filters):
    """The same in JSON; a single article need not be a list."""

    article = Articles(metadata={**ARTICLES, "type": ["array", "string"]})
    min_score = Share()
    max_score = Share()
    state = OneOf(*STATES)
    sort = OneOf(*SORTS)
