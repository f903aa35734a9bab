"""Decisions of moderators, and taking them back."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from moderation.reasons import REASONS
from service.schemas.base import Strict
from service.schemas.text import Text
from service.schemas.values import Id, OneOf, Time, WholeNumber

ACTIONS = ("approve", "reject", "hold", "escalate")
MOST_AT_ONCE = 200
LARGEST_VERSION = 2**31 - 1


def reason() -> Text:
    """Why, in a word or a few; an author whose comment is rejected is told."""
    known = (
        f"One of {', '.join(REASONS)}, or another text; the author of what is rejected reads it."
    )
    described = {"description": known, "example": "off_topic"}
    return Text(1, 100, strip=True, one_line=True, allow_none=True, metadata=described)


def note() -> Text:
    """What other moderators should know."""
    return Text(
        1, 2000, strip=True, allow_none=True, metadata={"description": "For moderators alone."}
    )


def each_once(items: list[dict[str, Any]], field: str) -> None:
    """Raise `ValidationError`: nobody can mean to decide a comment twice at once."""
    ids = [item["comment_id"] for item in items]
    if len(set(ids)) < len(ids):
        raise ValidationError("Each comment may be named once.", field)


class DecisionItem(Strict):
    """A comment to decide, and the version that the moderator saw."""

    comment_id = Id(required=True)
    version = WholeNumber(1, LARGEST_VERSION, allow_none=True)


class NewDecisions(Strict):
    """One action on up to 200 different comments."""

    items = fields.List(
        fields.Nested(DecisionItem),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE, error=f"Give 1 to {MOST_AT_ONCE} comments."),
    )
    action = OneOf(*ACTIONS, required=True)
    reason = reason()
    note = note()

    @validates_schema
    def different(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Each comment is decided once."""
        each_once(data["items"], "items")


class Decision(Strict):
    """A decision as it was recorded."""

    id = fields.UUID(required=True)
    comment_id = fields.UUID(required=True)
    from_status = fields.String(required=True, data_key="from")
    to_status = fields.String(required=True, data_key="to")
    reason = fields.String(required=True, allow_none=True)
    at = Time(required=True, attribute="created_at")


class Conflict(Strict):
    """A comment that was not decided, and why."""

    comment_id = fields.UUID(required=True)
    why = OneOf("stale", "decided", "not_found", required=True)
    status = fields.String(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_at = Time(required=True, allow_none=True)


class Decided(Strict):
    """What became of a batch: each comment is in one of the two lists."""

    decisions = fields.List(fields.Nested(Decision), required=True)
    conflicts = fields.List(fields.Nested(Conflict), required=True)


class Undone(Strict):
    """The decision that took another back."""

    decision = fields.Nested(Decision, required=True)


class Nothing(Strict):
    """An empty object: the address says it all."""

    must_be_sent = False


class NewUndos(Strict):
    """Decisions to take back."""

    ids = fields.List(
        Id(),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE, error=f"Give 1 to {MOST_AT_ONCE} decisions."),
    )


class UndoResult(Strict):
    """What became of one of them."""

    id = fields.UUID(required=True)
    decision = fields.Nested(Decision, required=True, allow_none=True)
    why = OneOf("conflict", "not_found", required=True, allow_none=True)
    detail = fields.String(required=True, allow_none=True)


class UndoResults(Strict):
    """What became of each, in the order asked."""

    results = fields.List(fields.Nested(UndoResult), required=True)
