"""Who changed what about the way a site moderates, for admins."""

from __future__ import annotations

from typing import Any

from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow.changes import page
from service.schemas.changes import Changes, ChangesQuery

blueprint = Blueprint(
    "changes",
    __name__,
    url_prefix=f"{PREFIX}/changes",
    description="The history of rules and settings.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("admin")
@blueprint.takes(ChangesQuery, location="query")
@blueprint.answers(200, Changes)
@blueprint.problems(404)
def list_changes(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """A page of a site's history, the newest change first."""
    site = site_in_scope(caller, query.get("site"))
    rows, next_cursor = page(site.id, query.get("what"), query["limit"], query.get("cursor"))
    return {"items": [_told(row) for row in rows], "next_cursor": next_cursor}


def _told(change: Any) -> dict[str, Any]:
    as_they_are = ("id", "what", "subject", "before", "after")
    by = {"kind": change.actor_kind, "id": change.actor_id, "name": change.actor_name}
    told = {name: getattr(change, name) for name in as_they_are}
    return told | {"at": change.created_at, "by": by}
