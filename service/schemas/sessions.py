"""Signing in and out."""

from __future__ import annotations

from marshmallow import fields

from service.access.passwords import LONGEST
from service.schemas.base import Strict
from service.schemas.text import Text


class LogIn(Strict):
    """Who signs in."""

    email = Text(1, 254, strip=True, required=True)
    password = Text(1, LONGEST, required=True, load_only=True)


class SignedIn(Strict):
    """The moderator of this session. `sites` are names; null means all."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    role = fields.String(required=True)
    sites = fields.List(fields.String(), required=True, allow_none=True)


class Session(Strict):
    """A session, with the token to send as `X-CSRF-Token` with everything but reads."""

    moderator = fields.Nested(SignedIn, required=True)
    csrf_token = fields.String(required=True)
