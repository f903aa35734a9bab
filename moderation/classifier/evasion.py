"""What a comment says once the ways to get past a classifier are undone.

In this order: the characters (lookalikes.py), l e t t e r s set apart by spaces or s.i.g.n.s,
foul words in two pieces (`stu pid`, `f-ck`), and the spelling of each word (respelling.py).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from moderation.classifier.lookalikes import plain_letters
from moderation.classifier.respelling import ODD, WORD, known_form, respelt
from moderation.classifier.spelling import FOUL, IN_VOCABULARY, price, words

_LETTER = r"(?:[^\W_]|[@$!])"
_SIGN = r"[.\-_*~·•\\|,;^]"
_DOTTED = re.compile(
    rf"(?<![^\W_]){_LETTER}(?:(?:{_SIGN}{{1,3}}{_LETTER}){{2,}}|(?:/{_LETTER}){{3,}})(?![^\W_])"
)
_SIGNS = re.compile(rf"{_SIGN}+|/")
_GAP = re.compile(rf"\s{{1,5}}(?:{_SIGN}{{1,3}}\s{{1,5}})?")
_SPACED = re.compile(rf"(?<![^\W_]){_LETTER}(?:{_GAP.pattern}{_LETTER}){{2,}}(?![^\W_])")

_PIECE = re.compile(r"[^\W\d_]+")
_BETWEEN_WORDS = re.compile(r"['’]|\S\s")
_MISSING = {
    (word[:place], word[place + 1 :]): word[place]
    for word in FOUL
    for place in range(1, len(word) - 1)
    if len(word) > 3
}
"""The letter that two pieces of a foul word lack."""
_PLAIN_WORD = 8.7
"""The price of the rarest words that are taken for themselves when they stand beside another."""

_ADDRESS = re.compile(
    r"((?<!\w)(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[A-Za-z]\S*)",
    re.IGNORECASE,
)


def undo(text: str) -> str:
    """The text as a reader is meant to understand it; mostly it is the text itself.

    Takes time in proportion to the length of the text, whatever it consists of.
    """
    parts = _ADDRESS.split(plain_letters(text))
    parts[::2] = map(_undone, parts[::2])
    return "".join(parts)


def _undone(text: str) -> str:
    """The part of a text that is no address."""
    seen = _SPACED.sub(_closed_up, _DOTTED.sub(_joined, text))
    seen = _put_together(seen)
    return WORD.sub(_respelt, seen) if ODD.search(seen) else seen


def _joined(match: re.Match[str]) -> str:
    letters = _SIGNS.sub("", match[0])
    return letters if _spell_something(letters) else match[0]


def _closed_up(match: re.Match[str]) -> str:
    """Single letters as words. Wider gaps are where words end; without any, the likeliest."""
    gaps: list[str] = _GAP.findall(match[0])
    letters = _GAP.sub("", match[0])
    if not _spell_something(letters):
        return match[0]
    usual = len(Counter(gaps).most_common(1)[0][0])
    ends = [place for place, gap in enumerate(gaps, 1) if len(gap) > usual]
    parts = [letters[begin:end] for begin, end in itertools.pairwise([0, *ends, len(letters)])]
    return " ".join(parts if ends else _words_in(letters))


def _spell_something(letters: str) -> bool:
    """Whether these are Latin letters in the main, or figures that stand for a foul word.

    Other languages have more words of a single letter, and Russian has three in a row.
    """
    found = sum(each.isascii() and each.isalpha() for each in known_form(letters))
    return (found > 1 and found * 2 > len(letters)) or respelt(letters).lower() in FOUL


def _words_in(letters: str) -> Iterator[str]:
    """The letters, cut into the likeliest words."""
    known = known_form(letters)
    if not (known.isascii() and known.isalpha()) or _is_one_word(letters):
        yield letters
        return
    begin = 0
    for word in words(known).found:
        yield letters[begin : begin + len(word)]
        begin += len(word)


def _is_one_word(letters: str) -> bool:
    return price(known_form(respelt(letters))) < IN_VOCABULARY


def _put_together(text: str) -> str:
    """Foul words in two pieces (`stu pid`), or with a sign for a letter (`f-ck`), as one."""
    kept: list[str] = []
    done = 0
    for one, other in itertools.pairwise(_PIECE.finditer(text)):
        gap = text[one.end() : other.start()]
        filling = _filling(known_form(one[0]), gap, known_form(other[0])) if len(gap) < 3 else None
        if filling is not None:
            kept += [text[done : one.end()], filling]
            done = other.start()
    return "".join([*kept, text[done:]])


def _filling(one: str, gap: str, other: str) -> str | None:
    """What goes between two pieces of a foul word; None where they are no such pieces."""
    if _BETWEEN_WORDS.search(gap) or (price(one) < _PLAIN_WORD and price(other) < _PLAIN_WORD):
        return None
    if len(one + other) > 3 and one + other in FOUL:
        return ""
    return _MISSING.get((one, other)) if gap in ("-", "_", ".") else None


def _respelt(match: re.Match[str]) -> str:
    return respelt(match[0]) if ODD.search(match[0]) else match[0]
