"""Which site a call is about, and which pages may read its answers.

A site is named by `?site=` or by "site" in the body; without a name it is the default site.
CORS never comes with credentials: a reader is known by a header that only our widget sends.
"""

from __future__ import annotations

from uuid import UUID

from flask import Response, g, request
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from models.comments import Comment
from models.database import db
from models.sites import DEFAULT_SITE, Site
from service.flow.sites import SiteFacts, find_site, site_of

METHODS = "GET, POST, PUT, PATCH, DELETE"
REQUEST_HEADERS = "Content-Type, X-Belowline-Reader, Idempotency-Key"
ANSWER_HEADERS = "ETag, Retry-After"
PREFLIGHT_S = 600
"""How long a browser may remember a preflight, in seconds."""


def site_called(name: str | None) -> SiteFacts:
    """The site of that name, or the default one; raises a 404 that names it."""
    site = find_site(name or DEFAULT_SITE)
    if site is None:
        raise NotFound(f"There is no site called “{name or DEFAULT_SITE}”.")
    return remember_site(site)


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


def allow_origins(response: Response) -> Response:
    """Let the site's pages read the answer; for `after_request` of public calls."""
    origin = request.headers.get("Origin")
    if request.method == "OPTIONS":
        return _preflight(response, origin)
    allowed = _allowed(_site_of_this_call(), origin)
    if allowed != "*":
        response.vary.add("Origin")
    if allowed is not None:
        response.headers["Access-Control-Allow-Origin"] = allowed
        response.headers["Access-Control-Expose-Headers"] = ANSWER_HEADERS
    return response


def _site_of_this_call() -> SiteFacts | None:
    """The site that the call turned out to be about, or that it names; None where it is unknown."""
    site: SiteFacts | None = g.get("site")
    try:
        return site or find_site(request.args.get("site") or DEFAULT_SITE)
    except SQLAlchemyError:
        return None  # that the database is missing may be read by all


def _allowed(site: SiteFacts | None, origin: str | None) -> str | None:
    """What `Access-Control-Allow-Origin` says. Of a site that is not there, all may know that."""
    if site is None or not site.origins:
        return "*"
    return origin if origin in site.origins else None


def _preflight(response: Response, origin: str | None) -> Response:
    """Answer the browser's question before a call.

    It knows no body and so perhaps no site: then the origin of any site will do, and the call
    itself is answered by the rules of its own site.
    """
    name = request.args.get("site")
    site = find_site(name) if name else None
    allowed = _allowed(site, origin) if site else _allowed_by_any(origin)
    response.vary.add("Origin")
    if allowed is not None:
        response.headers["Access-Control-Allow-Origin"] = allowed
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = REQUEST_HEADERS
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_S)
    return response


def _allowed_by_any(origin: str | None) -> str | None:
    for origins in db.session.scalars(select(Site.origins)):
        if not origins or origin in origins:
            return origin
    return None
