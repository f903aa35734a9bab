"""Whatever is sent is answered with numbers from 0 to 1, and in bounded time.

Nothing here is timed: what takes the square of a length would take hours on these texts, and
the test runner gives up after two minutes.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.classifier import Classifier
from moderation.classifier.evasion import undo
from moderation.classifier.reading import hidden

MEGABYTE = 1_000_000
CHANCE = random.Random(11)

ODD = {
    "empty": "",
    "blank": " \t\r\n\u00a0\u3000\u2028",
    "emoji": "🎉👩‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫",
    "NUL": "\x00a\x00",
    "lone surrogates": "\ud800 y\udfffou \udc00\ud800",
    "right to left": "\u202eyou are kind\u202c \u2066\u200f\u202e",
    "mixed scripts": "ಠ_ಠ 你好 Привет שלום hеllо नमस्ते ᏣᎳᎩ",
    "512 marks on one letter": "e" + "\u0301\u0323" * 256,
    "marks on nothing": "\u0301" * 512,
    "tags and selectors": "\U000e0061\ufe0f\u200d" * 20,
    "unassigned": "\U000e0fff\U0010ffff\uffff\ufdd0",
    "ligatures": "\ufdfa\ufb03ﷺ",
    "signs": "!@#$%^&*()_+-=[]{}|;':\",./<>?`~",
    "special tokens": "[CLS] [SEP] [MASK] [PAD]",
}

LONG = {
    "no space": "a" * MEGABYTE,
    "signs": "!$@*" * 50_000,
    "single letters": " ".join(CHANCE.choices("abcdefghijklmnopqrstuvwxyz", k=100_000)),
    "dotted letters": ".".join(CHANCE.choices("abcdefghijklmnopqrstuvwxyz", k=100_000)),
    "leet": " ".join("".join(CHANCE.choices("abc013457@$!*", k=9)) for _ in range(4_000)),
    "leet without a space": "".join(CHANCE.choices("abc013457@$!*", k=MEGABYTE)),
    "stretched": "".join(letter * 3 for letter in CHANCE.choices("abcdefgh", k=100_000)),
    "marks": "e\u0301\u0323\u0336" * 200_000,
    "a row of marks": "e" + "\u0301\u0323" * (MEGABYTE // 2),
    "nearly addresses": "a.a@a" * 100_000 + "http://" * 50_000,
    "look-alikes": "аb" * 200_000,
    "flags": "🇫" * 200_000,
    "overrides": "\u202ea" * 200_000,
    "gaps": ("a" + " " * 5 + "-") * 100_000 + ("a" + " " * 6) * 50_000,
    "pieces of foul words": "f ck sh it f-ck " * 30_000,
    "anything": "".join(chr(CHANCE.randrange(0x110000)) for _ in range(200_000)),
}

ALPHABET = st.one_of(
    st.characters(),
    st.sampled_from("aei1!$@*. -_fuckshit\u200b\u0301\u202e\u3000аеі𝕗🇫🅰ｆ\x00\ud800"),
)


def _answered(classifier: Classifier, text: str) -> bool:
    (scores,) = classifier.score([text])
    return tuple(scores) == classifier.labels and all(0 <= each <= 1 for each in scores.values())


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_texts_have_scores(bundled: Classifier, text: str) -> None:
    """Odd texts are answered by themselves, in the midst of words, and two hundred times over."""
    for each in (text, f"you are {text} kind", f"you{text}are", text * 200):
        assert _answered(bundled, each)


@given(st.lists(st.text(ALPHABET, max_size=60), max_size=3))
@settings(max_examples=40)
def test_any_texts_have_scores(bundled: Classifier, texts: list[str]) -> None:
    """Any strings at all are answered one by one, and never lower than as they are written."""
    written = bundled.raw.score(texts)  # type: ignore[attr-defined]  # it is a Reading
    answers = bundled.score(texts)
    assert len(answers) == len(texts)
    for one, other in zip(answers, written, strict=True):
        assert all(other[label] <= one[label] <= 1 for label in bundled.labels)


@given(st.text(ALPHABET))
@settings(max_examples=500)
def test_any_text_can_be_undone(text: str) -> None:
    """Undoing never fails, and never writes more than three letters for one."""
    assert len(undo(text)) <= 3 * len(text)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_long_texts_are_undone_in_bounded_time(text: str) -> None:
    """What was made to keep a program busy is undone in time to its length."""
    hidden(text)


@pytest.mark.parametrize("kind", ["signs", "marks", "a row of marks", "flags"])
def test_long_texts_have_scores(bundled: Classifier, kind: str) -> None:
    """Long rows of the same are read to their end, as written and undone."""
    assert _answered(bundled, LONG[kind])
