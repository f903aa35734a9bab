"""Restrictions of authors: moderators make, list and lift them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow import restrict
from service.flow.restrict import Sentence, shown
from service.schemas.restrictions import (
    NewRestriction,
    OneRestriction,
    Restrictions,
    RestrictionsQuery,
    end_of,
)

blueprint = Blueprint(
    "restrictions",
    __name__,
    url_prefix=f"{PREFIX}/restrictions",
    description="Authors who may not take part for a while, or whose comments all wait.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.takes(RestrictionsQuery, location="query")
@blueprint.answers(200, Restrictions)
@blueprint.problems(404)
def list_restrictions(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """Restrictions of the sites that the caller may see, the newest first, those that are over too."""
    sites = caller.sites
    if "site" in query:
        sites = frozenset({site_in_scope(caller, query["site"]).id})
    active = {"true": True, "false": False}.get(query.get("active", ""))
    page = restrict.restrictions(
        sites, query.get("reader"), active, query["limit"], query.get("cursor")
    )
    return {"items": page[0], "next_cursor": page[1]}


@blueprint.route("", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(NewRestriction)
@blueprint.answers(201, OneRestriction)
@blueprint.problems(404)
def post_restriction(caller: Caller, new: dict[str, Any]) -> dict[str, Any]:
    """Restrict the author of a comment on its site, until a day that is said; a newer one replaces.

    A ban: posts, edits, votes and flags are answered 403 with a sentence that says until when, and
    what others write from the same address waits for a person. A hold: what rules would approve
    waits for a person.
    """
    sentence = Sentence(new["kind"], end_of(new), new.get("reason"), new.get("note"))
    made = restrict.restrict(new["comment_id"], sentence, caller.actor, sites=caller.sites)
    return {"restriction": shown(made)}


@blueprint.route("/<id:restriction_id>", methods=["DELETE"])
@blueprint.requires("moderator")
@blueprint.answers(204)
@blueprint.problems(404, 409)
def delete_restriction(caller: Caller, restriction_id: UUID) -> None:
    """Lift a restriction before its time; the history keeps both. 409 where it is over already."""
    restrict.lift(restriction_id, caller.actor, sites=caller.sites)
