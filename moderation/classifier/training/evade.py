"""How people spell to get past a classifier, for training and for measuring.

Each kind is a function of a text and a source of chance, and gives the text respelt: only in
some of its longer words, as people do, so that the sentence stays legible.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Respell = Callable[[str, random.Random], str]

_WORD = re.compile(r"[A-Za-z]{3,}")
_MOST_WORDS = 0.6
"""The share of a text's words that are respelt."""

_LEET = {
    "a": "4@",
    "e": "3",
    "i": "1!",
    "o": "0",
    "s": "5$",
    "t": "7",
    "l": "1",
    "b": "8",
    "g": "9",
}
_LOOK_ALIKE = {
    "a": "а", "c": "с", "e": "е", "i": "і", "j": "ј", "o": "оο", "p": "р", "s": "ѕ", "x": "х",
    "y": "у", "v": "ν", "u": "υ", "n": "ո", "h": "һ", "k": "κ", "t": "т", "B": "В", "M": "М",
}  # fmt: skip
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_COMBINING = "\u0300\u0301\u0308\u0323\u0327\u0336\u035c"
_DOTS = ".-_*"
_REGIONAL_A = 0x1F1E6
_SQUARED_A = 0x1F170
_FULL_WIDTH = 0xFEE0


def evade(text: str, kind: str, chance: random.Random) -> str:
    """The text respelt in that way; at least one word of three letters or more, if it has one."""
    return KINDS[kind](text, chance)


def _words(text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    found = list(_WORD.finditer(text))
    if not found:
        return text
    chosen = {match.start() for match in found if chance.random() < _MOST_WORDS}
    chosen = chosen or {chance.choice(found).start()}
    return _WORD.sub(lambda m: change(m[0]) if m.start() in chosen else m[0], text)


def _letters(word: str, chance: random.Random, table: dict[str, str], share: float) -> str:
    """Some letters of the word by the table, at least one where it knows any."""
    known = [
        place for place, letter in enumerate(word) if letter in table or letter.lower() in table
    ]
    if not known:
        return word
    chosen = {place for place in known if chance.random() < share} or {chance.choice(known)}
    return "".join(
        chance.choice(table.get(letter) or table[letter.lower()]) if place in chosen else letter
        for place, letter in enumerate(word)
    )


def leet(text: str, chance: random.Random) -> str:
    """Digits and signs for letters: `1d10t`."""
    return _words(text, chance, lambda word: _letters(word, chance, _LEET, 0.5))


def homoglyphs(text: str, chance: random.Random) -> str:
    """Letters of other scripts that look the same."""
    return _words(text, chance, lambda word: _letters(word, chance, _LOOK_ALIKE, 0.5))


def zero_width(text: str, chance: random.Random) -> str:
    """Invisible characters between letters."""
    return _words(text, chance, lambda word: chance.choice(_ZERO_WIDTH).join(word))


def spacing(text: str, chance: random.Random) -> str:
    """A space between letters: `i d i o t`."""
    return _words(text, chance, " ".join)


def stretching(text: str, chance: random.Random) -> str:
    """A letter many times: `stuuuupid`."""

    def stretch(word: str) -> str:
        place = chance.randrange(len(word))
        return word[:place] + word[place] * chance.randint(3, 6) + word[place + 1 :]

    return _words(text, chance, stretch)


def dots(text: str, chance: random.Random) -> str:
    """A sign between letters: `i.d.i.o.t`."""
    return _words(text, chance, lambda word: chance.choice(_DOTS).join(word))


def mixed_case(text: str, chance: random.Random) -> str:
    """Large and small letters in turn or by chance."""
    return "".join(chance.choice((letter.upper(), letter.lower())) for letter in text)


def emoji_letters(text: str, chance: random.Random) -> str:
    """Letters as the squares and flags that emoji keyboards offer."""

    def change(word: str) -> str:
        first = chance.choice((_REGIONAL_A, _SQUARED_A))
        join = "\u200b" if first == _REGIONAL_A else ""
        return join.join(chr(first + ord(letter) - ord("a")) for letter in word.lower())

    return _words(text, chance, change)


def combining(text: str, chance: random.Random) -> str:
    """Marks stacked on letters."""

    def change(word: str) -> str:
        return "".join(
            letter + "".join(chance.choices(_COMBINING, k=chance.randint(0, 3))) for letter in word
        )

    return _words(text, chance, change)


def full_width(text: str, chance: random.Random) -> str:
    """The wide forms that East Asian keyboards write."""
    return _words(
        text, chance, lambda word: "".join(chr(ord(letter) + _FULL_WIDTH) for letter in word)
    )


def censored(text: str, chance: random.Random) -> str:
    """An asterisk for a letter inside the word: `st*pid`."""

    def change(word: str) -> str:
        place = chance.randrange(1, len(word) - 1)
        return word[:place] + chance.choice("*#") + word[place + 1 :]

    return _words(text, chance, change)


def swapped(text: str, chance: random.Random) -> str:
    """Two neighbouring letters inside the word exchanged, or one left out: `stpuid`."""

    def change(word: str) -> str:
        if len(word) < 5:
            return word
        place = chance.randrange(1, len(word) - 2)
        pair = word[place + 1] + word[place] if chance.random() < 0.7 else word[place]
        return word[:place] + pair + word[place + 2 :]

    return _words(text, chance, change)


KINDS: dict[str, Respell] = {
    "leet": leet,
    "homoglyphs": homoglyphs,
    "zero-width": zero_width,
    "spacing": spacing,
    "stretching": stretching,
    "dots": dots,
    "mixed case": mixed_case,
    "emoji letters": emoji_letters,
    "combining marks": combining,
    "full-width": full_width,
}
"""The ten kinds that are undone before scoring, by the name of each."""

MORE_KINDS: dict[str, Respell] = {"censored": censored, "swapped": swapped}
"""What nothing undoes and the model must read by itself."""
