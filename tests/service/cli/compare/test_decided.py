"""What people write for having approved or rejected a comment."""

import pytest

from service.cli.compare.decided import Spelling, Unknown

WORDS = [
    ("approved", False),
    ("APPROVED", False),
    (" Published ", False),
    ("non-toxic", False),
    ("Rejected", True),
    ("removed", True),
    ("toxic", True),
    # Nobody has decided, in Coral's words too.
    ("", None),
    ("NONE", None),
    ("PREMOD", None),
    ("SYSTEM_WITHHELD", None),
]


@pytest.mark.parametrize(("word", "rejected"), WORDS)
def test_words(word: str, rejected: bool | None) -> None:
    """The usual words are known, whatever the column is called."""
    assert Spelling("x").is_rejected(word) is rejected


@pytest.mark.parametrize("column", ["approved", "Is published"])
def test_yes_to_approved(column: str) -> None:
    """Yes in a column that asks whether it was approved is approved."""
    assert [Spelling(column).is_rejected(word) for word in ("1", "no", "TRUE", "0.0")] == [
        False, True, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["rejected", "Toxic", "label"])
def test_yes_to_rejected(column: str) -> None:
    """Yes in a column that asks whether it was rejected, or is toxic, is rejected."""
    assert [Spelling(column).is_rejected(word) for word in ("1", "no", "TRUE", "0.0")] == [
        True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(("column", "word"), [("decision", "1"), ("status", "freigegeben")])
def test_what_is_not_known_is_not_guessed(column: str, word: str) -> None:
    """A number in a column that asks nothing could mean either; a word of one's own, anything."""
    with pytest.raises(Unknown):
        Spelling(column).is_rejected(word)


def test_words_of_ones_own() -> None:
    """What a person says about words goes first, also about known ones."""
    spelling = Spelling("x", approved=["Freigegeben", "spam"], rejected=["GELÖSCHT"])
    assert spelling.is_rejected("freigegeben") is False
    assert spelling.is_rejected("gelöscht") is True
    assert spelling.is_rejected("spam") is False
