"""Texts that other systems want scored, and what they score."""

from __future__ import annotations

from marshmallow import fields, validate

from moderation.rules import LABELS
from service.schemas.base import Strict
from service.schemas.explanations import Span
from service.schemas.names import site_name
from service.schemas.values import YesNo

MOST_TEXTS = 100


class NewScores(Strict):
    """Texts to be scored, as people see them; 64 kB altogether, like any request."""

    texts = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(1, MOST_TEXTS),
        metadata={"example": ["Thank you, that was helpful."]},
    )
    explain = YesNo(
        load_default=False,
        metadata={"description": "Also tell which words moved the highest score; takes longer."},
    )
    site = site_name()


class TextScores(Strict):
    """What one text scored, or why it has no scores."""

    scores = fields.Dict(
        keys=fields.String(validate=validate.OneOf(LABELS)),
        values=fields.Float(),
        required=True,
        allow_none=True,
        metadata={"description": "By label, 0 to 1; null where the text could not be read."},
    )
    risk = fields.Float(
        required=True, allow_none=True, metadata={"description": "The highest of them."}
    )
    model = fields.String(required=True)
    revision = fields.String(
        required=True, metadata={"description": "Of the model: these very weights."}
    )
    language = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "By ISO 639; null where the text is too short to tell."},
    )
    unread = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={
            "description": "What it is written in that the model does not read "
            "(`language`, `script`, `partly`); null where it was read."
        },
    )
    error = fields.String(metadata={"description": "Why a text that should be read was not."})
    spans = fields.List(
        fields.Nested(Span),
        metadata={"description": "With `explain`: the words, by code points of the text."},
    )


class Scores(Strict):
    """One result a text, in the order of the texts."""

    results = fields.List(fields.Nested(TextScores), required=True)
