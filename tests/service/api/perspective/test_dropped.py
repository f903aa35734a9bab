"""`dropUnsupportedAttributes`: who asks for more than there is may say that less will do."""

import pytest

from tests.service.api.perspective.conftest import GERMAN, Caller, summary
from tests.service.someone import ONE_DATABASE

pytestmark = ONE_DATABASE

DROPPED = {"dropUnsupportedAttributes": True}


@pytest.mark.parametrize("who", ["caller", "as_google"])
def test_what_there_is_not_is_left_out(who: str, request: pytest.FixtureRequest) -> None:
    """Whatever is set for what cannot be read: the others are scored, and nothing is withheld."""
    asking: Caller = request.getfixturevalue(who)
    answer = asking.analyze("A fair point.", "SPAM", "TOXICITY", "NONSENSE", **DROPPED)
    assert list(answer["attributeScores"]) == ["TOXICITY"]
    assert summary(answer) < 0.5
    assert "attributeScores" not in asking.analyze("A fair point.", "SPAM", **DROPPED)


def test_a_text_that_is_not_read_is_still_withheld(caller: Caller) -> None:
    """It is about attributes alone: a language that is not read drops nothing."""
    assert summary(caller.analyze(GERMAN, "TOXICITY", "SPAM", **DROPPED)) == 1.0


def test_or_refused(as_google: Caller) -> None:
    """The same where that was chosen."""
    assert as_google.error(GERMAN, "TOXICITY", **DROPPED)["status"] == "INVALID_ARGUMENT"
