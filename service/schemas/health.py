"""Whether the service lives and can work."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.values import OneOf


class Alive(Strict):
    """The process answers."""

    status = OneOf("ok", required=True)


class Ready(Strict):
    """The process can serve; the classifier may be missing, comments then wait."""

    status = OneOf("ready", required=True)
    classifier = OneOf("ready", "degraded", "elsewhere", required=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why there is no classifier, when it is degraded."},
    )
