"""Signed-in moderators: server-side sessions behind a cookie.

A session lasts 12 hours from the log-in, a shift, however busy it is; nothing is written when it
is used. The cookie holds a random token, the database only its SHA-256. The CSRF token is derived
from the session's, so it needs no place of its own and ends with it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import Response, request
from sqlalchemy import delete, select

from models.database import db, now, writing
from models.moderators import Moderator, ModeratorSession

COOKIE = "belowline_session"
LIFETIME = timedelta(hours=12)


def start_session(moderator: Moderator) -> str:
    """A new session; returns its token. Sessions of this moderator that are over go."""
    token = secrets.token_urlsafe(32)
    with writing() as session:
        session.execute(
            delete(ModeratorSession).where(
                ModeratorSession.moderator_id == moderator.id,
                ModeratorSession.expires_at <= now(),
            )
        )
        session.add(
            ModeratorSession(
                moderator_id=moderator.id, token_hash=_hash(token), expires_at=now() + LIFETIME
            )
        )
    return token


def end_session(token: str) -> None:
    """Sign out: the token is worth nothing from now on."""
    with writing() as session:
        session.execute(delete(ModeratorSession).where(ModeratorSession.token_hash == _hash(token)))


def token_given() -> str | None:
    """The session token that this request came with."""
    return request.cookies.get(COOKIE) or None


def find_moderator(token: str | None) -> Moderator | None:
    """Who is signed in with this token; None when it is unknown or over, or they may no longer."""
    if token is None:
        return None
    return db.session.scalar(
        select(Moderator)
        .join(ModeratorSession, ModeratorSession.moderator_id == Moderator.id)
        .where(
            ModeratorSession.token_hash == _hash(token),
            ModeratorSession.expires_at > now(),
            Moderator.active,
        )
    )


def csrf_token(token: str) -> str:
    """What a page must send as `X-CSRF-Token` with everything but reads."""
    return hmac.new(token.encode(), b"belowline csrf", hashlib.sha256).hexdigest()


def csrf_matches(token: str, given: str) -> bool:
    """Whether `given` is the CSRF token of this session."""
    return hmac.compare_digest(csrf_token(token).encode(), given.encode())


def set_cookie(response: Response, token: str) -> None:
    """Give the browser the session; over https it will send it over https only."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=LIFETIME,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def drop_cookie(response: Response) -> None:
    """Let the browser forget the session."""
    response.delete_cookie(
        COOKIE, path="/", httponly=True, samesite="Lax", secure=request.is_secure
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
