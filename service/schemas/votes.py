"""Votes of readers."""

from __future__ import annotations

from marshmallow import fields, validate

from service.schemas.base import Strict
from service.schemas.comments import Votes
from service.schemas.names import site_name
from service.schemas.values import WholeNumber


class NewVote(Strict):
    """A reader's vote: for, against, or none any more."""

    site = site_name()
    value = WholeNumber(
        -1, 1, required=True, metadata={"description": "1, -1, or 0 to take it back."}
    )


class Voted(Strict):
    """The votes of a comment now."""

    votes = fields.Nested(Votes, required=True)
    mine = fields.Integer(required=True, validate=validate.OneOf((-1, 0, 1)))
    reader_token = fields.String(required=True)
