"""Cursors of keyset pages: opaque to clients, checked when they come back."""

import base64
import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.flow.cursor import LONGEST, decode, encode
from service.flow.refused import Refused

AN_ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


@given(rank=st.floats(-1, 1), comment_id=st.uuids(), way=st.text())
def test_a_cursor_comes_back_as_it_was(rank: float, comment_id: UUID, way: str) -> None:
    """Every part to the last digit."""
    if len(cursor := encode("top", way, rank, comment_id)) <= LONGEST:
        assert decode("top", cursor, str, float, UUID) == [way, rank, comment_id]


def test_a_cursor_can_stand_in_an_address() -> None:
    """No character of it needs escaping."""
    cursors = "".join(encode("oldest", chr(code), AN_ID) for code in range(32, 500))
    assert cursors.replace("-", "").replace("_", "").isalnum()


def _raw(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        # Another listing's, too short, too long.
        encode("newest", "next", AN_ID),
        encode("oldest", "next"),
        encode("oldest", "next", AN_ID, AN_ID),
        # Parts of another type.
        encode("oldest", 3, AN_ID),
        encode("oldest", True, AN_ID),
        encode("oldest", "next", 3),
        encode("oldest", "next", None),
        encode("oldest", "next", "not an id"),
        # Not a list, not JSON, not base64, not ASCII, nothing, far too much.
        _raw({"oldest": "next"}),
        _raw("oldest"),
        _raw(None),
        _raw([]),
        base64.urlsafe_b64encode(b"[").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"[" * 400).decode(),
        "***",
        "é",
        "",
        "a" * (LONGEST + 1),
        "a" * LONGEST,
    ],
)
def test_what_is_no_cursor_of_this_listing_is_refused(cursor: str) -> None:
    """By the name of the field, and never by an error of ours."""
    with pytest.raises(Refused) as refused:
        decode("oldest", cursor, str, UUID)
    assert (refused.value.kind, refused.value.field) == ("invalid", "cursor")


@given(st.text())
def test_no_text_at_all_is_an_error_of_ours(text: str) -> None:
    """Whatever is sent in its place is refused as no cursor."""
    with pytest.raises(Refused):
        decode(text, text, str, UUID)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -(10**400), 2**31, True, "1"])
@pytest.mark.parametrize("wanted", [int, float])
def test_a_number_that_no_column_can_hold_is_refused(value: Any, wanted: type) -> None:
    """JSON in Python would read it; a database would not."""
    with pytest.raises(Refused):
        decode("top", encode("top", value), wanted)


def test_a_whole_number_stands_for_any_number_but_not_the_other_way_round() -> None:
    """JSON has one kind of numbers: 1 and 1.0 are the same to it."""
    assert decode("top", encode("top", 1), float) == [1.0]
    assert decode("flags", encode("flags", 1), int) == [1]
    with pytest.raises(Refused):
        decode("flags", encode("flags", 1.5), int)
