"""Restrictions of authors: bans, and that all they write waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from service.flow.restrict import KINDS, LONGEST
from service.schemas.base import Strict
from service.schemas.decisions import note, reason
from service.schemas.names import cursor, page_size, site_name
from service.schemas.values import Id, OneOf, Time, WholeNumber

MOST_ON_A_PAGE = 200
USUAL_ON_A_PAGE = 50


class Restricting(Strict):
    """How an author is restricted, and until when: `days` from now, or a time."""

    kind = OneOf(
        *KINDS,
        required=True,
        metadata={
            "description": "ban: no posts, edits, votes and flags; hold: all that rules would "
            "approve waits for a person."
        },
    )
    days = WholeNumber(1, LONGEST.days)
    until = fields.AwareDateTime(default_timezone=None)
    reason = reason()
    note = note()

    @validates_schema
    def it_ends(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """One way or the other it is said when, and that is neither past nor ten years off."""
        if ("days" in data) == ("until" in data):
            raise ValidationError("Say when it ends: give either days or until.", "until")
        if "until" in data and not _now() < data["until"] <= _now() + LONGEST:
            raise ValidationError("Must be in the future, within 3,650 days.", "until")


class NewRestriction(Restricting):
    """The author of this comment, on its site."""

    comment_id = Id(required=True)


class RestrictionsQuery(Strict):
    """Which restrictions, the newest first."""

    site = site_name()
    reader = Id(metadata={"description": "Of this author, as a queue item names them."})
    active = OneOf(
        *("true", "false"),
        metadata={"description": "true: those that stand now; false: those that are over."},
    )
    limit = page_size(MOST_ON_A_PAGE, USUAL_ON_A_PAGE)
    cursor = cursor()


class RestrictedAuthor(Strict):
    """Whom it restricts; the name is that of the comment it was made from."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class Restriction(Strict):
    """A restriction as it was made."""

    id = fields.UUID(required=True)
    kind = OneOf(*KINDS, required=True)
    until = Time(required=True)
    author = fields.Nested(RestrictedAuthor, required=True)
    comment_id = fields.UUID(required=True)
    by = fields.String(required=True)
    at = Time(required=True)
    reason = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    lifted_at = Time(
        required=True,
        allow_none=True,
        metadata={"description": "When somebody ended it; null also where it ended by itself."},
    )
    lifted_by = fields.String(required=True, allow_none=True)


class OneRestriction(Strict):
    """The restriction that was made."""

    restriction = fields.Nested(Restriction, required=True)


class Restrictions(Strict):
    """A page of restrictions."""

    items = fields.List(fields.Nested(Restriction), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def end_of(given: dict[str, Any]) -> datetime:
    """When a restriction ends that is wanted so."""
    until: datetime = given.get("until") or _now() + timedelta(days=given["days"])
    until = until.astimezone(UTC)
    return until.replace(microsecond=until.microsecond // 1000 * 1000)


def _now() -> datetime:
    return datetime.now(UTC)
