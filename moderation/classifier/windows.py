"""A text of any length in pieces that the model can read, so that nothing goes unread."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike
from tokenizers import Tokenizer

from moderation.text import well_formed

OVERLAP = 64
"""Tokens that two neighbouring windows share: a sentence that one of them cuts is whole in the
other."""

# A word-piece tokenizer gives up on a word of more than 100 characters and passes on a mere
# "unknown": whoever leaves out the spaces would not be read at all.
_ENDLESS_WORD = re.compile(r"\w{100}(?=\w)")

# A tokenizer takes some 500 bytes a character while it works and keeps them for the next text.
_PIECE = 20_000
_PIECE_OVERLAP = 500

Window = tuple[int, ...]


def readable(text: str) -> str:
    """The text as a tokenizer can take it: no half characters, no endless words."""
    return _ENDLESS_WORD.sub(r"\g<0> ", well_formed(text))


class Windows:
    """Cuts texts into overlapping windows of at most `width` tokens."""

    def __init__(self, tokenizer: Tokenizer, width: int) -> None:
        # A copy, because the tokenizer's owner may set other limits on it.
        self._tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(width, stride=OVERLAP)

    def of(self, text: str) -> list[Window]:
        """The token ids of each window, special tokens included; the same window only once."""
        return list(self.each_of(text))

    def each_of(self, text: str) -> Iterator[Window]:
        """The same one by one, for a text whose windows would fill the memory."""
        seen: set[bytes] = set()
        for piece in _pieces(readable(text)):
            first = self._tokenizer.encode(piece)
            for part in (first, *first.overflowing):
                digest = blake2b(array("q", part.ids).tobytes(), digest_size=16).digest()
                if digest not in seen:
                    seen.add(digest)
                    yield tuple(part.ids)


def _pieces(text: str) -> Iterator[str]:
    """The text itself, or overlapping pieces of one that is longer than any comment."""
    for start in range(0, max(len(text), 1), _PIECE):
        yield text[start : start + _PIECE + _PIECE_OVERLAP]


def strongest(labels: Sequence[str], rows: Sequence[ArrayLike]) -> dict[str, float]:
    """Each label with its highest value among the rows, one row of probabilities a window."""
    highest = np.max(np.asarray(rows, dtype=np.float64), axis=0)
    if not np.isfinite(highest).all():
        raise ArithmeticError("the model computed something that is no number")
    return dict(zip(labels, highest.tolist(), strict=True))
