"""Which site a call is about, and which pages may read its answers.

A site is named by `?site=` or by "site" in the body; without a name it is the default site.
CORS never comes with credentials: a reader is known by a header that only our widget sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from models.comments import Comment
from models.database import db
from models.sites import DEFAULT_SITE
from service.flow.sites import SiteFacts, find_site, origins_of_sites, site_of

METHODS = "GET, POST, PUT, PATCH, DELETE"
REQUEST_HEADERS = "Content-Type, If-None-Match, X-Belowline-Reader, Idempotency-Key"
ANSWER_HEADERS = "ETag, Retry-After"
PREFLIGHT_S = 600
"""How long a browser may remember a preflight, in seconds."""


def site_called(name: str | None) -> SiteFacts:
    """The site of that name, or the default one; raises a 404 that names it."""
    site = find_site(name or DEFAULT_SITE)
    if site is None:
        raise NotFound(f"There is no site called “{name or DEFAULT_SITE}”.")
    return remember_site(site)


def name_of_send(query: Mapping[str, Any], body: Mapping[str, Any]) -> str | None:
    """The site's name, in the address or the body; raises `ValidationError` where there are two."""
    names = {given["site"] for given in (query, body) if "site" in given}
    if len(names) > 1:
        raise ValidationError({"site": ["The address and the body name different sites."]})
    return names.pop() if names else None


def site_of_send(query: Mapping[str, Any], body: Mapping[str, Any]) -> SiteFacts:
    """The site that a call with a body names; raises `ValidationError` where it names two."""
    return site_called(name_of_send(query, body))


def site_of_comment(comment_id: UUID, name: str | None = None) -> SiteFacts:
    """The site that a comment belongs to; raises 404 where there is none, or not on site `name`."""
    site_id = db.session.scalar(select(Comment.site_id).where(Comment.id == comment_id))
    site = site_of(site_id) if site_id is not None else None
    if site is None or name not in (None, site.name):
        raise NotFound("There is no such comment.")
    return remember_site(site)


def remember_site(site: SiteFacts) -> SiteFacts:
    """Answer this call with the origins of `site`, which it turned out to be about."""
    g.site = site
    return site


def open_to_pages(blueprint: Blueprint) -> None:
    """Let pages read the answers of these calls, and of what lies below but is no call at all."""
    below = f"{blueprint.url_prefix}/"

    def allow_astray(response: Response) -> Response:
        astray = request.url_rule is None and f"{request.path}/".startswith(below)
        return allow_origins(response) if astray else response

    blueprint.after_request(allow_origins)
    blueprint.after_app_request(allow_astray)


def allow_origins(response: Response) -> Response:
    """Let the site's pages read the answer; for `after_request` of public calls."""
    origin = request.headers.get("Origin")
    if request.method == "OPTIONS":
        return _preflight(response, origin)
    site: SiteFacts | None = g.get("site")
    allowed = _allowed(site, origin) if site else _allowed_beforehand(origin)
    if allowed != "*":
        response.vary.add("Origin")
    if allowed is not None:
        response.headers["Access-Control-Allow-Origin"] = allowed
        response.headers["Access-Control-Expose-Headers"] = ANSWER_HEADERS
    return response


def _preflight(response: Response, origin: str | None) -> Response:
    """Answer the browser's question before a call."""
    allowed = _allowed_beforehand(origin)
    response.vary.add("Origin")
    if allowed is not None:
        response.headers["Access-Control-Allow-Origin"] = allowed
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = REQUEST_HEADERS
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_S)
    return response


def _allowed(site: SiteFacts, origin: str | None) -> str | None:
    """What `Access-Control-Allow-Origin` says in answers about `site`."""
    if not site.origins:
        return "*"
    return origin if origin in site.origins else None


def _allowed_beforehand(origin: str | None) -> str | None:
    """What it says before the site is known: in a preflight, and where a call failed early.

    Without a name in the address, the origin of any site will do: such an answer tells nothing
    of a site, and the call itself is answered by the rules of its own.
    """
    name = request.args.get("site")
    try:
        site = find_site(name) if name else None
        return _allowed(site, origin) if site else _allowed_by_any(origin)
    except SQLAlchemyError:
        return "*"  # that the database is missing may be read by all


def _allowed_by_any(origin: str | None) -> str | None:
    for origins in origins_of_sites():
        if not origins or origin in origins:
            return origin
    return None
