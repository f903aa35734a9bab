"""How long texts are cut, seen through the real tokenizer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from moderation.classifier.pinned import BUNDLED, TOKENIZER
from moderation.classifier.windows import OVERLAP, Windows, readable, strongest

TOKENIZE = Tokenizer.from_str(BUNDLED.read(TOKENIZER).decode())
TOKENIZE.no_truncation()
WIDTH = 96
CLS, SEP, UNKNOWN = 101, 102, 100


def _ids(text: str) -> list[int]:
    ids: list[int] = TOKENIZE.encode(text, add_special_tokens=False).ids
    return ids


@given(st.lists(st.sampled_from(["the", "council", "built", "bridges", "unbelievably", "!"])))
@settings(max_examples=50)
def test_windows_lie_end_to_end_over_the_text(words: list[str]) -> None:
    """Every token is in a window, in order, and neighbours share the overlap."""
    text = " ".join(f"{word} {number}" for number, word in enumerate(words * 20))
    windows = Windows(TOKENIZE, WIDTH).of(text)
    read = list(windows[0][1:-1])
    for window in windows[1:]:
        assert list(window[1 : 1 + OVERLAP]) == read[-OVERLAP:]
        read += window[1 + OVERLAP : -1]
    assert read == _ids(text)
    assert all(len(window) <= WIDTH for window in windows)
    assert all((window[0], window[-1]) == (CLS, SEP) for window in windows)


def test_a_text_that_fits_is_one_window() -> None:
    """A short text is read as the model's own tokenizer would have it read."""
    text = "hello there, neighbour"
    assert Windows(TOKENIZE, WIDTH).of(text) == [tuple(TOKENIZE.encode(text).ids)]


def test_an_empty_text_is_one_window() -> None:
    """Even nothing is something to read: the two special tokens."""
    assert Windows(TOKENIZE, WIDTH).of("") == [(CLS, SEP)]


def test_the_same_window_is_read_once() -> None:
    """A text that repeats itself for many pages costs no more than its different parts."""
    assert len(Windows(TOKENIZE, WIDTH).of("!" * 200_000)) < 5


def test_a_very_long_text_is_read_to_its_end() -> None:
    """Texts that are tokenized in pieces lose no word where the pieces meet."""
    text = " ".join(f"word{number}" for number in range(20_000))
    seen = {token for window in Windows(TOKENIZE, WIDTH).of(text) for token in window}
    assert set(_ids(text)) <= seen


def test_the_owners_tokenizer_is_left_alone() -> None:
    """Cutting for one model sets no limit on the tokenizer it was made from."""
    Windows(TOKENIZE, WIDTH)
    assert TOKENIZE.truncation is None


@pytest.mark.parametrize("text", ["a" * 101, "a" * 1000, "é" * 500, "a" * 99 + " " + "b" * 101])
def test_endless_words_are_no_mystery(text: str) -> None:
    """A word that is too long for the tokenizer is read in parts, not as an unknown."""
    assert UNKNOWN in _ids(text)
    assert UNKNOWN not in _ids(readable(text))
    assert readable(text).replace(" ", "") == text.replace(" ", "")


def test_ordinary_words_stay_whole() -> None:
    """A hundred letters are let be, and so is an address, which its marks divide."""
    for text in ("a" * 100, "https://example.com/" + "abc/" * 50, "don't"):
        assert readable(text) == text


def test_the_strongest_window_counts() -> None:
    """Each label has its highest value of any window."""
    rows = [[0.1, 0.9], [0.3, 0.2]]
    assert strongest(("insult", "threat"), rows) == {"insult": 0.3, "threat": 0.9}


def test_what_is_no_number_is_an_error() -> None:
    """A model gone wrong raises; its comment then waits, instead of passing as harmless."""
    with pytest.raises(ArithmeticError):
        strongest(("insult",), [[0.1], [np.nan]])
