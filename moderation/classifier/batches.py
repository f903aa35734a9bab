"""Windows side by side: as many as keep a model busy, and no more than memory is meant to hold.

A model computes a batch as wide as its longest row. So windows of about one length go together,
and a batch ends at a number of tokens, padding included: bigger ones made a BERT slower than one
text at a time, and took gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moderation.classifier.windows import Window

Ids = npt.NDArray[np.int64]


class Piece(NamedTuple):
    """One window, and the place of the text it is from."""

    place: int
    window: Window


def in_hand(pieces: Iterable[Piece], tokens: int) -> Iterator[list[Piece]]:
    """The pieces in order, in groups that end when they hold so many tokens.

    No more than one group is ever there, however many texts are waiting behind it.
    """
    group: list[Piece] = []
    held = 0
    for piece in pieces:
        group.append(piece)
        held += len(piece.window)
        if held >= tokens:
            yield group
            group, held = [], 0
    if group:
        yield group


def batches(pieces: Iterable[Piece], tokens: int) -> list[list[Piece]]:
    """All the pieces, the longest first, in batches of at most so many tokens with padding.

    A window that is longer than that is a batch of its own.
    """
    made: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: len(piece.window), reverse=True):
        if made and (len(made[-1]) + 1) * len(made[-1][0].window) <= tokens:
            made[-1].append(piece)
        else:
            made.append([piece])
    return made


def padded(windows: Sequence[Window], padding: int) -> tuple[Ids, Ids]:
    """The ids of the windows, a row each, filled up with `padding`; and 1 where a row is read."""
    width = max(map(len, windows))
    ids = np.full((len(windows), width), padding, dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window)] = window
        mask[row, : len(window)] = 1
    return ids, mask
