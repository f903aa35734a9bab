"""Many decisions at once, and taking them back at once."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from service.schemas.base import Strict
from service.schemas.decisions import Conflict, Decision, DecisionItem, each_once, note, reason
from service.schemas.restrictions import Restricting, Restriction
from service.schemas.values import Id, OneOf, Time, WholeNumber, YesNo

ACTIONS = ("approve", "reject", "hold")
CHOICES = ("comments", "branch", "author_of")
MOST_CHOSEN = 900
"""More do not fit into the largest body that is taken."""
MOST_DAYS = 365


class NewBatch(Strict):
    """One action on a selection, on a branch, or on what an author wrote of late."""

    comments = fields.List(
        fields.Nested(DecisionItem),
        validate=validate.Length(1, MOST_CHOSEN, error=f"Give 1 to {MOST_CHOSEN} comments."),
    )
    branch = Id(metadata={"description": "A comment: it and all below it, of whatever status."})
    author_of = Id(
        metadata={"description": "A comment: what its author wrote on that site in `days` days."}
    )
    days = WholeNumber(1, MOST_DAYS)
    action = OneOf(*ACTIONS, required=True)
    reason = reason()
    note = note()
    restrict = fields.Nested(
        Restricting, metadata={"description": "With `author_of`: restricts the author too."}
    )
    preview = YesNo(metadata={"description": "Only say how many comments that would decide."})

    @validates_schema
    def one_choice(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """It is said in one way which comments are meant, and all that belongs to that way."""
        chosen = [name for name in CHOICES if name in data]
        if len(chosen) != 1:
            raise ValidationError(f"Give one of: {', '.join(CHOICES)}.", (chosen or CHOICES)[0])
        each_once(data.get("comments", []), "comments")
        if ("author_of" in data) != ("days" in data):
            raise ValidationError("Goes with author_of, which needs it.", "days")
        if "restrict" in data and "author_of" not in data:
            raise ValidationError("Goes with author_of.", "restrict")


class Batch(Strict):
    """A batch as it was recorded, with the number of its decisions."""

    id = fields.UUID(required=True)
    action = OneOf(*ACTIONS, required=True)
    count = fields.Integer(required=True)
    at = Time(required=True)


class BatchPreview(Strict):
    """How many comments a batch would decide, and by the status that they have now."""

    count = fields.Integer(required=True)
    by_status = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class WorkedBatch(Strict):
    """A preview alone where one was asked for; else the batch and what became of each comment."""

    preview = fields.Nested(BatchPreview)
    batch = fields.Nested(Batch)
    decisions = fields.List(fields.Nested(Decision))
    conflicts = fields.List(fields.Nested(Conflict))
    restriction = fields.Nested(Restriction, allow_none=True)
