"""Cursors of keyset pages: opaque to clients, checked when they come back."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from service.flow.refused import Refused

LONGEST = 600


def encode(kind: str, *parts: Any) -> str:
    """A cursor for a listing of this kind, holding its place."""
    text = json.dumps([kind, *parts], default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(kind: str, cursor: str, *types: type, field: str = "cursor") -> list[Any]:
    """The parts of a cursor; raises `Refused`, naming `field`, where it is none of this listing."""
    try:
        parts = _parts(cursor)
        if parts[0] != kind or len(parts) != len(types) + 1:
            raise ValueError("a cursor of another listing")
        return [_cast(part, wanted) for part, wanted in zip(parts[1:], types, strict=True)]
    except (ValueError, TypeError, IndexError, binascii.Error, RecursionError) as error:
        raise Refused("invalid", "Not a cursor of this listing.", field) from error


def _parts(cursor: str) -> list[Any]:
    if len(cursor) > LONGEST:
        raise ValueError("too long")
    padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
    parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    if not isinstance(parts, list):
        raise ValueError("not a list")
    return parts


def _cast(part: Any, wanted: type) -> Any:
    if wanted is UUID:
        if not isinstance(part, str):
            raise ValueError("not an id")
        return UUID(part)
    if wanted in (int, float):
        return _number(part, wanted)
    if not isinstance(part, wanted):
        raise ValueError("of another type")
    return part


def _number(part: Any, wanted: type) -> Any:
    """A number that a column of the database can hold."""
    accepted = int if wanted is int else int | float
    if not isinstance(part, accepted) or isinstance(part, bool) or not abs(part) < 2**31:
        raise ValueError("not such a number")
    return wanted(part)
