"""Moderators: who may sign in, and for what."""

from __future__ import annotations

import re

from marshmallow import fields, validate

from service.access.passwords import LONGEST, SHORTEST
from service.schemas.base import Strict
from service.schemas.names import site_name
from service.schemas.text import Text
from service.schemas.values import OneOf, Time, YesNo

ROLES = ("admin", "moderator")
EMAIL = re.compile(r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\Z")
MOST_SITES = 1000


def sites_granted() -> fields.List[str]:
    """The names of the sites that are granted; null means all."""
    return fields.List(
        site_name(),
        allow_none=True,
        validate=validate.Length(1, MOST_SITES),
        metadata={"description": "Names of sites; null means all."},
    )


class ChangedModerator(Strict):
    """What can be set about a moderator; what is left out stays as it is."""

    password = Text(SHORTEST, LONGEST, load_only=True)
    role = OneOf(*ROLES)
    sites = sites_granted()
    active = YesNo()


class NewModerator(ChangedModerator):
    """A moderator to be made."""

    email = Text(
        3,
        254,
        strip=True,
        required=True,
        validators=[validate.Regexp(EMAIL, error="Must be an e-mail address.")],
    )
    password = Text(SHORTEST, LONGEST, load_only=True, required=True)
    role = OneOf(*ROLES, load_default="moderator")


class Moderator(Strict):
    """A moderator. The password is never told, nor its hash."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    role = OneOf(*ROLES, required=True)
    sites = fields.List(fields.String(), required=True, allow_none=True)
    active = fields.Boolean(required=True)
    created_at = Time(required=True)


class Moderators(Strict):
    """The moderators whom the caller may manage, by e-mail address."""

    items = fields.List(fields.Nested(Moderator), required=True)
