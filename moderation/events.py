"""What a change of a comment tells the world."""

from __future__ import annotations

from moderation.status import Action, Status

CREATED = "comment.created"
FLAGGED = "comment.flagged"
COUNT_CHANGED = "article.count_changed"
SCORER_DEGRADED = "scorer.degraded"
SCORER_RECOVERED = "scorer.recovered"
TEST = "webhook.test"

_BY_STATUS = {
    Status.APPROVED: "comment.approved",
    Status.REJECTED: "comment.rejected",
    Status.DELETED: "comment.deleted",
}

TYPES = (
    CREATED,
    "comment.held",
    "comment.approved",
    "comment.rejected",
    "comment.edited",
    "comment.deleted",
    FLAGGED,
    COUNT_CHANGED,
    SCORER_DEGRADED,
    SCORER_RECOVERED,
    TEST,
)
"""Everything that is ever announced."""


def event_type(action: str, to: Status) -> str | None:
    """The event that an action with this outcome announces; None where it announces nothing.

    An undo (and every other action) is announced by the status that it leads to, an escalation
    stays among the moderators.
    """
    if action == Action.ESCALATE:
        return None
    if action == Action.EDIT:
        return "comment.edited"
    return _BY_STATUS.get(to, "comment.held")
