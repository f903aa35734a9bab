"""Events, for systems that were away or would rather ask than be told."""

from __future__ import annotations

from typing import Any

from service.access.callers import Caller
from service.access.running import settings
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.flow.catch_up import events_after
from service.schemas.events import Events, EventsQuery
from service.webhooks.payload import message

blueprint = Blueprint(
    "events",
    __name__,
    url_prefix=f"{PREFIX}/events",
    description="What happened, in the order of commits.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.takes(EventsQuery, location="query")
@blueprint.answers(200, Events)
def list_events(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """What happened since a cursor on the sites that the caller may see; kept 30 days."""
    page = events_after(query.get("after"), query["limit"], query["type"], caller.sites)
    public_url = settings().public_url
    items = [
        message(event, article, public_url) | {"id": event.id} for event, article in page.events
    ]
    return {"items": items, "next_cursor": page.next_cursor}
