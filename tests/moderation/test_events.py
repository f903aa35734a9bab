"""What a change of a comment tells the world."""

from itertools import product

import pytest

from moderation.events import event_type
from moderation.status import Action, Status

P, A, R, D = Status.PENDING, Status.APPROVED, Status.REJECTED, Status.DELETED

BY_STATUS = {
    P: "comment.held",
    A: "comment.approved",
    R: "comment.rejected",
    D: "comment.deleted",
}
DECIDING = (Action.APPROVE, Action.REJECT, Action.HOLD, Action.DELETE, "undo")


@pytest.mark.parametrize(("action", "to"), list(product(DECIDING, Status)))
def test_a_decision_is_announced_by_the_status_that_it_leads_to(action: str, to: Status) -> None:
    """A decision, an undo among them, is known by its outcome."""
    assert event_type(action, to) == BY_STATUS[to]


@pytest.mark.parametrize("to", [P, A])
def test_an_edit_is_announced_as_an_edit(to: Status) -> None:
    """Whoever follows a comment learns that its text changed, wherever that leads."""
    assert event_type(Action.EDIT, to) == "comment.edited"


@pytest.mark.parametrize("to", [P, A, R])
def test_an_escalation_stays_among_the_moderators(to: Status) -> None:
    """Nobody outside hears that one moderator asked another."""
    assert event_type(Action.ESCALATE, to) is None
