"""Figures of a range of days; docs/numbers.md says what each of them means."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields

from moderation.status import Status
from service.schemas.base import Strict
from service.schemas.names import SITE_NAME
from service.schemas.text import Text
from service.schemas.values import Time

MOST_DAYS = 366
USUAL_DAYS = 30
DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
UTC = "UTC"


@cache
def known_zones() -> frozenset[str]:
    """The time zones that this machine, or the package that brings them, knows."""
    return frozenset(available_timezones())


class Day(fields.Date):
    """A day of this or a later century: `2026-11-26`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not DAY.fullmatch(value):
            raise ValidationError("Must be a day, such as 2026-11-26.")
        found: date = super()._deserialize(value, attr, data, **kwargs)
        return found


class Zone(Text):
    """The name of a time zone in the IANA database."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name: str = super()._deserialize(value, attr, data, **kwargs)
        if name not in known_zones():
            raise ValidationError("Must be a time zone, such as Europe/Berlin.")
        return name


class StatsQuery(Strict):
    """Which days, and of which site."""

    first = Day(data_key="from", metadata={"description": "The first day; else 29 before `to`."})
    last = Day(data_key="to", metadata={"description": "The last day, included; else today."})
    tz = Zone(
        1,
        64,
        load_default=UTC,
        metadata={"description": "Whose midnights part the days.", "example": "Europe/Berlin"},
    )
    site = Text(1, SITE_NAME, metadata={"description": "A site; else all that the caller sees."})


class Tally(Strict):
    """How many decisions did what, and how they stood up to whoever looked again."""

    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    confirmed = fields.Integer(
        required=True,
        metadata={"description": "Approved what was approved, or rejected what was rejected."},
    )
    held = fields.Integer(required=True)
    escalated = fields.Integer(required=True)
    undone = fields.Integer(
        required=True, metadata={"description": "Took somebody's decision back."}
    )
    edited = fields.Integer(required=True)
    deleted = fields.Integer(required=True)
    reviewed = fields.Integer(
        required=True,
        metadata={
            "description": "Of those approved, rejected and confirmed: how many a person decided "
            "again later, or took back."
        },
    )
    overturned = fields.Integer(
        required=True,
        metadata={"description": "Of the same: how many that person decided the other way."},
    )
    overturned_share = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "overturned / (approved + rejected + confirmed)"},
    )
    held_approved = fields.Integer(
        required=True, metadata={"description": "Of those held: a person approved them later."}
    )
    held_rejected = fields.Integer(
        required=True, metadata={"description": "Of those held: a person rejected them later."}
    )


class OfActor(Tally):
    """The decisions of one kind of actor; people are told apart."""

    kind = fields.String(
        required=True,
        metadata={"enum": ["rule", "mode", "flags", "moderator", "key", "author", "system"]},
    )
    name = fields.String(
        required=True, allow_none=True, metadata={"description": "Of a moderator or a key."}
    )


class OfRule(Tally):
    """The decisions of one rule."""

    rule = fields.String(required=True)


class OfLabel(Tally):
    """Decisions about comments whose highest score is that of one label."""

    label = fields.String(
        required=True, allow_none=True, metadata={"description": "null: not scored."}
    )
    received = fields.Integer(required=True)


class Waits(Strict):
    """How long a decision was waited for."""

    number = fields.Integer(required=True)
    median_s = fields.Float(required=True, allow_none=True)
    p90_s = fields.Float(required=True, allow_none=True)


class TimeToDecision(Strict):
    """Of the decisions that approved or rejected what was pending."""

    all = fields.Nested(Waits, required=True)
    people = fields.Nested(Waits, required=True)


class Figures(Strict):
    """What happened."""

    received = fields.Integer(required=True)
    became = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={
            "description": "What was received, by its status now.",
            "example": {str(status): 0 for status in Status},
        },
    )
    decisions = fields.Nested(Tally, required=True)
    by = fields.List(fields.Nested(OfActor), required=True)
    time_to_decision = fields.Nested(TimeToDecision, required=True)


class FiguresOfDay(Figures):
    """What happened on one day."""

    day = fields.Date(required=True)


class Waiting(Strict):
    """What is pending now, whenever it was received."""

    number = fields.Integer(required=True)
    unscored = fields.Integer(required=True)
    overdue = fields.Integer(
        required=True, metadata={"description": "Has waited beyond the limit."}
    )
    since = Time(
        required=True,
        allow_none=True,
        metadata={"description": "When the longest of these waits began."},
    )


class Stats(Strict):
    """All figures of a range of days."""

    first = fields.Date(data_key="from", required=True)
    last = fields.Date(data_key="to", required=True)
    tz = fields.String(required=True)
    at = Time(required=True, metadata={"description": "The moment as of which all is told."})
    site = fields.String(required=True, allow_none=True)
    sites = fields.List(
        fields.String(), required=True, metadata={"description": "All that the caller sees."}
    )
    total = fields.Nested(Figures, required=True)
    days = fields.List(fields.Nested(FiguresOfDay), required=True)
    rules = fields.List(
        fields.Nested(OfRule), required=True, metadata={"description": "The busiest first."}
    )
    labels = fields.List(fields.Nested(OfLabel), required=True)
    waiting = fields.Nested(Waiting, required=True)
