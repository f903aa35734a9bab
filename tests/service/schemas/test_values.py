"""Values are what they are: nothing is guessed."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from marshmallow import Schema, ValidationError

from service.schemas.values import (
    Id,
    OneOf,
    Share,
    ShareInQuery,
    Time,
    WholeNumber,
    WholeNumberInQuery,
    YesNo,
)

SOME_ID = "01a2140d-0983-7d68-b4e1-ee6cde43a68f"


class Fields(Schema):
    """A field of each kind."""

    id = Id()
    number = WholeNumber(-1, 200)
    limit = WholeNumberInQuery(1, 100)
    share = Share()
    least = ShareInQuery()
    open = YesNo()
    sort = OneOf("oldest", "newest")
    at = Time()


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("id", SOME_ID, UUID(SOME_ID)),
        ("id", SOME_ID.upper(), UUID(SOME_ID)),
        ("number", -1, -1),
        ("number", 200, 200),
        ("limit", "100", 100),
        ("share", 0, 0),
        ("share", 0.25, 0.25),
        ("least", "0.25", 0.25),
        ("open", False, False),
        ("sort", "newest", "newest"),
    ],
)
def test_a_value_is_taken(name: str, given: Any, kept: Any) -> None:
    """JSON has numbers and booleans; a query string has only text."""
    assert Fields().load({name: given})[name] == kept


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("id", "1"),
        ("id", 7),
        ("id", SOME_ID.replace("-", "")),
        ("id", f"{{{SOME_ID}}}"),
        ("id", SOME_ID + "\n"),
        ("id", SOME_ID.replace("0", "٠")),
        ("number", "5"),
        ("number", True),
        ("number", 1.0),
        ("number", 201),
        ("number", -2),
        ("number", 10**30),
        ("number", float("inf")),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "ten"),
        ("limit", "1.0"),
        ("limit", "١"),
        ("limit", "1_0"),
        ("limit", "9" * 5000),
        ("limit", ""),
        ("share", "0.5"),
        ("share", True),
        ("share", 1.01),
        ("share", float("nan")),
        ("least", "nan"),
        ("least", "inf"),
        ("least", "-0.1"),
        ("open", 1),
        ("open", "true"),
        ("open", "yes"),
        ("sort", "best"),
        ("sort", 1),
        ("sort", ["oldest"]),
    ],
)
def test_a_value_is_refused(name: str, given: Any) -> None:
    """A number is not a text, 1 is not true, and an id has one way to be written."""
    with pytest.raises(ValidationError) as refused:
        Fields().load({name: given})

    assert list(refused.value.messages_dict) == [name]


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=8))]
)
def test_times_are_told_in_utc(zone: timezone) -> None:
    """ISO 8601 with milliseconds and Z, wherever the time came from."""
    at = datetime(2026, 11, 25, 18, 30, 1, 123456, UTC).astimezone(zone)

    assert Fields().dump({"at": at}) == {"at": "2026-11-25T18:30:01.123Z"}
