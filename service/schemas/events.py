"""Events, as they are sent and as they are caught up with. Each type has a schema of its own."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from moderation.events import TYPES
from service.flow.flag import REASONS
from service.schemas.base import Strict
from service.schemas.names import LONGEST_CURSOR, page_size
from service.schemas.text import Text
from service.schemas.values import OneOf, Time

STATUSES = ("pending", "approved", "rejected", "deleted")
MOST_ON_A_PAGE = 200


class Links(Strict):
    """Where to find a comment."""

    page = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "On the publisher's page, if its address is known."},
    )
    queue = fields.String(required=True, metadata={"description": "For moderators."})
    api = fields.String(required=True)


class EventAuthor(Strict):
    """Who wrote a comment."""

    name = fields.String(required=True)


class EventComment(Strict):
    """A comment as it was when the event happened, without its text unless that was asked for."""

    id = fields.UUID(required=True)
    site = fields.String(required=True)
    article = fields.String(required=True, metadata={"description": "The publisher's own id."})
    parent_id = fields.UUID(required=True, allow_none=True)
    status = OneOf(*STATUSES, required=True)
    version = fields.Integer(required=True)
    sequence = fields.Integer(
        required=True,
        metadata={
            "description": "Counts the events of this comment: drop an event whose number is not "
            "above the last one that you have seen."
        },
    )
    top_label = fields.String(required=True, allow_none=True)
    created_at = Time(required=True)
    at = Time(required=True, metadata={"description": "When the event happened."})
    links = fields.Nested(Links, required=True)
    author = fields.Nested(
        EventAuthor,
        allow_none=True,
        metadata={"description": "With `full_text` only, as the two below."},
    )
    text = fields.String(
        allow_none=True,
        metadata={
            "description": "As it was when the event happened, in at most 8 kB; null once deleted."
        },
    )
    truncated = fields.Boolean(metadata={"description": "Whether there is more of the text."})


class FlaggedComment(EventComment):
    """A comment that readers flagged."""

    flag = OneOf(*REASONS, required=True, metadata={"description": "This reader's reason."})
    flags = fields.Integer(required=True, metadata={"description": "How many flags are open."})


class EventDecision(Strict):
    """The decision that led to the status."""

    id = fields.UUID(required=True)
    action = fields.String(required=True)
    from_status = OneOf(*STATUSES, required=True, data_key="from")
    to_status = OneOf(*STATUSES, required=True, data_key="to")
    by = OneOf("rule", "mode", "flags", "moderator", "key", "author", "system", required=True)
    reason = fields.String(required=True, allow_none=True)


class AboutCreated(Strict):
    """A comment that was stored; nobody has decided it."""

    comment = fields.Nested(EventComment, required=True)


class AboutFlagged(Strict):
    """A comment that a reader flagged."""

    comment = fields.Nested(FlaggedComment, required=True)


class AboutDecided(Strict):
    """A comment and the decision about it."""

    comment = fields.Nested(EventComment, required=True)
    decision = fields.Nested(EventDecision, required=True)


class EventArticle(Strict):
    """An article with its number of approved comments."""

    id = fields.String(required=True)
    site = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
    version = fields.Integer(
        required=True, metadata={"description": "Rises: drop what is not above what you have."}
    )


class AboutCount(Strict):
    """An article whose number of comments moved."""

    article = fields.Nested(EventArticle, required=True)


class EventScorer(Strict):
    """Whether comments are being read by the classifier."""

    state = OneOf("degraded", "recovered", required=True)
    reason = fields.String(required=True, allow_none=True)


class AboutScorer(Strict):
    """The classifier stopped, or went on."""

    scorer = fields.Nested(EventScorer, required=True)


class EventWebhook(Strict):
    """The webhook that is tested."""

    id = fields.UUID(required=True)


class AboutTest(Strict):
    """A test that an admin asked for."""

    webhook = fields.Nested(EventWebhook, required=True)


DATA: dict[str, type[Strict]] = {
    "comment.created": AboutCreated,
    "comment.flagged": AboutFlagged,
    "article.count_changed": AboutCount,
    "scorer.degraded": AboutScorer,
    "scorer.recovered": AboutScorer,
    "webhook.test": AboutTest,
}
"""What `data` holds, by type; of all the others it is a comment and a decision."""


def schema_of(type_: str) -> type[Strict]:
    """The schema of the body of an event of this type."""
    return _SCHEMAS[type_]


def _schema(type_: str) -> type[Strict]:
    parts: dict[str, Any] = {
        "__doc__": f"The body of `{type_}`.",
        "type": fields.String(required=True, validate=validate.Equal(type_)),
        "timestamp": Time(required=True, metadata={"description": "When it happened."}),
        "data": fields.Nested(DATA.get(type_, AboutDecided), required=True),
    }
    return type(name_of(type_), (Strict,), parts)


def name_of(type_: str) -> str:
    """`comment.count_changed` as a name of a schema: `CommentCountChangedEvent`."""
    return "".join(word.capitalize() for word in type_.replace("_", ".").split(".")) + "Event"


_SCHEMAS = {type_: _schema(type_) for type_ in TYPES}


class EventsQuery(Strict):
    """Which events."""

    after = Text(
        1,
        LONGEST_CURSOR,
        metadata={"description": "The `next_cursor` of an earlier page; else from the oldest."},
    )
    type = fields.List(
        OneOf(*TYPES), load_default=list, metadata={"description": "Repeatable; else all types."}
    )
    limit = page_size(MOST_ON_A_PAGE, 100)


class Event(Strict):
    """An event: `id` is what webhooks send as `webhook-id`."""

    id = fields.UUID(required=True)
    type = OneOf(*TYPES, required=True)
    timestamp = Time(required=True)
    data = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "As in the webhook of this type, without texts."},
    )


class Events(Strict):
    """A page of events in the order of commits; the cursor is there on an empty page too."""

    items = fields.List(fields.Nested(Event), required=True)
    next_cursor = fields.String(required=True)
