"""JSON as written by hand in 2017."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.loose_json import loads

TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            '{comment: {text: "what a fool"},\n languages: ["en"], requestedAttributes: {TOXICITY:{}} }',
            {
                "comment": {"text": "what a fool"},
                "languages": ["en"],
                "requestedAttributes": {"TOXICITY": {}},
            },
        ),
        ("{'text': 'it\\'s \"so\"\\n'}", {"text": 'it\'s "so"\n'}),
        ('{text: "he said: {comment: 1}, \\"no: no\\""}', {"text": 'he said: {comment: 1}, "no: no"'}),
        ("{a_1 : 'key: value', $b: null}", {"a_1": "key: value", "$b": None}),
        ('{text: "Grüße 🚢 \\ud83d\\udea2"}', {"text": "Grüße 🚢 🚢"}),
    ],
)  # fmt: skip
def test_names_need_no_marks(written: str, meant: Any) -> None:
    """Names may stand bare and texts between single marks; inside of texts nothing changes."""
    assert loads(written.encode()) == meant


@given(TREES)
def test_json_stays_what_it_is(meant: Any) -> None:
    """What is JSON already is read as JSON, whatever its texts hold."""
    assert loads(json.dumps(meant).encode()) == meant


@pytest.mark.parametrize(
    "written",
    [
        b"", b"{", b"{comment}", b"{text: bare}", b'{text: "never ends}', b"{text: 'never ends}",
        b"{text: NaN}", b"{'a': 1,}", b"\xff", b"[" * 100_000, b'"\\' * 30_000, b"a" * 60_000,
    ],
)  # fmt: skip
def test_the_rest_is_refused(written: bytes) -> None:
    """What even Google's parser would not read raises `ValueError`, however long it is."""
    with pytest.raises(ValueError):  # noqa: PT011 - by whatever reads it, in its own words
        loads(written)
