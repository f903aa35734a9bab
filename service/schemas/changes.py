"""The history of rules and settings."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.names import cursor, page_size, site_name
from service.schemas.values import OneOf, Time

KINDS = ("rules", "site", "words", "article")
MOST_ON_A_PAGE = 100
USUAL_ON_A_PAGE = 20


class ChangesQuery(Strict):
    """Which part of the history."""

    site = site_name()
    what = OneOf(*KINDS, metadata={"description": "Only changes of this."})
    limit = page_size(MOST_ON_A_PAGE, USUAL_ON_A_PAGE)
    cursor = cursor()


class ChangedBy(Strict):
    """Who changed something: a moderator, a key, or a command on the server's own machine."""

    kind = fields.String(required=True)
    id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)


class Change(Strict):
    """One change; null stands for what was not there before, or is no more."""

    id = fields.UUID(required=True)
    at = Time(required=True)
    by = fields.Nested(ChangedBy, required=True)
    what = OneOf(*KINDS, required=True)
    subject = fields.String(
        required=True, metadata={"description": "The word list's name, or the article's id."}
    )
    before = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={
            "description": "All rules; the settings that were changed; of words, the number of "
            "all (`size`) and those that were taken out (`words`)."
        },
    )
    after = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "The same afterwards; of words, those that were put in."},
    )


class Changes(Strict):
    """A page of the history, the newest first."""

    items = fields.List(fields.Nested(Change), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
