"""Where a comment can be, and who may move it where.

This table is the whole policy of statuses; `service.flow.decide` is its only caller that acts.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a comment is now."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    DELETED = "deleted"


class Action(StrEnum):
    """What somebody wants done with a comment."""

    APPROVE = "approve"
    REJECT = "reject"
    HOLD = "hold"
    ESCALATE = "escalate"
    EDIT = "edit"
    DELETE = "delete"


class By(StrEnum):
    """Who wants it."""

    RULE = "rule"
    FIRST_SCORING = "first_scoring"
    """A rule at the first scoring of a comment that a site's mode `post` had approved on receipt."""
    MODE = "mode"
    FLAGS = "flags"
    MODERATOR = "moderator"
    AUTHOR = "author"
    SYSTEM = "system"


class NotAllowed(Exception):
    """This action is not open to this actor in this status."""


P, A, R, D = Status.PENDING, Status.APPROVED, Status.REJECTED, Status.DELETED

TRANSITIONS: dict[tuple[Action, By], dict[Status, Status]] = {
    # a rule decides what nobody has decided yet
    (Action.APPROVE, By.RULE): {P: A},
    (Action.REJECT, By.RULE): {P: R},
    (Action.HOLD, By.RULE): {P: P},
    # in mode "post" the receipt approves, and the first scoring may take down
    (Action.APPROVE, By.MODE): {P: A},
    (Action.HOLD, By.FIRST_SCORING): {A: P},
    (Action.REJECT, By.FIRST_SCORING): {A: R},
    # readers' flags can only ask a person to look again
    (Action.HOLD, By.FLAGS): {A: P},
    # a moderator moves anything that still exists; the same status again is a confirmation
    (Action.APPROVE, By.MODERATOR): {P: A, A: A, R: A},
    (Action.REJECT, By.MODERATOR): {P: R, A: R, R: R},
    (Action.HOLD, By.MODERATOR): {P: P, A: P, R: P},
    (Action.ESCALATE, By.MODERATOR): {P: P, A: A, R: R},
    # its author may change what was not refused, and withdraw anything
    (Action.EDIT, By.AUTHOR): {P: P, A: P},
    (Action.DELETE, By.AUTHOR): {P: D, A: D, R: D},
    (Action.DELETE, By.SYSTEM): {P: D, A: D, R: D},
}


def next_status(status: Status, action: Action, by: By) -> Status:
    """The status that follows; raises `NotAllowed` where the table has no entry."""
    following = TRANSITIONS.get((action, by), {}).get(status)
    if following is None:
        raise NotAllowed(f"{by} may not {action} what is {status}")
    return following


def counts(status: Status) -> bool:
    """Whether a comment in this status is one of those an article's count counts."""
    return status is Status.APPROVED


def tombstone(status: Status) -> str | None:
    """What stands in place of a comment that is shown for its replies only; None if itself."""
    return None if status is Status.APPROVED else str(status)
