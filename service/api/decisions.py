"""Decisions of moderators, and taking them back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from moderation.status import Action
from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.flow.decide import Wanted, decide
from service.flow.undo import undo, undo_many
from service.schemas.decisions import (
    Decided,
    NewDecisions,
    NewUndos,
    Nothing,
    Undone,
    UndoResults,
)

blueprint = Blueprint(
    "decisions",
    __name__,
    url_prefix=f"{PREFIX}/decisions",
    description="What moderators decide, and take back.",
)
blueprint.after_request(private)


@blueprint.route("", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(NewDecisions)
@blueprint.answers(200, Decided)
def post_decisions(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Decide up to 200 comments. Each is decided or reported as a conflict.

    A decision that names the version which the moderator saw binds to it; one without gives way
    to another person's of the last ten seconds.
    """
    wanted = [Wanted(item["comment_id"], item.get("version")) for item in new["items"]]
    outcome = decide(
        wanted,
        Action(new["action"]),
        caller.actor,
        reason=new.get("reason"),
        note=new.get("note"),
        sites=caller.sites,
    )
    return {"decisions": outcome.decisions, "conflicts": outcome.conflicts}


@blueprint.route("/<id:decision_id>/undo", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(Nothing)
@blueprint.answers(200, Undone)
@blueprint.problems(404, 409)
def post_undo(caller: Caller, _nothing: dict[str, Any], decision_id: UUID) -> dict[str, Any]:
    """Take back the newest decision on a comment; 409 says what came after it."""
    return {"decision": undo(decision_id, caller.actor, sites=caller.sites)}


@blueprint.route("/undo", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(NewUndos)
@blueprint.answers(200, UndoResults)
def post_undos(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Take back up to 200 decisions, each by itself."""
    return {"results": undo_many(new["ids"], caller.actor, sites=caller.sites)}
