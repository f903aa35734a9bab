"""Filters of the queue that a moderator keeps under a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.saved_filters import SavedFilter
from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import asked_filters
from service.flow.saved_filters import drop_filter, save_filter, saved_filters
from service.schemas import saved_filters as schemas

blueprint = Blueprint(
    "queue_filters",
    __name__,
    url_prefix=f"{PREFIX}/queue/filters",
    description="Filters of the queue under names of one's own.",
)
blueprint.after_request(private)

Json = dict[str, Any]


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.answers(200, schemas.SavedFilters)
def list_filters(caller: Caller) -> Json:
    """The caller's own filters."""
    return {"items": saved_filters(caller.actor)}


@blueprint.route("", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(schemas.NewFilter)
@blueprint.answers(201, schemas.SavedFilter)
@blueprint.problems(404, 409)
def post_filter(caller: Caller, new: Json) -> SavedFilter:
    """Keep a query of the queue under a name; a moderator can keep 50."""
    asked_filters(caller, new["query"])  # only to say so where it names a site that is not there
    return save_filter(caller.actor, new["name"], schemas.SavedFilter().dump(new)["query"])


@blueprint.route("/<id:filter_id>", methods=["DELETE"])
@blueprint.requires("moderator")
@blueprint.answers(204)
@blueprint.problems(404)
def delete_filter(caller: Caller, filter_id: UUID) -> None:
    """Forget one of the caller's own filters."""
    drop_filter(caller.actor, filter_id)
