"""Which spellings are known, and where spaces belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier.spelling import FOUL, IN_VOCABULARY, cost, price, words


def test_common_words_are_cheap_and_made_up_ones_dear() -> None:
    """A word costs the more the rarer it is, and most where it has to be pieced together."""
    assert cost("the") < cost("bridge") < cost("abutments") < cost("xqzvkw")


def test_the_price_is_that_of_whole_words() -> None:
    """What has to be pieced together has no price, and no foul word has to be."""
    assert price("bridge") == cost("bridge") < IN_VOCABULARY < price("xqzvkw")
    assert all(price(word) < IN_VOCABULARY for word in FOUL)


@pytest.mark.parametrize(
    ("letters", "read"),
    [
        ("youareanidiot", "you are an idiot"),
        ("thisisastupidarticle", "this is a stupid article"),
        ("thecouncilmetontuesday", "the council met on tuesday"),
        ("idiot", "idiot"),
        ("", ""),
    ],
)
def test_spaces_go_where_words_end(letters: str, read: str) -> None:
    """Letters without spaces are read as the likeliest words."""
    assert " ".join(words(letters).found) == read


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=50))
def test_no_letter_is_lost(letters: str) -> None:
    """Whatever the words, they are made of the very letters, and cost no more than one word."""
    read = words(letters)
    assert "".join(read.found) == letters
    assert read.cost <= cost(letters)


def test_very_many_letters_are_read() -> None:
    """More letters than anybody writes are read part by part, to the last."""
    letters = "youareanidiot" * 1_000
    assert "".join(words(letters).found) == letters
    assert words(letters).found.count("idiot") > 900
