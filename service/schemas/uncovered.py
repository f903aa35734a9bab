"""Blurred texts that a moderator uncovered."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.values import Id


class UncoveredComment(Strict):
    """Whose text was uncovered."""

    comment_id = Id(required=True)


class UncoveredToday(Strict):
    """How many texts the caller has uncovered today, each counted once."""

    today = fields.Integer(
        required=True, metadata={"description": "Since midnight, UTC; told to nobody else."}
    )
