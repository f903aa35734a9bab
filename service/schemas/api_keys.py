"""API keys: what another system may do."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.moderators import sites_granted
from service.schemas.text import Text
from service.schemas.values import OneOf, Time, WholeNumber

ROLES = ("admin", "moderator", "scorer")


MOST_QUERIES = 10_000


def quota(**options: Any) -> WholeNumber:
    """How many texts a key may have scored."""
    says = "Texts a second that it may have scored, a minute's worth at once; null: the server's."
    return WholeNumber(1, MOST_QUERIES, allow_none=True, metadata={"description": says}, **options)


class ChangedApiKey(Strict):
    """What can be changed about a key."""

    queries_per_second = quota(required=True)


class NewApiKey(Strict):
    """A key to be made."""

    name = Text(1, 100, strip=True, one_line=True, visible=True, required=True)
    role = OneOf(*ROLES, required=True)
    sites = sites_granted()
    queries_per_second = quota(load_default=None)


class ApiKey(Strict):
    """A key, without its text."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = OneOf(*ROLES, required=True)
    sites = fields.List(fields.String(), required=True, allow_none=True)
    queries_per_second = quota(required=True)
    created_at = Time(required=True)


class CreatedApiKey(ApiKey):
    """A new key with its text, which is shown this once."""

    key = fields.String(required=True, metadata={"example": "bl_…"})


class ApiKeys(Strict):
    """The keys that the caller may manage."""

    items = fields.List(fields.Nested(ApiKey), required=True)
