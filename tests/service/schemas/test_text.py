"""Which texts are taken, and how a refusal is worded."""

import pytest
from marshmallow import Schema, ValidationError

from service.schemas.text import Text, WebAddress, is_visible


class Fields(Schema):
    """A field of each kind."""

    body = Text(1, 10, strip=True, visible=True)
    name = Text(1, 10, strip=True, one_line=True, visible=True)
    article = Text(1, 10)
    note = Text(0, 10)
    url = WebAddress()


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("body", "  hello \n", "hello"),
        ("body", "two\nlines", "two\nlines"),
        ("body", "🙂" * 10, "🙂" * 10),
        ("body", "👍", "👍"),
        ("body", "!", "!"),
        ("name", " Zoë ", "Zoë"),
        ("name", "می‌خواهم", "می‌خواهم"),
        ("article", " as is ", " as is "),
        ("article", "\n", "\n"),
        ("note", "", ""),
        ("url", "https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("url", "http://[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_a_text_is_taken(name: str, given: str, kept: str) -> None:
    """Lengths are characters, white space around a body or a name is dropped."""
    assert Fields().load({name: given})[name] == kept


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("body", 5, "Not a valid string."),
        ("body", True, "Not a valid string."),
        ("body", ["a"], "Not a valid string."),
        ("body", None, "Field may not be null."),
        ("body", "", "Must have 1 to 10 characters."),
        ("body", " \n\t ", "Must have 1 to 10 characters."),
        ("body", "x" * 11, "Must have 1 to 10 characters."),
        ("body", "\u200b\u200d", "Must have something to see."),
        ("body", "\u3164\u2800", "Must have something to see."),
        ("body", "\u0301", "Must have something to see."),
        ("body", "a\0b", "Must not contain the character NUL."),
        ("body", "\ud83d", "Must not contain a lone surrogate: it is no character."),
        ("name", "a\nb", "Must be one line without control characters."),
        ("name", "a\u2028b", "Must be one line without control characters."),
        ("name", "a\x1bb", "Must be one line without control characters."),
        ("name", "a\u202eb", "Must be one line without control characters."),
        ("article", "", "Must have 1 to 10 characters."),
        ("article", "\udc00", "Must not contain a lone surrogate: it is no character."),
        ("note", "x" * 11, "At most 10 characters."),
        (
            "url",
            "javascript:alert(1)",
            "Must be an absolute URL that begins with http:// or https://.",
        ),
        ("url", "//a.example/", "Must be an absolute URL that begins with http:// or https://."),
        ("url", "https://", "Must be an absolute URL that begins with http:// or https://."),
        ("url", "https://a b", "Must be an absolute URL that begins with http:// or https://."),
        (
            "url",
            "https://a.example:99999/",
            "Must be an absolute URL that begins with http:// or https://.",
        ),
        ("url", "https://[::1", "Must be an absolute URL that begins with http:// or https://."),
        ("url", "https://a.example/" + "x" * 2000, "Must have 1 to 2000 characters."),
    ],
)
def test_a_text_is_refused(name: str, given: object, message: str) -> None:
    """What no database can hold, what shows nothing, and what is too long, in plain words."""
    with pytest.raises(ValidationError) as refused:
        Fields().load({name: given})

    assert refused.value.messages == {name: [message]}


@pytest.mark.parametrize("text", ["a", "1", "…", "🙂", "日", "ก"])
def test_what_shows_is_visible(text: str) -> None:
    """Letters of every script, numbers, marks and pictures."""
    assert is_visible(text)
