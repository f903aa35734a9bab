"""Leases: comments reserved for one moderator, so that nobody else is given them."""

from __future__ import annotations

from typing import Any

from models.database import db
from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import asked_filters
from service.flow import lease
from service.flow.card import cards
from service.schemas.leases import (
    FreedLeases,
    GivenLeases,
    LeasedComments,
    NewLeases,
    OwnLeases,
    RenewedLeases,
)

blueprint = Blueprint(
    "leases",
    __name__,
    url_prefix=f"{PREFIX}/queue/leases",
    description="Comments reserved for one moderator, two minutes at a time.",
)
blueprint.after_request(private)

Json = dict[str, Any]


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.answers(200, OwnLeases)
def list_leases(caller: Caller) -> Json:
    """What is reserved for the caller now, as after a reload of the page."""
    return {"items": cards(db.session(), lease.mine(caller.actor, caller.sites))}


@blueprint.route("", methods=["POST"])
@blueprint.requires("moderator")
@blueprint.takes(NewLeases)
@blueprint.answers(200, GivenLeases)
@blueprint.problems(404)
def post_leases(caller: Caller, new: Json) -> Json:
    """Reserve the next comments for the caller: nobody is given what another has.

    A lease ends after 120 seconds, with any decision about the comment, or when it is given back.
    What was escalated is given with `state=escalated` only. Nobody has more than 200.
    """
    limit = new.pop("limit")
    taken, until = lease.take(asked_filters(caller, new), limit, caller.actor)
    return {"items": cards(db.session(), taken), "until": until}


@blueprint.route("", methods=["PUT"])
@blueprint.requires("moderator")
@blueprint.takes(LeasedComments)
@blueprint.answers(200, RenewedLeases)
def put_leases(caller: Caller, asked: Json) -> lease.Renewed:
    """Reserve these for another 120 seconds.

    A lease that ran out is renewed if nobody took the comment meanwhile, and what waits for a
    decision and is nobody's is reserved. All else is lost.
    """
    return lease.renew(asked["comment_ids"], caller.actor, caller.sites)


@blueprint.route("", methods=["DELETE"])
@blueprint.requires("moderator")
@blueprint.takes(LeasedComments)
@blueprint.answers(200, FreedLeases)
def delete_leases(caller: Caller, asked: Json) -> Json:
    """Give comments back, for others to take."""
    return {"freed": lease.free(asked["comment_ids"], caller.actor)}
