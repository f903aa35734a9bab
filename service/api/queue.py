"""The moderators' queue."""

from __future__ import annotations

from typing import Any

from service.access.callers import Caller
from service.access.running import scorer, scorers, settings
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow import review
from service.flow.review import Filters
from service.flow.sites import models_of_sites, site_of
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
    return {
        "items": items,
        "next_cursor": next_cursor,
        "total": review.total(filters),
        "not_scoring": _not_scoring(caller),
    }


def _not_scoring(caller: Caller) -> list[dict[str, Any]]:
    """The classifiers that are down, where sites that the caller sees wait for them."""
    if not settings().jobs:
        return []  # another process scores, and knows
    seen = [site_of(site_id) for site_id in models_of_sites() if caller.may_see(site_id)]
    return [
        {
            "model": down.title,
            "since": down.since,
            "reason": down.reason,
            "sites": None if len(waiting) == len(seen) else waiting,
        }
        for down in scorers().all()
        if down.state == "degraded"
        and (waiting := sorted(site.name for site in seen if scorer(site) is down))
    ]
