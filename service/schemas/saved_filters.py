"""Filters that moderators keep under a name."""

from __future__ import annotations

from marshmallow import fields

from service.schemas.base import Strict
from service.schemas.filters import FiltersInBody
from service.schemas.text import Text


class NewFilter(Strict):
    """What to keep, and under which name."""

    name = Text(1, 100, required=True, strip=True, one_line=True, visible=True)
    query = fields.Nested(FiltersInBody, required=True)


class SavedFilter(Strict):
    """A query of the queue under the caller's own name for it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    query = fields.Nested(FiltersInBody, required=True)


class SavedFilters(Strict):
    """The caller's own, by name."""

    items = fields.List(fields.Nested(SavedFilter), required=True)
