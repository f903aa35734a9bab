"""The moderators' queue."""

from __future__ import annotations

from typing import Any

from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow import review
from service.flow.review import Filters
from service.schemas.queue import Queue, QueueQuery

blueprint = Blueprint(
    "queue",
    __name__,
    url_prefix=f"{PREFIX}/queue",
    description="What wants a person.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.takes(QueueQuery, location="query")
@blueprint.answers(200, Queue)
@blueprint.problems(404)
def get_queue(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """A page of the queue, the riskiest first unless asked otherwise."""
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    name = query.pop("site", None)
    site = site_in_scope(caller, name) if name is not None else None
    filters = Filters(sites=caller.sites, site_id=site.id if site else None, **query)
    items, next_cursor = review.queue(filters, limit, cursor)
    return {"items": items, "next_cursor": next_cursor, "total": review.total(filters)}
