"""Flags of readers: please look at this comment."""

from __future__ import annotations

from marshmallow import fields

from service.flow.flag import REASONS
from service.schemas.base import Strict
from service.schemas.names import site_name
from service.schemas.text import Text
from service.schemas.values import OneOf, Time

LONGEST_TEXT = 1000


class NewFlag(Strict):
    """Why a reader thinks that a person should look."""

    site = site_name()
    reason = OneOf(*REASONS, required=True)
    text = Text(0, LONGEST_TEXT, strip=True, allow_none=True)


class Flag(Strict):
    """A flag as it is kept."""

    id = fields.UUID(required=True)
    reason = OneOf(*REASONS, required=True)
    created_at = Time(required=True)


class Flagged(Strict):
    """The flag, and the token by which the reader is known."""

    flag = fields.Nested(Flag, required=True)
    reader_token = fields.String(required=True)
