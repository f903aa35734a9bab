"""The reasons that have a name everywhere."""

from moderation.reasons import REASONS
from service.flow.flag import REASONS as OF_FLAGS


def test_the_reasons_are_those_of_the_contract() -> None:
    """Ten, in the order in which they are offered; what readers may flag for is among them."""
    assert list(REASONS) == [
        "abuse", "insult", "threat", "identity_attack", "obscene",
        "spam", "off_topic", "personal_data", "illegal", "other",
    ]  # fmt: skip
    assert set(OF_FLAGS) <= set(REASONS)


def test_each_is_called_something() -> None:
    """A name in English, which is how a moderator reads it."""
    assert all(name == reason.replace("_", " ") for reason, name in REASONS.items())
