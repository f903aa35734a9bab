"""Which words of a comment are its author's own, and which are quoted.

A quote is what Markdown shows as one: lines that begin with `>`, nested or in a list, and not a
line of code that does. Their author's own words decide about a comment; quoted words are scored
apart, so that whoever answers an insult by quoting it does not wait for having been insulted.

The mark alone proves nothing, and an insult is no better for being marked. So words count as
quoted only where they stand, one after the other, in a comment that this one answers (directly
or further up). Anything else in a quote is its author's own: made-up quotes, quotes from
elsewhere, what was added to a true one, and pieces so short that they could be put together to
mean anything. A comment that is nothing but a quote has no own words to decide by; then the quote
decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moderation.text import blocks, plain, well_formed

SHORTEST = 12
"""Characters. What is shorter occurs anywhere."""

LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|$)")
"""A line as Markdown has it, its end included: what else Unicode knows of ends none."""
_ONLY_MARKS = re.compile(r"[ \t]*>[> \t]*")
_NO_SIGN = re.compile(r"[PZC]")
"""Unicode's categories of punctuation, spaces, and what is not seen."""


class Words(NamedTuple):
    """A comment in two parts. `own` is the body as written where nothing is quoted."""

    own: str
    quoted: str


class _Block(NamedTuple):
    """A paragraph or code in a quote: its first line in the body, and its lines."""

    start: int
    lines: list[str]


def split(body: str, answered: Sequence[str] | None) -> Words:
    """The author's own words and the quoted ones, of a body that is Markdown.

    `answered` are the bodies of the comments that this one answers; None believes every quote,
    which is enough where nothing depends on it.
    """
    if ">" not in body:
        return Words(body, "")
    source = None if answered is None else _source(answered)
    quoted: dict[int, str] = {}
    for block in _quoted_blocks(body):
        for number in _true_lines(block, source):
            quoted[block.start + number] = block.lines[number]
    own = _without(body, quoted)
    if not quoted or not _signs(plain(own)):
        return Words(body, "")
    return Words(own, "\n".join(quoted[number] for number in sorted(quoted)))


def own_words(body: str) -> str:
    """What its author wrote, every quote believed."""
    return split(body, None).own


def _quoted_blocks(body: str) -> Iterator[_Block]:
    depth = 0
    for token in blocks(body):
        if token.type.startswith("blockquote"):
            depth += token.nesting
        elif depth and token.map and token.type in ("inline", "fence"):
            inside = 1 if token.type == "fence" else 0  # its first line is the mark itself
            yield _Block(token.map[0] + inside, token.content.removesuffix("\n").split("\n"))


def _true_lines(block: _Block, source: str | None) -> Iterator[int]:
    """The numbers of those lines that stand in the source, each run as long as it can be."""
    if source is None:
        yield from range(len(block.lines))
        return
    signs = [_signs(plain(line)) for line in block.lines]
    start = 0
    while start < len(signs):
        length, run = _longest_run(signs[start:], source)
        if len(run) >= SHORTEST:
            yield from range(start, start + length)
        start += max(length, 1)


def _longest_run(signs: Sequence[str], source: str) -> tuple[int, str]:
    """How many of the first lines stand in the source one after the other, and their signs."""
    run = ""
    for number, line in enumerate(signs):
        longer = f"{run} {line}".strip()
        if f" {longer} " not in source:
            return number, run
        run = longer
    return len(signs), run


def _without(body: str, quoted: dict[int, str]) -> str:
    """The body without those lines; a line of mere marks between them becomes empty."""
    if not quoted:
        return body
    lines = enumerate(LINE.findall(body))
    kept = (line for number, line in lines if number not in quoted)
    return "".join("\n" if _ONLY_MARKS.fullmatch(line.rstrip("\r\n")) else line for line in kept)


def _source(answered: Sequence[str]) -> str:
    return "\n".join(f" {_signs(plain(body))} " for body in answered)


def _signs(text: str) -> str:
    """What readers see of a text, for comparing: words in small letters, one space between."""
    folded = unicodedata.normalize("NFKC", well_formed(text)).casefold()
    signs = (" " if _NO_SIGN.match(unicodedata.category(sign)) else sign for sign in folded)
    return " ".join("".join(signs).split())
