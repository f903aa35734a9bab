"""What callers of the Perspective interface ask, read as Google reads it and refused as Google does."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import JSONDecodeError
from typing import Any, NoReturn

from flask import Request
from marshmallow import Schema

from moderation.markup import Seen, plainly, seen
from moderation.perspective import (
    LONGEST_BYTES,
    Span,
    base_name,
    bytes_of,
    is_attribute,
    spans,
    whole,
)
from moderation.text import well_formed
from service.api.loose_json import loads
from service.flow.suggest import Suggested
from service.google import GoogleError, of_analyzer, of_fields
from service.schemas.perspective import read

INVALID_JSON = "Invalid JSON payload received."
CONTEXTS = (
    "Context can have either entries or article_and_parent_comment, but both fields were populated."
)
MOST_ATTRIBUTES = 100
MOST_SUGGESTIONS = 100
LONGEST_NAME = 1_000
"""Characters of what a caller calls a community or a text."""
GIVEN = ("SCORE_TYPE_UNSPECIFIED", "PROBABILITY")
"""The types of score that there are; the first means the second."""


@dataclass(frozen=True)
class Asked:
    """A text to be scored, and how."""

    seen: Seen
    parts: Sequence[Span]
    """The whole of it, or sentence by sentence."""
    thresholds: Mapping[str, float]
    """By attribute, in the order asked for: scores below are left out."""
    drops: bool
    """Whether attributes that there are not are left out, instead of withheld or refused."""
    languages: Sequence[str]
    client_token: str


def json_of(request: Request, schema: type[Schema]) -> dict[str, Any]:
    """What the body says, whatever type of content it claims to be; raises a `GoogleError`."""
    try:
        body = request.get_data().removeprefix(BOM_UTF8)
        said = loads(body) if body.strip() else {}
    except ValueError as error:
        raise GoogleError(400, f"{INVALID_JSON} {_where(error)}") from error
    if not isinstance(said, dict):
        violation = 'Unknown name "": Root element must be a message.'
        raise GoogleError(400, f"{INVALID_JSON} {violation}", of_fields([("", violation)]))
    loaded, wrong = read(schema, said)
    if wrong:
        sentences = [
            says if says.startswith("Invalid value") else f"{INVALID_JSON} {says}"
            for _, says in wrong
        ]
        violations = [(path, says) for (path, _), says in zip(wrong, sentences, strict=True)]
        raise GoogleError(400, "\n".join(sentences), of_fields(violations))
    return loaded


def reading(said: Mapping[str, Any]) -> Asked:
    """What a request to score asks; raises a `GoogleError`."""
    text, seen_of_it = text_of(said)
    requested = said["requestedAttributes"]
    if not requested:
        raise GoogleError(
            400, "Missing requested_attributes", of_analyzer("NO_REQUESTED_ATTRIBUTES")
        )
    if len(requested) > MOST_ATTRIBUTES:
        invalid(f"Too many requested attributes: {len(requested)}, and at most {MOST_ATTRIBUTES}")
    for name, wanted in requested.items():
        if wanted.get("scoreType", GIVEN[0]) not in GIVEN:
            invalid(
                f"Requested score type {wanted['scoreType']} is not supported by attribute {name}"
            )
    cut = spans(text, seen_of_it) if said["spanAnnotations"] else [whole(text, seen_of_it)]
    thresholds = {name: wanted["scoreThreshold"] for name, wanted in requested.items()}
    return Asked(
        seen_of_it,
        cut,
        thresholds,
        said["dropUnsupportedAttributes"],
        said["languages"],
        said["clientToken"],
    )


def suggestions_of(said: Mapping[str, Any]) -> list[Suggested]:
    """What each attribute should score; raises a `GoogleError`."""
    suggested: list[Suggested] = []
    for name, scores in said["attributeScores"].items():
        if not is_attribute(name):
            invalid(f"Unknown attribute: {name[:100]}")
        if "summaryScore" in scores:
            suggested.append(Suggested(base_name(name), _value(scores["summaryScore"], name)))
        suggested += [
            Suggested(
                base_name(name), _value(part["score"], name), part.get("begin"), part.get("end")
            )
            for part in scores["spanScores"]
        ]
    if not suggested:
        raise GoogleError(400, "Missing attribute_scores", of_analyzer("NO_REQUESTED_ATTRIBUTES"))
    if len(suggested) > MOST_SUGGESTIONS:
        invalid(f"Too many suggested scores: {len(suggested)}, and at most {MOST_SUGGESTIONS}")
    for name in ("communityId", "clientToken"):
        if len(said[name]) > LONGEST_NAME:
            invalid(f"{name} is too long")
    return suggested


def _value(score: Mapping[str, Any], name: str) -> float:
    if score.get("type", GIVEN[0]) not in GIVEN:
        invalid(f"Requested score type {score['type']} is not supported by attribute {name}")
    value = float(score.get("value", 0.0))
    if not 0 <= value <= 1:
        invalid(f"Suggested score {value:g} of attribute {name} is not between 0 and 1")
    return value


def storable(text: str) -> str:
    """A text without what no database can hold."""
    return well_formed(text).replace("\0", "\ufffd")


def text_of(said: Mapping[str, Any]) -> tuple[str, Seen]:
    """The text that a request is about, as sent and as seen; raises a `GoogleError`."""
    comment, context = said["comment"], said["context"]
    text = comment["text"]
    if bytes_of(text) > LONGEST_BYTES:
        raise GoogleError(400, "Comment text too long.", of_analyzer("COMMENT_TOO_LONG"))
    seen_of_it = seen(text) if comment["type"] == "HTML" else plainly(text)
    if not seen_of_it.text.strip():
        raise GoogleError(400, "Comment must be non-empty.", of_analyzer("COMMENT_EMPTY"))
    if context.get("entries") and context.get("articleAndParentComment"):
        invalid(CONTEXTS)
    return text, seen_of_it


def invalid(message: str) -> NoReturn:
    """Refuse a request that asks for what there is not."""
    raise GoogleError(400, message, of_analyzer("INVALID_REQUEST"))


def _where(error: Exception) -> str:
    if isinstance(error, JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}."
    return "It is not UTF-8." if isinstance(error, UnicodeDecodeError) else str(error)
