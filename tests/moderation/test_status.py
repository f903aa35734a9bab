"""Where a comment can be, and who may move it where: the whole table."""

from itertools import product

import pytest

from moderation.status import Action, By, NotAllowed, Status, counts, next_status, tombstone

P, A, R, D = Status.PENDING, Status.APPROVED, Status.REJECTED, Status.DELETED

ALLOWED = {
    # A rule decides what nobody has decided yet.
    (P, Action.APPROVE, By.RULE): A,
    (P, Action.REJECT, By.RULE): R,
    (P, Action.HOLD, By.RULE): P,
    # In mode "post" the receipt approves, as a recorded decision.
    (P, Action.APPROVE, By.MODE): A,
    # Its first scoring may take down what the receipt approved.
    (A, Action.HOLD, By.FIRST_SCORING): P,
    (A, Action.REJECT, By.FIRST_SCORING): R,
    # Readers' flags ask a person to look again, and can do no more.
    (A, Action.HOLD, By.FLAGS): P,
    # A moderator approves what waits and what was rejected; again is a confirmation.
    (P, Action.APPROVE, By.MODERATOR): A,
    (R, Action.APPROVE, By.MODERATOR): A,
    (A, Action.APPROVE, By.MODERATOR): A,
    # A moderator rejects what waits and what was approved; again is a confirmation.
    (P, Action.REJECT, By.MODERATOR): R,
    (A, Action.REJECT, By.MODERATOR): R,
    (R, Action.REJECT, By.MODERATOR): R,
    # A moderator holds whatever was decided, and may keep what waits from the rules.
    (A, Action.HOLD, By.MODERATOR): P,
    (R, Action.HOLD, By.MODERATOR): P,
    (P, Action.HOLD, By.MODERATOR): P,
    # An escalation moves nothing.
    (P, Action.ESCALATE, By.MODERATOR): P,
    (A, Action.ESCALATE, By.MODERATOR): A,
    (R, Action.ESCALATE, By.MODERATOR): R,
    # An edit by its author takes an approved comment back until it is scored again.
    (A, Action.EDIT, By.AUTHOR): P,
    (P, Action.EDIT, By.AUTHOR): P,
    # Anything but what is deleted can be deleted, by its author or an erasure request.
    (P, Action.DELETE, By.AUTHOR): D,
    (A, Action.DELETE, By.AUTHOR): D,
    (R, Action.DELETE, By.AUTHOR): D,
    (P, Action.DELETE, By.SYSTEM): D,
    (A, Action.DELETE, By.SYSTEM): D,
    (R, Action.DELETE, By.SYSTEM): D,
}

EVERYTHING = list(product(Status, Action, By))


@pytest.mark.parametrize(
    ("status", "action", "by"), [each for each in EVERYTHING if each in ALLOWED]
)
def test_what_the_table_allows_leads_where_it_says(status: Status, action: Action, by: By) -> None:
    """Each allowed move leads to exactly one status."""
    assert next_status(status, action, by) is ALLOWED[status, action, by]


@pytest.mark.parametrize(
    ("status", "action", "by"), [each for each in EVERYTHING if each not in ALLOWED]
)
def test_whatever_else_is_refused(status: Status, action: Action, by: By) -> None:
    """No other move is open to anybody, and the refusal says who wanted what."""
    with pytest.raises(NotAllowed, match=f"{by} may not {action} what is {status}"):
        next_status(status, action, by)


def test_nothing_leads_out_of_deleted() -> None:
    """What is deleted stays so, whoever asks."""
    assert [move for move in ALLOWED if move[0] is D] == []


@pytest.mark.parametrize("status", Status)
def test_only_approved_comments_count(status: Status) -> None:
    """The count of an article is the number of its approved comments."""
    assert counts(status) is (status is A)


@pytest.mark.parametrize(
    ("status", "grave"),
    [(A, None), (P, "pending"), (R, "rejected"), (D, "deleted")],
)
def test_a_tombstone_says_why(status: Status, grave: str | None) -> None:
    """In the place of whatever is not approved stands its status."""
    assert tombstone(status) == grave
