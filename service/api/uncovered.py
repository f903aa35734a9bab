"""How many blurred texts a moderator uncovered today: told to that moderator alone."""

from __future__ import annotations

from typing import Any

from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.flow.uncovered import uncover, uncovered_today
from service.schemas.uncovered import UncoveredComment, UncoveredToday

blueprint = Blueprint(
    "uncovered",
    __name__,
    url_prefix=f"{PREFIX}/queue/uncovered",
    description="Blurred texts that the caller uncovered.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.answers(200, UncoveredToday)
def get_uncovered(caller: Caller) -> dict[str, Any]:
    """How many texts the caller has uncovered today."""
    return {"today": uncovered_today(caller.actor)}


@blueprint.route("", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(UncoveredComment)
@blueprint.answers(200, UncoveredToday)
@blueprint.problems(404)
def post_uncovered(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Count a text that the caller uncovers; the same one counts once a day."""
    return {"today": uncover(new["comment_id"], caller.actor, caller.sites)}
