"""Word lists: literal words and phrases that rules may ask for."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields, validate

from moderation.words import matches_something, tidied
from service.schemas.base import Strict
from service.schemas.names import site_name
from service.schemas.text import Text
from service.schemas.values import Time

MOST_WORDS = 5_000
LONGEST_WORD = 100
LONGEST_NAME = 50
NAME = re.compile(r"[^/]*[^\W_][^/]*\Z")
"""It stands in addresses, so it has no slash and is more than dots."""


class Entry(Text):
    """A word or a phrase, in which there is something to find."""

    def __init__(self) -> None:
        super().__init__(1, LONGEST_WORD, strip=True, one_line=True)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        entry = tidied(super()._deserialize(value, attr, data, **kwargs))
        if not matches_something(entry):
            raise ValidationError("Must have a word or a sign to look for.")
        return entry


class ListName(Strict):
    """The name of a word list."""

    name = Text(
        1,
        LONGEST_NAME,
        strip=True,
        one_line=True,
        visible=True,
        required=True,
        validators=[validate.Regexp(NAME, error="Must have a letter or a digit, and no slash.")],
    )


class ChangedWords(Strict):
    """All the words of a list."""

    site = site_name()
    words = fields.List(
        Entry(),
        required=True,
        validate=validate.Length(max=MOST_WORDS, error=f"At most {MOST_WORDS:,} words."),
        metadata={
            "description": "Words and phrases, found whatever their case, as whole words, in the "
            "text as written and with its evasions undone. A * at the end stands for any further "
            "letters; nothing else is a pattern.",
            "example": ["idiot", "go home", "moron*"],
        },
    )


class WordListEntry(Strict):
    """A word list without its words."""

    name = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "How many words it has."})
    changed_at = Time(required=True)


class WordLists(Strict):
    """A site's word lists, by name."""

    items = fields.List(fields.Nested(WordListEntry), required=True)


class WordList(WordListEntry):
    """A word list as it is."""

    words = fields.List(fields.String(), required=True)


class WordsQuery(Strict):
    """Which site's lists."""

    site = site_name()
