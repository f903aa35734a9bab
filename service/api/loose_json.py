"""JSON as Google's services read it: names without quotation marks, and texts in single ones.

The quick start of the Perspective API sent `{comment: {text: "…"}, requestedAttributes: {…}}`, and
many programs that were written from it still do.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

LOOSE = re.compile(
    r"""
    (?P<text> "(?:[^"\\]|\\.)*+"? )            # kept; a text that never ends goes to the end
    | '(?P<single> (?:[^'\\]|\\.)*+ )'?
    | (?<![\w$]) (?P<name> [A-Za-z_$][\w$]*+ ) (?=\s*+:)
    """,
    re.VERBOSE | re.DOTALL,
)
MOST_DIGITS = 1_000
"""Of a whole number: far more than any that is meant, and few enough to be read in no time."""
INNER = re.compile(r"""\\(?P<escaped>.)|(?P<mark>")""", re.DOTALL)


def loads(body: bytes) -> Any:
    """What it says; raises `ValueError` for what is no JSON even so, or not in UTF-8."""
    text = body.decode("utf-8")
    try:
        return _strictly(text)
    except ValueError:
        return _strictly(LOOSE.sub(_strict, text))


def _strictly(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, parse_int=_whole)
    except RecursionError as error:
        raise ValueError("The JSON is nested too deeply.") from error


def _strict(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return found["text"]
    if found["name"] is not None:
        return f'"{found["name"]}"'
    return f'"{INNER.sub(_inner, found["single"])}"'


def _inner(found: re.Match[str]) -> str:
    """A part of a single-quoted text, as it stands between double quotation marks."""
    if found["mark"]:
        return r"\""
    return "'" if found["escaped"] == "'" else found[0]


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"A number has more than {MOST_DIGITS:,} digits.")
    return int(digits)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON.")
