"""The thread around a comment, for moderators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.flow.around import around
from service.schemas.around import Around

blueprint = Blueprint(
    "around",
    __name__,
    url_prefix=f"{PREFIX}/comments",
    description="What stands around a comment.",
)
blueprint.after_request(private)


@blueprint.route("/<id:comment_id>/thread")
@blueprint.requires("moderator")
@blueprint.answers(200, Around)
@blueprint.problems(404)
def get_thread(caller: Caller, comment_id: UUID) -> dict[str, Any]:
    """What a comment answers, what stands beside it, and what answers it; pending ones too."""
    return around(comment_id, caller.sites)
