"""Values other than text, strictly: `"5"` is no number and `1` is not true.

In a query string everything is text; the fields for it say `InQuery`.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

CANONICAL_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


class WholeNumber(fields.Integer):
    """A JSON number written without a fraction."""

    def __init__(self, least: int, most: int, **options: Any) -> None:
        """Between `least` and `most`, both included."""
        super().__init__(strict=True, validate=_range(least, most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class WholeNumberInQuery(fields.Integer):
    """A whole number written in plain digits."""

    def __init__(self, least: int, most: int, **options: Any) -> None:
        """Between `least` and `most`, both included."""
        super().__init__(validate=_range(least, most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not WHOLE.fullmatch(value):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Share(fields.Float):
    """A JSON number from 0 to 1."""

    def __init__(self, **options: Any) -> None:
        """Takes the options of any field."""
        super().__init__(validate=_range(0, 1), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class ShareInQuery(fields.Float):
    """A number from 0 to 1, in a query string."""

    def __init__(self, **options: Any) -> None:
        """Takes the options of any field."""
        super().__init__(validate=_range(0, 1), allow_nan=False, **options)


class YesNo(fields.Boolean):
    """true or false, and nothing that might mean it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Id(fields.UUID):
    """An id as we write it: 36 characters with hyphens."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        parsed = parse_id(value)
        if parsed is None:
            raise ValidationError("Not an id.")
        return parsed


class OneOf(fields.String):
    """One of a few words."""

    def __init__(self, *words: str, **options: Any) -> None:
        """`words` are those that are allowed."""
        error = f"Must be one of: {', '.join(words)}."
        super().__init__(validate=validate.OneOf(words, error=error), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Time(fields.AwareDateTime):
    """A time as it is told: ISO 8601 in UTC with milliseconds and Z."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return time(value) if isinstance(value, datetime) else value


def time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_id(value: Any) -> UUID | None:
    """The id that a text is; None for anything else, other ways to write an id included."""
    if isinstance(value, str) and CANONICAL_ID.fullmatch(value):
        return UUID(value)
    return None


def _range(least: float, most: float) -> validate.Range:
    return validate.Range(min=least, max=most, error=f"Must be between {least} and {most}.")
