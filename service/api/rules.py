"""A site's rules: moderators read them, admins write them."""

from __future__ import annotations

from typing import Any

from models.database import writing
from models.sites import Site
from moderation.rules import Rule
from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow.sites import write_rules
from service.schemas.rules import ChangedRules, Rules, RulesQuery

blueprint = Blueprint(
    "rules",
    __name__,
    url_prefix=f"{PREFIX}/rules",
    description="What decides before a person has to.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("moderator")
@blueprint.takes(RulesQuery, location="query")
@blueprint.answers(200, Rules)
@blueprint.problems(404)
def get_rules(caller: Caller, query: dict[str, Any]) -> dict[str, Any]:
    """The rules of a site, in their order."""
    return {"rules": site_in_scope(caller, query.get("site")).rules}


@blueprint.route("", methods=["PUT"])
@blueprint.requires("admin")
@blueprint.takes(RulesQuery, location="query")
@blueprint.takes(ChangedRules)
@blueprint.answers(200, Rules)
@blueprint.problems(404)
def put_rules(caller: Caller, query: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """Put a list of rules in the place of a site's present one. It holds for comments to come."""
    site = site_in_scope(caller, query.get("site"))
    rules = [Rule(**rule) for rule in changed["rules"]]
    with writing() as session:
        write_rules(session, session.get_one(Site, site.id), rules)
    return {"rules": rules}
