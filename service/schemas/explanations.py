"""Which words of a comment moved its score."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict


class Span(Strict):
    """A part of the body, and how much it matters."""

    start = fields.Integer(
        required=True, metadata={"description": "In code points of `body`, from 0."}
    )
    end = fields.Integer(
        required=True, metadata={"description": "The code point after the last one of the part."}
    )
    label = fields.String(required=True, metadata={"description": "Whose score it moved."})
    weight = fields.Float(
        required=True, metadata={"description": "0 to 1: how far it moved that score."}
    )


class Explanation(Strict):
    """The words that moved the score most, in their order; none where none stands out."""

    spans = fields.List(fields.Nested(Span), required=True)
    version = fields.Integer(
        required=True, metadata={"description": "The version of the comment that was read."}
    )
    model = fields.String(required=True, metadata={"description": "The classifier that read it."})
