"""Sites that are granted: names in the API, ids in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, NotFound

from models.database import db
from models.sites import DEFAULT_SITE, Site
from service.access.callers import Caller
from service.access.sites import site_called
from service.flow.filters import Filters
from service.flow.sites import SiteFacts, find_site, site_of


def site_in_scope(caller: Caller, name: str | None) -> SiteFacts:
    """The site of that name; to a caller who may not see it, it is not there."""
    site = site_called(name)
    if not caller.may_see(site.id):
        raise NotFound(f"There is no site called “{site.name}”.")
    return site


def asked_filters(caller: Caller, asked: Mapping[str, Any]) -> Filters:
    """What a call asks the queue for, of the sites that the caller may see."""
    values = dict(asked)
    name = values.pop("site", None)
    site_id = site_in_scope(caller, name).id if name is not None else None
    return Filters(sites=caller.sites, site_id=site_id, **values)


def usual_site(caller: Caller) -> SiteFacts | None:
    """The site that a caller means who names none: the only one of theirs, else the default one.

    None where that is none of their sites.
    """
    if caller.sites is not None and len(caller.sites) == 1:
        return site_of(next(iter(caller.sites)))
    site = find_site(DEFAULT_SITE)
    return site if site and caller.may_see(site.id) else None


def names_of(scope: Collection[UUID | str] | None) -> list[str] | None:
    """The names of the sites of a scope, in order; None means all."""
    if scope is None:
        return None
    ids = [UUID(str(site)) for site in scope]
    return list(db.session.scalars(select(Site.name).where(Site.id.in_(ids)).order_by(Site.name)))


def granted(caller: Caller, names: list[str] | None) -> frozenset[UUID] | None:
    """The ids of the sites that the caller grants.

    Raises `ValidationError` for an unknown name, and 403 where the caller may not see as much.
    """
    scope = None if names is None else _ids_of(names)
    if not caller.covers(scope):
        raise Forbidden("You can only grant sites that you may see yourself.")
    return scope


def _ids_of(names: list[str]) -> frozenset[UUID]:
    rows = db.session.execute(select(Site.name, Site.id).where(Site.name.in_(names)))
    ids = {row.name: row.id for row in rows}
    unknown = {
        str(position): [f"There is no site called “{name}”."]
        for position, name in enumerate(names)
        if name not in ids
    }
    if unknown:
        raise ValidationError({"sites": unknown})
    return frozenset(ids.values())
