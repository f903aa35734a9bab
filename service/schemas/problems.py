"""The one shape of all failures (RFC 9457)."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict


class Problem(Strict):
    """What went wrong. `errors` comes with 422 and names the fields at fault."""

    type = fields.String(required=True, metadata={"description": "Always about:blank."})
    title = fields.String(required=True, metadata={"description": "The status, in words."})
    status = fields.Integer(required=True, metadata={"description": "The HTTP status."})
    detail = fields.String(required=True, metadata={"description": "A sentence for people."})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={
            "description": "With 422: what is wrong, by the path of the field (`author.name`)."
        },
    )
