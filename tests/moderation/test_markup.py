"""HTML as people see it, and where that stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.markup import plainly, seen


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("You are <b>kind</b>.", "You are kind."),
        ("st<b>u</b>p<i></i>id", "stupid"),
        ("<p>One.</p><p>Two.<br/>Three.</p>", "\nOne.\n\nTwo.\nThree.\n"),
        ("Tom &amp; Jerry &lt;3 &#128514; &nbsp;&notit", "Tom & Jerry <3 😂 \xa0¬it"),
        ("<a href=\"x>y\" title='<b>'>link</a>", "link"),
        ("before<!-- <b>hidden</b> -->after", "beforeafter"),
        ("<script>var idiot = 1;</script><style>p {}</style>text", "text"),
        ("1 < 2 and 3 > 2 <3", "1 < 2 and 3 > 2 <3"),
        ("shown <img src=x you idiot", "shown <img src=x you idiot"),
        ("<!-- never closed: you idiot", "<!-- never closed: you idiot"),
        ("<script>never closed: you idiot", "never closed: you idiot"),
        ("AT&T and R&D;", "AT&T and R&D;"),
        ("", ""),
    ],
)
def test_what_is_seen(html: str, shown: str) -> None:
    """Tags say nothing, blocks end lines, entities are decoded, and what never ends is text."""
    assert seen(html).text == shown


@given(st.text(alphabet="ab <>/&;!-\"'p#1=😀\n"))
def test_every_sign_has_its_place(html: str) -> None:
    """Places never run backwards, and cover what each sign was made of."""
    found = seen(html)
    assert len(found.text) == len(found.starts) == len(found.ends)
    ends = 0
    for sign, start, end in zip(found.text, found.starts, found.ends, strict=True):
        assert ends <= end <= len(html)
        assert start < end
        if end - start == 1:
            assert html[start] == sign
        ends = end


def test_a_sign_of_several_signs_is_all_of_them() -> None:
    """An entity, or a tag that ends a line, stands where all of it stands."""
    found = seen("a&amp;b<br>c")
    assert [(found.start_of(at), found.end_of(at + 1)) for at in range(len(found.text))] == [
        (0, 1), (1, 6), (6, 7), (7, 11), (11, 12),
    ]  # fmt: skip


def test_plain_text_is_seen_as_it_is() -> None:
    """Nothing in it means anything else."""
    found = plainly("<b>&amp;")
    assert (found.text, found.start_of(3), found.end_of(8)) == ("<b>&amp;", 3, 8)


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<script>", "<a \"'", "<a x='", "&", "<", "<!"])
def test_hostile_html_is_read_like_any(piece: str) -> None:
    """Thousands of beginnings without an end are text, or tags, and are all gone through."""
    html = piece * (20_000 // len(piece)) + " you idiot"
    assert seen(html).text.endswith("you idiot")
