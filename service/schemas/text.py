"""Texts that people send, and what cannot be one.

Lengths are in characters (code points), as a reader would count them, and not in bytes.
"""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate

NUL = "\0"
BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Characters that Unicode counts as letters or symbols, and that show nothing."""

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that turn the direction of the text after them."""


class Text(fields.String):
    """A text without what no database and no encoding can hold: NUL and lone surrogates.

    `strip` takes white space off both ends before the length is checked; `one_line` refuses
    control characters; `visible` refuses a text that would show nothing.
    """

    def __init__(
        self,
        least: int = 0,
        most: int | None = None,
        *,
        strip: bool = False,
        one_line: bool = False,
        visible: bool = False,
        **options: Any,
    ) -> None:
        """`least` and `most` bound the number of characters."""
        # As a validator of its own, the length shows in the OpenAPI document too.
        length = validate.Length(min=least or None, max=most, error=_length_error(least, most))
        bounds = [length] if least or most else []
        super().__init__(validate=bounds + list(options.pop("validators", ())), **options)
        self._strip = strip
        self._one_line = one_line
        self._visible = visible

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        refuse_unstorable(value)
        if self._strip:
            value = value.strip()
        if self._one_line and not is_one_line(value):
            raise ValidationError("Must be one line without control characters.")
        if self._visible and value and not is_visible(value):
            raise ValidationError("Must have something to see.")
        return super()._deserialize(value, attr, data, **kwargs)


class WebAddress(Text):
    """An absolute http or https URL of at most 2,000 characters."""

    def __init__(self, **options: Any) -> None:
        """Takes the options of any field."""
        super().__init__(1, 2000, validators=[_check_address], **options)


def refuse_unstorable(value: str) -> None:
    """Raise `ValidationError` for a text with NUL or half of a surrogate pair."""
    if NUL in value:
        raise ValidationError("Must not contain the character NUL.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValidationError("Must not contain a lone surrogate: it is no character.") from error


def is_one_line(value: str) -> bool:
    """Whether a text has no control characters, line breaks and direction overrides included."""
    return not any(
        unicodedata.category(character) in ("Cc", "Zl", "Zp") or character in OVERRIDES
        for character in value
    )


def is_visible(value: str) -> bool:
    """Whether a text shows anything: a letter, number, mark of punctuation or symbol."""
    return any(
        unicodedata.category(character)[0] in "LNPS" and character not in BLANK
        for character in value
    )


def _check_address(value: str) -> None:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not is_one_line(value) or " " in value:
        raise ValidationError("Must be an absolute URL that begins with http:// or https://.")


def _length_error(least: int, most: int | None) -> str:
    if most is None:
        return f"Must have at least {least} characters." if least > 1 else "Must not be empty."
    return f"Must have {least} to {most} characters." if least else f"At most {most} characters."
