"""Which windows are computed together."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier.batches import Piece, batches, in_hand, padded

PIECES = st.lists(st.integers(1, 60), max_size=50).map(
    lambda lengths: [Piece(place, (7,) * length) for place, length in enumerate(lengths)]
)


@given(PIECES, st.integers(1, 200))
def test_a_batch_is_bounded_with_its_padding(pieces: list[Piece], tokens: int) -> None:
    """Every piece is in exactly one batch, and none but a single piece is over the bound."""
    made = batches(pieces, tokens)
    assert sorted(piece for batch in made for piece in batch) == pieces
    for batch in made:
        size = len(batch) * max(len(piece.window) for piece in batch)
        assert size <= tokens or len(batch) == 1


@given(PIECES)
def test_one_token_means_one_by_one(pieces: list[Piece]) -> None:
    """A bound of a single token gives each piece a batch of its own."""
    assert [len(batch) for batch in batches(pieces, 1)] == [1] * len(pieces)


def test_like_lengths_go_together() -> None:
    """Long and short pieces do not pad each other: of three and three, two batches are made."""
    pieces = [Piece(place, (7,) * length) for place, length in enumerate([10, 90, 10, 90, 10, 90])]
    made = batches(pieces, 270)
    assert [{len(piece.window) for piece in batch} for batch in made] == [{90}, {10}]


def test_no_more_than_a_group_is_in_hand() -> None:
    """Texts are cut only as they are needed: what waits is not yet there."""
    cut = 0

    def cutting() -> Iterator[Piece]:
        nonlocal cut
        for place in range(1000):
            cut += 1
            yield Piece(place, (7,) * 10)

    groups = in_hand(cutting(), 100)
    assert len(next(groups)) == 10
    assert cut == 10
    assert sum(map(len, groups)) == 990


def test_rows_are_filled_up() -> None:
    """A shorter row ends in padding, which is not read."""
    ids, mask = padded([(5, 6, 7), (8,)], 1)
    np.testing.assert_array_equal(ids, [[5, 6, 7], [8, 1, 1]])
    np.testing.assert_array_equal(mask, [[1, 1, 1], [1, 0, 0]])
