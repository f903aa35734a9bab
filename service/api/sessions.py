"""Signing in and out, and who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, Unauthorized

from models.database import db
from models.moderators import Moderator
from service.access import limits, sessions
from service.access.callers import Caller, of_moderator
from service.access.passwords import password_matches
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import names_of
from service.schemas.sessions import LogIn, Session

blueprint = Blueprint(
    "session",
    __name__,
    url_prefix=f"{PREFIX}/session",
    description="Signing in and out.",
)
blueprint.after_request(private)

NOT_SIGNED_IN = "Nobody is signed in."
WRONG = "The e-mail address or the password is wrong."


@blueprint.route("")
@blueprint.answers(200, Session)
@blueprint.described(security=[{"session": []}])
@blueprint.problems(401)
def get_session() -> dict[str, Any]:
    """Who is signed in."""
    token = _token_given()
    moderator = sessions.find_moderator(token)
    if token is None or moderator is None:
        raise Unauthorized(NOT_SIGNED_IN)
    return _told(of_moderator(moderator), token)


@blueprint.route("", methods=["POST"])
@limits.log_ins
@blueprint.takes(LogIn)
@blueprint.answers(200, Session)
@blueprint.problems(401, 403, 429)
def log_in(given: dict[str, Any]) -> Response:
    """Sign in. The session lasts 12 hours."""
    _refuse_foreign_page()
    moderator = db.session.scalar(
        select(Moderator).where(Moderator.email == given["email"].lower(), Moderator.active)
    )
    kept = moderator.password_hash if moderator else None
    if not password_matches(kept, given["password"]) or moderator is None:
        raise Unauthorized(WRONG)
    token = sessions.start_session(moderator)
    answer = jsonify(Session().dump(_told(of_moderator(moderator), token)))
    sessions.set_cookie(answer, token)
    return answer


@blueprint.route("", methods=["DELETE"])
@blueprint.answers(204)
@blueprint.described(security=[{"session": [], "csrf": []}])
@blueprint.problems(401, 403)
def log_out() -> Response:
    """Sign out: the session ends on the server too."""
    token = _token_given()
    if sessions.find_moderator(token) is not None and token is not None:
        if not sessions.csrf_matches(token, request.headers.get("X-CSRF-Token", "")):
            raise Forbidden("The header X-CSRF-Token is missing or not that of this session.")
        sessions.end_session(token)
    answer = Response(status=204)
    sessions.drop_cookie(answer)
    return answer


def _token_given() -> str | None:
    """The token of the cookie; who sends a bearer is judged by it alone, and has no session."""
    if request.headers.get("Authorization", "").partition(" ")[0].lower() == "bearer":
        raise Unauthorized(NOT_SIGNED_IN)
    return sessions.token_given()


def _told(caller: Caller, token: str) -> dict[str, Any]:
    return {
        "moderator": {
            "id": caller.id,
            "email": caller.name,
            "role": caller.role,
            "sites": names_of(caller.sites),
        },
        "csrf_token": sessions.csrf_token(token),
    }


def _refuse_foreign_page() -> None:
    """A page of another host must not sign its visitor in as somebody else."""
    origin = request.headers.get("Origin")
    own = (f"http://{request.host}", f"https://{request.host}")  # a proxy may speak TLS for us
    if origin is not None and origin not in own:
        raise Forbidden("Signing in is only possible from a page of this server.")
