"""A text in sentences and words, each with its place, for what looks at one piece at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from moderation.classifier.quotes import LINE

LONGEST_SENTENCE = 40
"""Words. A longer one is cut: among too many others no single word is missed."""

_OPENING, _CLOSING = r"[\"'“‘„«‹(\[{<>.,;:…¡¿–—-]*", r"[\"'”’“»›)\]}<>.,;:!?…–—-]*"

# A word is what stands between spaces. Signs that each stand alone, three or more, are a word
# that was s p a c e d out. The text of a link ends where its address begins, and what goes on for
# ever is cut where a tokenizer would give it up.
_SPACED_OUT = rf"(?<!\S){_OPENING}\S(?:\s{{1,5}}\S){{2,40}}{_CLOSING}(?!\S)"
_UP_TO_ADDRESS = r"\S(?:(?!\]\()\S){0,99}"
_WORD = re.compile(rf"{_SPACED_OUT}|{_UP_TO_ADDRESS}")
_CORE = re.compile(
    rf"{_OPENING}(?P<emphasis>[*_~]{{0,3}}){_OPENING}"
    rf"(?P<core>.*?(?:&\#?\w{{1,32}};)?){_CLOSING}(?P=emphasis){_CLOSING}",
    re.DOTALL,
)
_LAST_OF_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]*_]*$")


@dataclass(frozen=True)
class Word:
    """Where a word stands, from `start` up to and without `end`, and in which sentence.

    `core` is the same without the punctuation and Markdown around it.
    """

    start: int
    end: int
    core: tuple[int, int]
    sentence: int


Words = Sequence[Word]
"""Neighbours, in their order."""


def words_of(text: str) -> Iterator[Word]:
    """The words of the text; what is nothing but punctuation is none."""
    sentence = length = end = 0
    for match in _WORD.finditer(text):
        if length == LONGEST_SENTENCE or (length and "\n" in text[end : match.start()]):
            sentence, length = sentence + 1, 0
        start, end = match.span()
        core = _CORE.fullmatch(text, start, end)
        if core and core["core"].strip("*_~"):
            yield Word(start, end, core.span("core"), sentence)
            length += 1
        if length and _LAST_OF_SENTENCE.search(match[0]):
            sentence, length = sentence + 1, 0


def sentences(words: Words, most: int) -> Iterator[Words]:
    """The sentences; several together where there are more than `most`."""
    several = -(-(words[-1].sentence + 1) // most)
    return (list(some) for _, some in groupby(words, lambda word: word.sentence // several))


def halves(words: Words) -> tuple[Words, Words]:
    """The first and the second half, divided between two sentences where there are several."""
    middle = len(words) // 2
    firsts = [at for at in range(1, len(words)) if words[at].sentence > words[at - 1].sentence]
    at = min(firsts, key=lambda first: abs(first - middle), default=middle)
    return words[:at], words[at:]


def pairs(words: Words) -> Iterator[Word]:
    """Each two neighbours as one word."""
    for one, other in pairwise(words):
        yield Word(one.start, other.end, (one.core[0], other.core[1]), other.sentence)


def overlap(one: Word, other: Word) -> bool:
    """Whether the two share any part of the text."""
    return one.start < other.end and other.start < one.end


def without(text: str, words: Words, left_out: Iterable[Word]) -> str:
    """These neighbours as they stand in the text, but for some of them."""
    kept, at = [], words[0].start
    for start, end in sorted(word.core for word in left_out):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at : words[-1].end]])


def only_lines(text: str, kept: str) -> str:
    """The text with every line made blank that is not in `kept`, which has some of its lines.

    Whatever is left stands where it stood.
    """
    lines = iter([line for line in LINE.findall(kept) if line.strip()])
    following = next(lines, None)
    parts: list[str] = []
    for line in LINE.findall(text):
        if line == following:
            parts.append(line)
            following = next(lines, None)
        else:
            parts.append("".join(sign if sign in "\r\n" else " " for sign in line))
    return "".join(parts)
