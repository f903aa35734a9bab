"""Lists of literal words: which of them a text has, as written and with its evasions undone.

An entry is a word or a phrase, never a pattern, save that a `*` at its end stands for any further
letters. Entries match whole words, whatever their case: `ass` is not in `class`. Where a script
puts no space between words (Chinese, Japanese, Thai), each sign counts as a word.

A text is cut into its words once and each is looked up, so that ten thousand entries cost no
more than ten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from moderation.classifier.evasion import undo

ANY_ENDING = "*"
MOST_TOLD = 10
"""Of each list: a verdict names so many of the words that matched, and is stored with every hold."""

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese."""


def _ranges(categories: Iterable[str]) -> str:
    """The characters of these Unicode categories, for a set in a regular expression."""
    wanted = tuple(categories)
    places = (place for place in range(0x80, 0x1F000) if unicodedata.category(chr(place)) in wanted)
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


_MARKS = _ranges(("Mn", "Mc"))
_UNSEEN = re.compile(f"[{_ranges(['Cf'])}\ufe00-\ufe0f\U000e0000-\U000e01ef]+")
_WORD = re.compile(rf"[{_SPACELESS}][{_MARKS}]*|(?:(?![{_SPACELESS}])[^\W_]|[{_MARKS}])+|[^\s\w]|_")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]")
_GAPS = re.compile(r"[\s.\-_*]+")
_SPELT = re.compile(r"(?<![^\W_])[^\W_](?:[\s.\-_*]{1,3}[^\W_]){2,}(?![^\W_])")
"""A word spelt out. Undoing evasions cuts such letters into the likeliest words; listed words may
be none that anybody would guess."""

_SIGNS = "@$!|+€"
_DISGUISED = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+")
_FOR_LETTERS = str.maketrans("012345789@$!|+€l", "oizeastbgasiitei")
"""Figures and signs as the letters that they stand for; one and `l` stand for the same."""

_LETTERS = re.compile(r"[^\W_]")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc", "'''")

Matches = dict[str, list[str]]
"""By the name of a list: its entries that matched, as they stand in the list."""


class _Entry(NamedTuple):
    """An entry by what comes after its first word."""

    rest: tuple[str, ...]
    any_ending: bool
    list_name: str
    written: str


class Matcher:
    """Some lists, ready to be looked up in. Never changes, and may be used by many threads."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        """`lists` by their names."""
        self._exact: dict[str, list[_Entry]] = {}
        self._beginnings: dict[str, list[_Entry]] = {}
        for name, entries in lists.items():
            for written in entries:
                self._add(name, written)
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._of_letters = _by_letters(self._exact)
        self._of_first_letters = _by_letters(self._beginnings)

    def found(self, *texts: str) -> Matches:
        """What the texts have, as written and undone; lists of which they have nothing are absent."""
        if not self._exact and not self._beginnings:
            return {}
        hits: dict[tuple[str, str], None] = {}
        for text in texts:
            undone = undo(text)
            for reading in (text,) if undone == text else (text, undone):
                hits |= dict.fromkeys(self._hits(words_of(reading)))
            for word in [*_spelt_out(text), *self._meant(text)]:
                hits |= dict.fromkeys(self._hits(words_of(word)))
        matches: Matches = {}
        for name, written in hits:
            told = matches.setdefault(name, [])
            if len(told) < MOST_TOLD:
                told.append(written)
        return matches

    def _add(self, name: str, written: str) -> None:
        words, any_ending = _parsed(written)
        if not words:
            return
        entry = _Entry(tuple(words[1:]), any_ending, name, written)
        index = self._beginnings if any_ending and not entry.rest else self._exact
        index.setdefault(words[0], []).append(entry)

    def _meant(self, text: str) -> Iterable[str]:
        """Listed words that are written with figures and signs for letters.

        Undoing evasions knows only words that anybody would guess; these are listed.
        """
        for word in _in_disguise(text):
            letters = word.translate(_FOR_LETTERS)
            yield from self._of_letters.get(letters, ())
            for length in self._lengths:
                yield from self._of_first_letters.get(letters[:length], ())

    def _hits(self, words: Sequence[str]) -> Iterable[tuple[str, str]]:
        for place, word in enumerate(words):
            for entry in self._exact.get(word, ()):
                if not entry.rest or _goes_on(entry, words, place + 1):
                    yield entry.list_name, entry.written
            for length in self._lengths:
                if length > len(word):
                    break
                for entry in self._beginnings.get(word[:length], ()):
                    yield entry.list_name, entry.written


def _by_letters(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by what they look like, once figures and signs are letters."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word.translate(_FOR_LETTERS), []).append(word)
    return found


def _in_disguise(text: str) -> Iterable[str]:
    """Words that have both letters and what may stand for one; a `!` at the end may be only that."""
    found = _DISGUISED.findall(text.lower() if text.isascii() else _folded(text))
    for written in dict.fromkeys(found):
        if not written.isalpha():
            for word in (written, written.rstrip("!|+")):
                if 0 < sum(map(str.isalpha, word)) < len(word):
                    yield word


def _spelt_out(text: str) -> Iterable[str]:
    for spelt in _SPELT.finditer(text):
        yield _GAPS.sub("", spelt[0])


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, and each sign between them; no spaces."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return _WORD.findall(_UNSEEN.sub("", _folded(text)))


def tidied(entry: str) -> str:
    """An entry as it is kept: no space around it, and one between its words."""
    return " ".join(entry.split())


def key_of(entry: str) -> tuple[tuple[str, ...], bool]:
    """What an entry matches: two entries with the same key are the same."""
    words, any_ending = _parsed(entry)
    return tuple(words), any_ending


def matches_something(entry: str) -> bool:
    """Whether an entry has a word or a sign besides the `*` at its end."""
    return bool(_parsed(entry)[0])


def _parsed(entry: str) -> tuple[list[str], bool]:
    """The words of an entry, and whether its last one may go on."""
    words = words_of(entry)
    any_ending = len(words) > 1 and words[-1] == ANY_ENDING and bool(_LETTERS.match(words[-2]))
    if any_ending or words == [ANY_ENDING]:
        words.pop()
    return words, any_ending


def _goes_on(entry: _Entry, words: Sequence[str], place: int) -> bool:
    """Whether the words from `place` on are the rest of a phrase."""
    following = tuple(words[place : place + len(entry.rest)])
    if not entry.any_ending:
        return following == entry.rest
    return (
        len(following) == len(entry.rest)
        and following[:-1] == entry.rest[:-1]
        and following[-1].startswith(entry.rest[-1])
    )


def _folded(text: str) -> str:
    """Compatible forms and cases of a letter as one, and every apostrophe as the plain one."""
    once = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    return unicodedata.normalize("NFKC", once)
