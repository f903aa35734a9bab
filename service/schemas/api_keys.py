"""API keys: what another system may do."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.moderators import sites_granted
from service.schemas.text import Text
from service.schemas.values import OneOf, Time

ROLES = ("admin", "moderator", "scorer")


class NewApiKey(Strict):
    """A key to be made."""

    name = Text(1, 100, strip=True, one_line=True, visible=True, required=True)
    role = OneOf(*ROLES, required=True)
    sites = sites_granted()


class ApiKey(Strict):
    """A key, without its text."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = OneOf(*ROLES, required=True)
    sites = fields.List(fields.String(), required=True, allow_none=True)
    created_at = Time(required=True)


class CreatedApiKey(ApiKey):
    """A new key with its text, which is shown this once."""

    key = fields.String(required=True, metadata={"example": "bl_…"})


class ApiKeys(Strict):
    """The keys that the caller may manage."""

    items = fields.List(fields.Nested(ApiKey), required=True)
