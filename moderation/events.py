"""What a change of a comment tells the world."""

from __future__ import annotations

from moderation.status import Action, Status

CREATED = "comment.created"
FLAGGED = "comment.flagged"
COUNT_CHANGED = "article.count_changed"
SCORER_DEGRADED = "scorer.degraded"
SCORER_RECOVERED = "scorer.recovered"

_BY_STATUS = {
    Status.APPROVED: "comment.approved",
    Status.REJECTED: "comment.rejected",
    Status.DELETED: "comment.deleted",
}


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
