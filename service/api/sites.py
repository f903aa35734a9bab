"""Sites: admins make and change them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import Conflict, Forbidden

from models.database import db, writing
from models.sites import Site
from service.access.callers import Caller
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope
from service.flow.configure import change_site, make_site, site_for_changing
from service.schemas import sites as schemas

blueprint = Blueprint(
    "sites",
    __name__,
    url_prefix=f"{PREFIX}/sites",
    description="Publications, their origins and their way of moderating.",
)
blueprint.after_request(private)


@blueprint.route("")
@blueprint.requires("admin")
@blueprint.answers(200, schemas.Sites)
def list_sites(caller: Caller) -> dict[str, Any]:
    """The sites that the caller may see."""
    sites = db.session.scalars(select(Site).order_by(Site.name))
    return {"items": [site for site in sites if caller.may_see(site.id)]}


@blueprint.route("", methods=["POST"])
@blueprint.requires("admin")
@blueprint.takes(schemas.NewSite)
@blueprint.answers(201, schemas.Site)
@blueprint.problems(409)
def post_site(caller: Caller, new: dict[str, Any]) -> Site:
    """Make a site, with the rules that come with Belowline."""
    if caller.sites is not None:
        raise Forbidden("Only an admin of all sites can make one.")
    name = new["name"]
    try:
        with writing() as session:
            return make_site(session, new.pop("name"), new, caller.actor)
    except IntegrityError as error:
        raise Conflict(f"There is a site called “{name}” already.") from error


@blueprint.route("/<string:name>")
@blueprint.requires("admin")
@blueprint.answers(200, schemas.Site)
@blueprint.problems(404)
def get_site(caller: Caller, name: str) -> Site:
    """One site."""
    return db.session.get_one(Site, site_in_scope(caller, name).id)


@blueprint.route("/<string:name>", methods=["PATCH"])
@blueprint.requires("admin")
@blueprint.takes(schemas.ChangedSite)
@blueprint.answers(200, schemas.Site)
@blueprint.problems(404)
def patch_site(caller: Caller, changed: dict[str, Any], name: str) -> Site:
    """Change a site; what is left out stays as it is.

    Only an admin of all sites chooses a model: it takes memory that all of them share.
    """
    if "model" in changed and caller.sites is not None:
        raise Forbidden("Only an admin of all sites can choose a model.")
    with writing() as session:
        site = site_for_changing(session, site_in_scope(caller, name).id)
        change_site(session, site, changed, caller.actor)
    return site
