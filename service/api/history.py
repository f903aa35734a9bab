"""All that happened to a comment, for moderators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.flow.history import history
from service.schemas.history import History

blueprint = Blueprint(
    "history",
    __name__,
    url_prefix=f"{PREFIX}/comments",
    description="What became of a comment, and through whom.",
)
blueprint.after_request(private)


@blueprint.route("/<id:comment_id>/history")
@blueprint.requires("moderator")
@blueprint.answers(200, History)
@blueprint.problems(404)
def get_history(caller: Caller, comment_id: UUID) -> dict[str, Any]:
    """Everything that ever happened to a comment, the oldest first.

    Each score of each text, what rules said and the facts they looked at, decisions of people with
    their notes, what was undone, edits with the text before, flags (never with who flagged), and
    restrictions of its author that were made from this comment.
    """
    return history(comment_id, caller.sites)
