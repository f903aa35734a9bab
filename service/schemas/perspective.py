"""What the Perspective API takes and tells: its JSON, read as Google reads it.

Names come in camel case or as in the protocol buffer (`do_not_store`), null is the same as
nothing, numbers and switches may be texts, and one text will do for a list. Whatever else is
wrong is named.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load

from service.schemas.base import Strict

TEXT_TYPES = ("TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML")
SCORE_TYPES = ("SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW")
SWITCH = {"true": True, "false": False}


class Message(Strict):
    """An object as Google reads it; a message of the protocol buffer."""

    @pre_load
    def as_google_reads_it(self, said: Any, **_options: Any) -> Any:
        """Every name in camel case, and nothing that is null."""
        if not isinstance(said, Mapping):
            return said
        known = {_with_underscores(name): name for name in map(_name_of, self.fields.values())}
        return {known.get(name, name): value for name, value in said.items() if value is not None}


class String(fields.String):
    """A text."""

    def _deserialize(self, value: Any, *_more: Any, **_options: Any) -> str:
        if not isinstance(value, str):
            raise _wrong("TYPE_STRING", value)
        return value


class Switch(fields.Boolean):
    """true or false, which may be written as a text."""

    def _deserialize(self, value: Any, *_more: Any, **_options: Any) -> bool:
        given = SWITCH.get(value, value) if isinstance(value, str) else value
        if not isinstance(given, bool):
            raise _wrong("TYPE_BOOL", value)
        return given


class Number(fields.Float):
    """A number, which may be written as a text."""

    def _deserialize(self, value: Any, *_more: Any, **_options: Any) -> float:
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise _wrong("TYPE_FLOAT", value)
        return number


class Place(fields.Integer):
    """A place in a text."""

    def _deserialize(self, value: Any, *_more: Any, **_options: Any) -> int:
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,9}", str(value)):
            raise _wrong("TYPE_INT32", value)
        return int(value)


class Choice(fields.String):
    """One of a few words, or its number."""

    def __init__(self, kind: str, words: tuple[str, ...], **options: Any) -> None:
        """`kind` is what Google calls the choice, `words` are in the order of their numbers."""
        super().__init__(metadata={"enum": list(words)}, **options)
        self._kind = kind
        self._words = words

    def _deserialize(self, value: Any, *_more: Any, **_options: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(self._words):
            return self._words[value]
        if value not in self._words:
            raise _wrong(f"type.googleapis.com/google.commentanalyzer.v1alpha1.{self._kind}", value)
        return str(value)


class Strings(fields.List[str]):
    """Some texts; one may come without brackets."""

    def __init__(self, **options: Any) -> None:
        """Takes the options of any field."""
        super().__init__(String(), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        given = [value] if isinstance(value, str) else value
        return super()._deserialize(given, attr, data, **options)


class ByName(fields.Dict):
    """Messages by name; null is an empty one."""

    def __init__(self, message: type[Message], **options: Any) -> None:
        """`message` is what each name leads to."""
        super().__init__(keys=fields.String(), values=fields.Nested(message), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if isinstance(value, Mapping):
            value = {name: {} if each is None else each for name, each in value.items()}
        return super()._deserialize(value, attr, data, **options)  # type: ignore[no-untyped-call]  # marshmallow left it so


class TextEntry(Message):
    """A text, and what it is written as."""

    text = String(load_default="", metadata={"description": "At most 20,480 bytes in UTF-8."})
    type = Choice("TextEntry.TextType", TEXT_TYPES, load_default="PLAIN_TEXT")


class ArticleAndParentComment(Message):
    """What a comment is about and what it answers."""

    article = fields.Nested(TextEntry)
    parentComment = fields.Nested(TextEntry)  # noqa: N815 - Google's name


class Context(Message):
    """What surrounds a comment; taken, and not read."""

    entries = fields.List(fields.Nested(TextEntry))
    articleAndParentComment = fields.Nested(ArticleAndParentComment)  # noqa: N815


class AttributeParameters(Message):
    """How an attribute is wanted."""

    scoreType = Choice("AttributeParameters.ScoreType", SCORE_TYPES)  # noqa: N815
    scoreThreshold = Number(  # noqa: N815
        load_default=0.0, metadata={"description": "Scores below it are left out."}
    )


class PerspectiveScore(Message):
    """A score."""

    value = Number(load_default=0.0)
    type = Choice("Score.ScoreType", SCORE_TYPES)


class SpanScore(Message):
    """The score of a part of the text."""

    begin = Place(metadata={"description": "In UTF-16 units of the text as sent."})
    end = Place(metadata={"description": "The unit after the last one of the part."})
    score = fields.Nested(PerspectiveScore, load_default=dict)


class AttributeScores(Message):
    """What an attribute scored, as a whole and part by part."""

    spanScores = fields.List(fields.Nested(SpanScore), load_default=list)  # noqa: N815
    summaryScore = fields.Nested(PerspectiveScore)  # noqa: N815


class _AboutComment(Message):
    comment = fields.Nested(TextEntry, load_default=lambda: {"text": "", "type": "PLAIN_TEXT"})
    context = fields.Nested(Context, load_default=dict)
    languages = Strings(
        load_default=list,
        metadata={"description": "Believed only where the text is too short to tell."},
    )
    communityId = String(load_default="")  # noqa: N815
    clientToken = String(load_default="", metadata={"description": "Comes back."})  # noqa: N815
    sessionId = String(load_default="")  # noqa: N815


class AnalyzeCommentRequest(_AboutComment):
    """A text to be scored."""

    requestedAttributes = ByName(AttributeParameters, load_default=dict)  # noqa: N815
    doNotStore = Switch(load_default=False)  # noqa: N815
    spanAnnotations = Switch(load_default=False)  # noqa: N815
    dropUnsupportedAttributes = Switch(  # noqa: N815
        load_default=False,
        metadata={"description": "Leave out attributes that the model does not have."},
    )


class AnalyzeCommentResponse(Message):
    """What it scored. `attributeScores` is not there when all are below their thresholds."""

    attributeScores = ByName(AttributeScores)  # noqa: N815
    languages = Strings()
    detectedLanguages = Strings()  # noqa: N815
    clientToken = String()  # noqa: N815


class SuggestCommentScoreRequest(_AboutComment):
    """What a text should score."""

    attributeScores = ByName(AttributeScores, load_default=dict)  # noqa: N815


class SuggestCommentScoreResponse(Message):
    """The suggestion is kept."""

    clientToken = String()  # noqa: N815
    detectedLanguages = Strings()  # noqa: N815
    requestedLanguages = Strings()  # noqa: N815


class GoogleStatus(Message):
    """What went wrong."""

    code = Place(metadata={"description": "The HTTP status."})
    message = String()
    status = String(metadata={"example": "INVALID_ARGUMENT"})
    details = fields.List(fields.Dict())


class GoogleFailure(Message):
    """Every failure of this interface."""

    error = fields.Nested(GoogleStatus)


def read(schema: type[Schema], said: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What a request says, or what is wrong with it: paths, and sentences as Google has them."""
    try:
        loaded: dict[str, Any] = schema().load(said)
    except ValidationError as error:
        return {}, _violations(error.messages)
    return loaded, []


def _violations(messages: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [
            violation
            for name, inner in messages.items()
            for violation in _below(str(name), inner, path)
        ]
    return [(path, f"Invalid value at '{path}' {message}") for message in messages]


def _below(name: str, inner: Any, path: str) -> list[tuple[str, str]]:
    if inner == ["Unknown field."]:
        where = f" at '{path}'" if path else ""
        return [(path, f'Unknown name "{name}"{where}: Cannot find field.')]
    if name in ("_schema", "key", "value"):  # marshmallow's own steps on the way
        return _violations(inner, path)
    below = f"{path}[{name}]" if name.isdigit() else f"{path}.{name}" if path else name
    return _violations(inner, below)


def _name_of(field: fields.Field[Any]) -> str:
    return field.data_key or str(field.name)


def _with_underscores(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def _wrong(kind: str, value: Any) -> ValidationError:
    return ValidationError(f"({kind}), {json.dumps(value)[:200]}")
