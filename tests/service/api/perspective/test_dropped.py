"""`dropUnsupportedAttributes`: who asks for more than there is may say that less will do."""

from tests.service.api.perspective.conftest import GERMAN, Caller, summary
from tests.service.someone import ONE_DATABASE

pytestmark = ONE_DATABASE

DROPPED = {"dropUnsupportedAttributes": True}


def leaves_out(asking: Caller) -> None:
    """What there is not is left out, and the others are scored."""
    answer = asking.analyze("A fair point.", "SPAM", "TOXICITY", "NONSENSE", **DROPPED)
    assert list(answer["attributeScores"]) == ["TOXICITY"]
    assert summary(answer) < 0.5
    assert "attributeScores" not in asking.analyze("A fair point.", "SPAM", **DROPPED)


def test_nothing_is_withheld(caller: Caller) -> None:
    """Where what cannot be read is withheld, an attribute that was to be dropped is not."""
    leaves_out(caller)


def test_nothing_is_refused(as_google: Caller) -> None:
    """Where it is refused, the call is answered all the same."""
    leaves_out(as_google)


def test_a_text_that_is_not_read_is_still_withheld(caller: Caller) -> None:
    """It is about attributes alone: a language that is not read drops nothing."""
    assert summary(caller.analyze(GERMAN, "TOXICITY", "SPAM", **DROPPED)) == 1.0


def test_or_refused(as_google: Caller) -> None:
    """The same where that was chosen."""
    assert as_google.error(GERMAN, "TOXICITY", **DROPPED)["status"] == "INVALID_ARGUMENT"
