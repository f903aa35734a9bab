"""Notices: what admins should know without having asked."""

from __future__ import annotations

from typing import Any

from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.schemas.webhooks import Notices
from service.webhooks.endpoints import disabled_by_us

blueprint = Blueprint(
    "notices",
    __name__,
    url_prefix=f"{PREFIX}/notices",
    description="What admins should know.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("admin")
@blueprint.answers(200, Notices)
def list_notices(caller: Caller) -> dict[str, Any]:
    """Webhooks that the service itself disabled, until somebody makes them active or deletes them."""
    return {
        "items": [
            {
                "type": "endpoint.disabled",
                "at": endpoint.disabled_at,
                "because": endpoint.disabled_because,
                "webhook": {"id": endpoint.id, "url": endpoint.url},
            }
            for endpoint in disabled_by_us(caller.sites)
        ]
    }
