"""The moderators' queue."""

from __future__ import annotations

from typing import Any

from service.access.callers import Caller
from service.access.running import scorer, scorers, settings
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import asked_filters
from service.flow import review
from service.flow.sites import models_of_sites, site_of
from service.schemas.filters import QueueQuery, TotalsQuery
from service.schemas.queue import Queue, Totals

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
    """A page of the queue, the riskiest first unless asked otherwise.

    What has waited beyond its site's limit comes before that, what a moderator held after it.
    """
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    filters = asked_filters(caller, query)
    items, next_cursor = review.queue(filters, limit, cursor)
    return {
        "items": items,
        "next_cursor": next_cursor,
        "total": review.total(filters),
        "not_scoring": _not_scoring(caller),
    }


@blueprint.route("/totals")
@blueprint.requires("moderator")
@blueprint.takes(TotalsQuery, location="query")
@blueprint.answers(200, Totals)
@blueprint.problems(404)
def get_totals(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """How many comments the filters find in each state, each number counted to 10,000."""
    return {"totals": review.totals(asked_filters(caller, query))}


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
