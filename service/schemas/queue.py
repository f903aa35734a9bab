"""The moderators' queue: what wants a person, with all that the person needs to decide."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from moderation.rules import LABELS
from service.flow.review import SORTS, STATES
from service.schemas.base import Strict
from service.schemas.comments import Comment
from service.schemas.names import article_id, cursor, page_size, site_name
from service.schemas.text import Text
from service.schemas.values import Id, OneOf, ShareInQuery, Time

MOST_ON_A_PAGE = 200
USUAL_ON_A_PAGE = 50


class QueueQuery(Strict):
    """Which comments, in which order."""

    site = site_name()
    state = OneOf(*STATES, load_default="held")
    sort = OneOf(*SORTS, load_default="risk")
    article = article_id()
    author = Text(1, 100, metadata={"description": "The author's name, exactly."})
    label = OneOf(*LABELS, metadata={"description": "The label that the scores are about."})
    min_score = ShareInQuery()
    max_score = ShareInQuery()
    reason = Text(
        1, 100, metadata={"description": "The rule that held it, or the reason of a flag."}
    )
    comment = Id(metadata={"description": "One comment, to which events link."})
    q = Text(1, 200, metadata={"description": "Words in the text."})
    limit = page_size(MOST_ON_A_PAGE, USUAL_ON_A_PAGE)
    cursor = cursor()

    @validates_schema
    def in_order(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """The range of scores must hold something."""
        if data.get("min_score", 0) > data.get("max_score", 1):
            raise ValidationError("Must not be above max_score.", "min_score")


class QueueComment(Comment):
    """A comment with its text as written and the version that a decision binds to."""

    body = fields.String(required=True)
    version = fields.Integer(required=True)


class QueueArticle(Strict):
    """The article that a comment stands under."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    count = fields.Integer(required=True)


class Parent(Strict):
    """What a comment answers."""

    author = fields.String(required=True)
    excerpt = fields.String(required=True)


class HeldBecause(Strict):
    """Which rule held a comment, and the facts that it looked at."""

    rule = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)


class FlagCount(Strict):
    """How many readers flagged a comment for a reason."""

    reason = fields.String(required=True)
    count = fields.Integer(required=True)


class AuthorHistory(Strict):
    """What became of the author's other comments."""

    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)


class Lease(Strict):
    """A moderator's short hold on an item."""

    by = fields.String(required=True)
    until = Time(required=True)


class QueueItem(Strict):
    """A comment with all that a person needs to decide it."""

    comment = fields.Nested(QueueComment, required=True)
    article = fields.Nested(QueueArticle, required=True)
    parent = fields.Nested(Parent, required=True, allow_none=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    risk = fields.Float(required=True, allow_none=True)
    top_label = fields.String(required=True, allow_none=True)
    model = fields.String(required=True, allow_none=True)
    language = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "By ISO 639; null where the text is too short to tell."},
    )
    quoted = fields.Dict(
        keys=fields.String(),
        values=fields.Float(),
        required=True,
        allow_none=True,
        metadata={"description": "What the words it quotes scored, by label; they decide nothing."},
    )
    held_because = fields.Nested(HeldBecause, required=True, allow_none=True)
    flags = fields.List(fields.Nested(FlagCount), required=True)
    author_history = fields.Nested(AuthorHistory, required=True)
    lease = fields.Nested(Lease, required=True, allow_none=True)
    waiting_s = fields.Integer(required=True)


class NotScoring(Strict):
    """A classifier that is down; new comments on its sites wait unscored."""

    model = fields.String(required=True)
    since = Time(required=True)
    reason = fields.String(required=True)
    sites = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "The names of those that wait for it; null: all that you see."},
    )


class Queue(Strict):
    """A page of the queue."""

    items = fields.List(fields.Nested(QueueItem), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, metadata={"description": "Counted to 10,000."})
    not_scoring = fields.List(
        fields.Nested(NotScoring),
        required=True,
        metadata={"description": "Which classifiers are down; empty while all is well."},
    )
