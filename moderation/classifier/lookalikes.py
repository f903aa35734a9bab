"""A text in plain letters: what it looks like to a reader, whatever its characters are.

A letter in fancy dress (full-width, mathematical, circled, small capital) is always the letter
it is named for. A letter of another script is the Latin one that it looks like only where it
poses as Latin: in a word that mixes scripts, or among Latin words and with a twin for every
letter of its word. Genuine Greek and Russian are let be, and so are accents and flags.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from moderation.classifier.alphabets import (
    REGIONAL,
    SIMILAR,
    STYLED,
    TWINS,
    UNACCENTED,
    UNSTROKED,
)
from moderation.classifier.spelling import IN_VOCABULARY, cost

# Unicode's Default_Ignorable_Code_Point, and the controls that are no white space.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_REVERSED = re.compile("\u202e([^\u202c\n]+)")
_MARKED = re.compile(
    "(\\S)([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+)"
)
_FLAGS_OR_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
_LATIN_LETTER = re.compile("[A-Za-z]")
_OTHER_LETTER = re.compile(r"[^\W\d_\x00-\u02ff]")


def plain_letters(text: str) -> str:
    """The text without what is unseen or stacked on letters, and in plain letters.

    What is made to run from right to left is turned round. Linear in the length of the text.
    """
    seen = undressed(text)
    if seen.isascii():
        return seen
    latin = _is_latin(seen)
    return _WORD.sub(lambda word: _plain_word(word[0], latin), seen)


def undressed(text: str) -> str:
    """The first half of `plain_letters`: no letter becomes one of another script."""
    seen = _REVERSED.sub(lambda run: run[1][::-1], text)
    seen = _UNSEEN.sub("", seen)
    if seen.isascii():
        return seen
    seen = _MARKED.sub(_unmarked, seen).translate(STYLED)
    return _FLAGS_OR_LETTERS.sub(_flag_or_letters, seen)


def without_accents(word: str) -> str:
    """Each accented Latin letter as its plain one; the length stays the same."""
    return word if word.isascii() else word.translate(UNACCENTED)


def _unmarked(match: re.Match[str]) -> str:
    """An accented letter where there is such a one, else the bare one.

    Long rows of marks never get to `normalize`, which takes the square of their number.
    """
    letter, marks = match.groups()
    composed = unicodedata.normalize("NFC", letter + marks) if len(marks) <= 2 else letter
    return composed if len(composed) == 1 else letter


def _flag_or_letters(match: re.Match[str]) -> str:
    """Two regional indicators are a flag; one alone, or a longer row, is letters."""
    return match[0] if len(match[0]) == 2 else match[0].translate(REGIONAL)


def _is_latin(text: str) -> bool:
    """Whether the text is mainly Latin, or could pose as such nearly from end to end.

    Of Russian or Greek in earnest more than a quarter of the letters look like nothing Latin.
    """
    others = _OTHER_LETTER.findall(text)
    latin = len(_LATIN_LETTER.findall(text))
    strangers = sum(each not in TWINS for each in others)
    return latin >= len(others) or strangers * 20 <= latin + len(others)


def _plain_word(word: str, latin: bool) -> str:
    if word.isascii():
        return word
    if _mixes_scripts(word) or (latin and all(each in TWINS or each.isascii() for each in word)):
        word = word.translate(SIMILAR)
    bare = word.translate(UNSTROKED)
    if bare != word and len(word) < _LONGEST and cost(bare.lower()) < IN_VOCABULARY:
        word = bare
    accented = sum(ord(letter) in UNACCENTED for letter in word)
    return without_accents(word) if accented > 2 and accented * 2 > len(word) else word


def _mixes_scripts(word: str) -> bool:
    return len({_script(letter) for letter in set(word) if letter.isalpha()}) > 1


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """LATIN, CYRILLIC and so on: what the letter's name in Unicode begins with."""
    return unicodedata.name(letter, "").partition(" ")[0]
