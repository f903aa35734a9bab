"""Which words of a comment are its author's own, and which are quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier.quotes import own_words, split

ANSWERED = (
    "I think **the ferry** is a waste of money, and you know it.\n\n"
    "Nobody will use it, you stupid idiot!"
)


@pytest.mark.parametrize(
    ("body", "own", "quoted"),
    [
        # What is quoted truly is quoted, whatever its markup, its case and its marks.
        ("> you stupid idiot!\n\nNo.", "\nNo.", "you stupid idiot!"),
        (
            "> the FERRY is *a waste* of money\n\nNo.",
            "\nNo.",
            "the FERRY is *a waste* of money",
        ),
        # Nested, in a list, over several lines and paragraphs.
        ("> > you stupid idiot\n\nNo.", "\nNo.", "you stupid idiot"),
        ("- > you stupid idiot\n- No.", "- No.", "you stupid idiot"),
        (
            "> a waste\n> of money, and\n\nNo.",
            "\nNo.",
            "a waste\nof money, and",
        ),
        (
            "> a waste of money\n>\n> you stupid idiot\n\nNo.",
            "\n\nNo.",
            "a waste of money\nyou stupid idiot",
        ),
        ("> ```\n> you stupid idiot\n> ```\n\nNo.", "> ```\n> ```\n\nNo.", "you stupid idiot"),
        ("No.\r\n\r\n> you stupid idiot\r\n\r\nNo.", "No.\r\n\r\n\r\nNo.", "you stupid idiot"),
        # The line that goes on right below a quote is shown in it, and is not from there.
        ("> you stupid idiot\nNo.", "No.", "you stupid idiot"),
    ],
)
def test_what_stands_in_the_answered_comment_is_quoted(body: str, own: str, quoted: str) -> None:
    """The author's own words are the rest."""
    assert split(body, [ANSWERED]) == (own, quoted)


@pytest.mark.parametrize(
    "body",
    [
        # Made up, from elsewhere, or changed.
        "> you miserable worm\n\nNo.",
        "> you stupid idiot, drop dead\n\nNo.",
        "> I know it, you stupid idiot\n\nNo.",
        "> the ferry is 🖕 a waste of money\n\nNo.",
        # Too short to be from anywhere, so that a new sentence could be made of pieces.
        "> you\n\n> idiot\n\nNo.",
        # One end of a comment and the beginning of another are not one sentence.
        "> stupid idiot I think\n\nNo.",
        # No quote at all.
        "```\n> you stupid idiot\n```\n\nNo.",
        "\\> you stupid idiot\n\nNo.",
        "2 > 1, you stupid idiot",
        "you stupid idiot",
        # Nothing but a quote: it decides.
        "> you stupid idiot",
        "> you stupid idiot\n\n…",
        "",
    ],
)
def test_everything_else_is_the_authors_own(body: str) -> None:
    """A mark alone makes no quote."""
    assert split(body, [ANSWERED, ANSWERED]) == (body, "")


def test_a_comment_further_up_may_be_quoted() -> None:
    """Any of those that are answered, but none where nothing is."""
    body = "> you stupid idiot\n\nNo."
    assert split(body, ["Hello.", ANSWERED]).quoted == "you stupid idiot"
    assert split(body, []) == (body, "")


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("> whatever they wrote\n\nNo.", "\nNo."),
        ("> whatever they wrote", "> whatever they wrote"),
        ("Just words.", "Just words."),
    ],
)
def test_where_nothing_depends_on_it_every_quote_is_believed(body: str, own: str) -> None:
    """As in a preview, which does not know what is answered."""
    assert own_words(body) == own


MARKUP = st.text(st.sampled_from("> \n\r\t-*`~1.ab[]()\\\0\ud800’…😀"), max_size=120)


@given(body=MARKUP, answered=st.lists(MARKUP, max_size=2))
def test_any_body_is_split(body: str, answered: list[str]) -> None:
    """Never an exception; the own words are lines of the body, and are never empty but with it."""
    words = split(body, answered)
    assert bool(words.own) == bool(body)
    assert words.quoted or words.own == body


@pytest.mark.parametrize(
    "body",
    [
        ">" * 10_000,
        "> " * 5_000,
        "> x\n" * 2_500,
        "> word word word word\n" * 399,
        "> a\n\n" * 3_000,
    ],
)
def test_a_body_made_of_marks_is_split(body: str) -> None:
    """However many quotes there are."""
    assert split(body, ["word " * 2_000] * 10).own
