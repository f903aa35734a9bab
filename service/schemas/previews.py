"""A look at a comment before it is sent."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.comments import body
from service.schemas.names import site_name
from service.schemas.values import YesNo


class NewPreview(Strict):
    """A text to look at."""

    site = site_name()
    body = body()
    nudge = YesNo(
        load_default=False,
        metadata={"description": "Also ask whether the text might come across as hurtful."},
    )


class Preview(Strict):
    """How the text will be shown."""

    html = fields.String(required=True)
    nudge = fields.Boolean(
        metadata={"description": "Whether a kind word of warning is in place; only when asked."}
    )
