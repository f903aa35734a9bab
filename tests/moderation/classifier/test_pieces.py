"""How a text is cut into words and sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier.pieces import (
    LONGEST_SENTENCE,
    halves,
    only_lines,
    overlap,
    pairs,
    sentences,
    without,
    words_of,
)
from moderation.classifier.quotes import split


def cores(text: str) -> list[str]:
    """The words of a text as they would be marked."""
    return [text[slice(*word.core)] for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You are, so to say, “stupid”.", ["You", "are", "so", "to", "say", "stupid"]),
        ("a **stupid** _idiot_ *moron*!", ["a", "stupid", "idiot", "moron"]),
        ("f*** this sh*t, @sshole", ["f***", "this", "sh*t", "@sshole"]),
        ("don't! (1d10t)", ["don't", "1d10t"]),
        ("so s t u p i d of you", ["so", "s t u p i d", "of", "you"]),
        ("“s t u p i d”, (i d i o t)!", ["s t u p i d", "i d i o t"]),
        ("s.t.u.p.i.d and s-t-u-p-i-d", ["s.t.u.p.i.d", "and", "s-t-u-p-i-d"]),
        (
            "&#102;&#117;&#x63;&#107;, you; &lt;b&gt;",
            ["&#102;&#117;&#x63;&#107;", "you", "&lt;b&gt;"],
        ),
        ("> idiot\n- moron\n1. fool", ["idiot", "moron", "1", "fool"]),
        ("👩‍👩‍👧 idiot 🎉", ["👩‍👩‍👧", "idiot", "🎉"]),
        ("[Morons](https://example.org), all", ["Morons", "](https://example.org", "all"]),
        ("... !!! *** — ", []),
        ("", []),
    ],
)
def test_a_word_is_marked_without_what_surrounds_it(text: str, words: list[str]) -> None:
    """Punctuation and Markdown around a word stay unmarked; what disguises it belongs to it."""
    assert cores(text) == words


@given(st.text(max_size=300))
def test_words_stand_in_order_and_apart(text: str) -> None:
    """Whatever the text, its words lie in it one behind the other, each around its core."""
    end = 0
    for word in words_of(text):
        assert end <= word.start <= word.core[0] < word.core[1] <= word.end <= len(text)
        end = word.end


def test_an_endless_word_is_cut() -> None:
    """A text without a space is read in pieces of a hundred letters."""
    assert [len(core) for core in cores("a" * 250)] == [100, 100, 50]


def test_sentences_end_with_a_mark_or_a_line() -> None:
    """A full stop ends one, so does a new line, and what goes on for ever is cut."""
    text = "One. Two?! “Three.” four\nfive " + "word " * (2 * LONGEST_SENTENCE)
    words = list(words_of(text))
    lengths = [len(sentence) for sentence in sentences(words, most=100)]
    assert lengths == [1, 1, 1, 1, LONGEST_SENTENCE, LONGEST_SENTENCE, 1]


def test_many_sentences_are_read_together() -> None:
    """No more pieces than asked for, and no word is lost between them."""
    words = list(words_of("A word. " * 100))
    together = list(sentences(words, most=12))
    assert len(together) <= 12
    assert [word for some in together for word in some] == words


def test_halves_are_divided_between_sentences() -> None:
    """Where a piece has several sentences none is cut; a single one is cut in the middle."""
    several = list(words_of("One two. Three four five six seven eight."))
    assert [len(half) for half in halves(several)] == [2, 6]
    single = list(words_of("One two three four five."))
    assert [len(half) for half in halves(single)] == [2, 3]


def test_words_can_be_left_out() -> None:
    """What is left out goes, pairs included; the punctuation around it stays."""
    text = "Now shut up, please. Yes."
    words = list(words_of(text))
    shut_up = list(pairs(words))[1]
    assert text[slice(*shut_up.core)] == "shut up"
    assert without(text, words[:4], [shut_up]) == "Now , please."
    assert [overlap(shut_up, word) for word in words[:4]] == [False, True, True, False]


def test_lines_are_made_blank_in_place() -> None:
    """What is kept of a text stands where it stood; the rest has as many spaces as it had signs."""
    text = "> a 👩‍👩‍👧 quote\n>\n\nown words\r\n> more\nown words"
    kept = "\n\nown words\r\nown words"
    blank = only_lines(text, kept)
    assert len(blank) == len(text)
    assert blank.split() == ["own", "words", "own", "words"]
    assert [text.index("own"), text.rindex("own")] == [blank.index("own"), blank.rindex("own")]
    assert only_lines(text, text) == text


def test_lines_end_where_those_of_quotes_do() -> None:
    """What else Unicode counts as the end of a line ends none in Markdown."""
    body = "> You are all\u2028so kind to us.\n\nYou\u2028are\x0bmy\x85friend.\rBye."
    own = split(body, ["You are all so kind to us."]).own
    assert "kind" not in own
    blank = only_lines(body, own)
    assert len(blank) == len(body)
    assert blank.strip() == "You\u2028are\x0bmy\x85friend.\rBye."
