"""The thread around a comment."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.comments import Author
from service.schemas.values import Time


class ThreadItem(Strict):
    """A comment beside, above or below another, whatever its status."""

    id = fields.String(required=True)
    parent_id = fields.String(required=True, allow_none=True)
    depth = fields.Integer(required=True)
    status = fields.String(required=True)
    version = fields.Integer(required=True)
    author = fields.Nested(Author, required=True)
    html = fields.String(required=True)
    created_at = Time(required=True)
    risk = fields.Float(required=True, allow_none=True)
    blurred = fields.Boolean(required=True)
    shown = fields.Boolean(
        required=True, metadata={"description": "Whether readers see it, or that it was there."}
    )


class MoreAround(Strict):
    """Where there are more than were told."""

    siblings = fields.Boolean(required=True)
    replies = fields.Boolean(required=True)


class Around(Strict):
    """The nearest comments above and beside one, and the first below it, by id."""

    ancestors = fields.List(
        fields.Nested(ThreadItem),
        required=True,
        metadata={"description": "The topmost first; at most the nearest 50."},
    )
    siblings = fields.List(
        fields.Nested(ThreadItem),
        required=True,
        metadata={"description": "The nearest 50 on both sides, itself left out."},
    )
    replies = fields.List(
        fields.Nested(ThreadItem), required=True, metadata={"description": "The first 50."}
    )
    more = fields.Nested(MoreAround, required=True)
