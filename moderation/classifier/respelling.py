"""A word in its usual spelling: without digits and signs for letters, and not stretched.

Every respelling is weighed by spelling.py, and only one that is clearly the better known word
counts. So `m0r0n`, `$tup1d`, `f**k` and `stuuupid` are respelt, while `mp3`, `H2O`, `10am`,
`$100` and `sha256` are let be.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from moderation.classifier.lookalikes import without_accents
from moderation.classifier.spelling import FOUL, IN_VOCABULARY, cost, price

LEET = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "li", "+": "t", "€": "e", "£": "l", "¥": "y",
    "¢": "c", "§": "s", "×": "x", "*": "uioae", "#": "huioae",
}  # fmt: skip
"""What stands for which letters, the likelier first."""

_SIGNS = re.escape("".join(LEET))
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
ODD = re.compile(rf"[{_SIGNS}]|{_STRETCHED.pattern}", re.IGNORECASE)
"""What has to be in a text before any of its words can be respelt."""
WORD = re.compile(rf"(?:[^\W_]+|[{_SIGNS}]+)+")
"""Letters and what may stand for them."""

SLIP = re.compile(
    r"(?<![^\W_])(?=[A-Za-z]*?(?:([A-Za-z])\1|[lI]))[A-Za-z]{4,15}(?![^\W_])", re.IGNORECASE
)
"""Words in which a letter is doubled, or may pass for another one."""
_HONEST = frozenset({"annus", "looser", "loosers", "pennis", "rappe", "twatt"})
_DOUBLED = {
    word[:place] + word[place] + word[place:]: word
    for word in FOUL
    for place in range(len(word))
    if len(word) > 3
}
_EXCHANGED = str.maketrans("Il", "lI")

_STARRED = re.compile(r"(?=.{4,18}$)[a-z0-9@$!]+[*#]+[a-z0-9@$!*#]*", re.IGNORECASE)
_POWER = re.compile(r"\d[*]|[*]\d")
"""A figure beside an asterisk: 2*a, k**3."""
_AMONG_LETTERS = re.compile("[a-z][^a-z]+[a-z]")
_NAME_WITH_NUMBER = re.compile(r"[a-z]?\d+")
"""A figure, a road, a telephone: A55."""
_NUMBER_WITH_UNIT = re.compile(r"\d+[a-z]{1,2}|\d\d+[a-z]{3}|@[a-z]{1,3}")
"""10ft, 100k, or a short name that is spoken to."""

_MARKS = "*#+|×!"
"""What stands around words for emphasis."""
_LONGEST = 40
_MOST_READINGS = 64
_COMMON = 6.0
"""The price of some 400 words, which even with a digit at an end are more likely than a number."""
_CLEARLY = 0.55
"""A respelling counts if its price is less than this part of the price as written."""


def unslipped(word: str) -> str:
    """The foul word in which a letter is doubled (`iddiot`), or `l` and `I` pass for each other (`kiII`)."""
    written = word.lower()
    if written in FOUL or written in _HONEST:
        return word
    looks = (word.replace("I", "l"), word.replace("l", "I"), word.translate(_EXCHANGED))
    foul = (each for each in map(str.lower, looks) if each in FOUL)
    return _DOUBLED.get(written) or next(foul, word)


def known_form(word: str) -> str:
    """The word as spelling.py knows it: in small letters without accents."""
    return without_accents(word).lower()


def _is_word(word: str) -> bool:
    return price(known_form(word)) < IN_VOCABULARY


def respelt(written: str) -> str:
    """The word as written, or what it is clearly meant to be."""
    core = written.strip(_MARKS)
    if len(core) > _LONGEST:
        core = _STRETCHED.sub(r"\1\1\1", core)
    if not core or len(core) > _LONGEST:
        return written
    head = written[: len(written) - len(written.lstrip(_MARKS))]
    tail = written[len(written.rstrip(_MARKS)) :]
    # Rows of marks are cut short, so that what is remembered is; and a "!" may be a letter.
    inner, rest = core + tail[:8], tail[8:]
    letter = head[-1:] + inner
    if (found := _weighed(letter)) != letter:
        return head[:-1] + found + rest
    return head + _weighed(inner) + rest


@lru_cache(maxsize=4096)
def _weighed(written: str) -> str:
    stem = _without_marks(written)
    if found := _starred_out(written):
        return found
    if found := _starred_out(stem):
        return written.replace(stem, found, 1)
    best = min(_likely(stem), key=lambda each: cost(known_form(each)))
    return written.replace(stem, best, 1) if _is_meant(stem, best) else written


def _without_marks(written: str) -> str:
    """The word without emphasis around it, and without `!` and `!!1!` behind it."""
    stem = written.lstrip("*#+|×").rstrip("*#|×!")
    bare = stem.rstrip("!1")
    return bare if "!" in stem[len(bare) :] and not _is_word(_likely(stem)[0]) else stem


def _starred_out(word: str) -> str | None:
    """The foul word that `f**k` brings to mind."""
    if not _STARRED.fullmatch(word) or _POWER.search(word):
        return None
    letters = ("." if each in "*#" else f"[{LEET.get(each, each)}]" for each in word.lower())
    return next(filter(re.compile("".join(letters)).fullmatch, FOUL), None)


def _likely(stem: str) -> list[str]:
    """All readings that are words; where none is, those by the likeliest letters."""
    found = list(itertools.islice(_readings(stem), _MOST_READINGS))
    return list(filter(_is_word, found)) or found[:2]


def _readings(stem: str) -> Iterator[str]:
    for letters in itertools.product(*(LEET.get(each, each) for each in stem)):
        yield from _unstretched("".join(letters))


def _unstretched(word: str) -> Iterator[str]:
    """The word with each letter that comes three times or more there but once, or twice."""
    parts = _STRETCHED.split(word)
    runs = [(letter, letter * 2) for letter in parts[1::2]]
    for chosen in itertools.product(*runs):
        yield "".join(itertools.chain(*zip(parts[::2], (*chosen, ""), strict=True)))


def _is_meant(stem: str, best: str) -> bool:
    """Whether `best` is what the stem was made from, rather than something it can be read as."""
    written, meant = known_form(stem), known_form(best)
    if written == meant or _is_word(written) or len(set(written)) == 1:
        return False
    if written.isalpha():
        return True
    if len(meant) < 3 or _NAME_WITH_NUMBER.fullmatch(written):
        return False
    return meant in FOUL or (
        cost(meant) < _CLEARLY * _cost_as_written(written) and _looks_like_a_word(written, meant)
    )


def _looks_like_a_word(written: str, meant: str) -> bool:
    letters = sum(map(str.isalpha, written))
    if not _is_word(meant):
        return letters > 3 and letters * 3 > len(written) * 2
    if _NUMBER_WITH_UNIT.fullmatch(written):
        return letters > 1 and cost(meant) < _COMMON and written[1].isalpha()
    among_letters = _AMONG_LETTERS.search(written) is not None
    return among_letters or letters * 2 >= len(meant) > 3 or (letters > 0 and cost(meant) < _COMMON)


def _cost_as_written(word: str) -> float:
    """A tokenizer takes signs for words of their own."""
    letters = "".join(each if each.isalnum() else " " for each in word).split()
    return sum(map(cost, letters)) + sum(not each.isalnum() for each in word) * _COMMON
