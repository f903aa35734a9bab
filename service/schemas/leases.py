"""Leases: comments reserved for one moderator."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from service.schemas.base import Strict
from service.schemas.decisions import MOST_AT_ONCE
from service.schemas.filters import MOST_ON_A_PAGE, FiltersInBody
from service.schemas.queue import QueueItem
from service.schemas.values import Id, Time, WholeNumber

USUALLY_GIVEN = 10


class NewLeases(FiltersInBody):
    """How many comments to reserve, and which."""

    limit = WholeNumber(1, MOST_ON_A_PAGE, load_default=USUALLY_GIVEN)


class LeasedComments(Strict):
    """Up to 200 different comments."""

    comment_ids = fields.List(
        Id(),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE, error=f"Give 1 to {MOST_AT_ONCE} comments."),
    )

    @validates_schema
    def different(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Naming one twice is a mistake of whoever counts them."""
        if len(set(data["comment_ids"])) < len(data["comment_ids"]):
            raise ValidationError("Each comment may be named once.", "comment_ids")


class GivenLeases(Strict):
    """What is reserved now, in the order asked for; fewer than asked for where no more is free."""

    items = fields.List(fields.Nested(QueueItem), required=True)
    until = Time(required=True)


class RenewedLeases(Strict):
    """Each comment is in one of the two lists."""

    renewed = fields.List(fields.UUID(), required=True)
    lost = fields.List(
        fields.UUID(),
        required=True,
        metadata={"description": "Another has it, or it was decided, or it is none of yours."},
    )
    until = Time(required=True)


class FreedLeases(Strict):
    """Those that were the caller's."""

    freed = fields.List(fields.UUID(), required=True)


class OwnLeases(Strict):
    """What is reserved for the caller, the most urgent first."""

    items = fields.List(fields.Nested(QueueItem), required=True)
