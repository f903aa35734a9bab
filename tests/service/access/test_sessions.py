"""Signing in with a browser: cookie, CSRF token, and the end of a session."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from models.database import db, now, writing
from models.moderators import Moderator, ModeratorSession
from service.access.sessions import LIFETIME
from tests.service.someone import ONE_DATABASE, Json, Someone, errors

SESSION = "/api/v1/session"


def test_a_session_is_told_and_set(reader: Someone, account: Json) -> None:
    """Signing in tells who one is, and sets a cookie that no script can read."""
    answer = reader.post(SESSION, account)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    moderator = answer.json["moderator"]
    assert moderator == {
        "id": moderator["id"],
        "email": "mo@example.org",
        "role": "moderator",
        "sites": None,
    }
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("belowline_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    assert reader.get(SESSION).json == answer.json


@ONE_DATABASE
def test_over_https_the_cookie_is_secure(reader: Someone, account: Json) -> None:
    """A session that began encrypted is never sent in the clear."""
    answer = reader.client.post(SESSION, json=account, base_url="https://comments.example")

    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"password": "wrong horse battery"}, 401),
        ({"email": "nobody@example.org"}, 401),
        ({"email": "MO@example.org "}, 200),
    ],
)
def test_only_the_right_password_signs_in(
    reader: Someone, account: Json, changed: Json, status: int
) -> None:
    """An unknown account and a wrong password are answered alike; case is no matter of e-mail."""
    answer = reader.post(SESSION, account | changed)

    assert answer.status_code == status
    if status == 401:
        assert answer.json["detail"] == "The e-mail address or the password is wrong."
        assert "Set-Cookie" not in answer.headers


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": 7}, "password"),
        ({"password": "x" * 257}, "password"),
        ({"email": None}, "email"),
        ({"email": "a\0b"}, "email"),
        ({"remember": True}, "remember"),
    ],
)
def test_a_malformed_log_in_names_the_field(
    reader: Someone, account: Json, changed: Json, field: str
) -> None:
    """A password of endless length is not even tried."""
    assert list(errors(reader.post(SESSION, account | changed))) == [field]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 200),
        ("https://localhost", 200),
        ("http://localhost:8000", 403),
        ("ftp://localhost", 403),
        ("http://[", 403),
        ("http://elsewhere.example", 403),
        ("http://localhost.elsewhere.example", 403),
        ("null", 403),
    ],
)
def test_only_our_own_page_signs_in(
    reader: Someone, account: Json, origin: str, status: int
) -> None:
    """A foreign page cannot sign its visitor in as somebody else."""
    assert reader.post(SESSION, account, origin=origin).status_code == status


def test_signed_out_is_401(reader: Someone) -> None:
    """Nobody is signed in without a cookie, nor with a made-up one."""
    assert reader.get(SESSION).status_code == 401
    reader.client.set_cookie("belowline_session", "made-up")
    answer = reader.get(SESSION)
    assert answer.status_code == 401
    assert answer.json["detail"] == "Nobody is signed in."


def test_signing_out_ends_the_session_on_the_server(moderator: Someone) -> None:
    """The token of a session that was left is worth nothing, even to whom kept it."""
    cookie = moderator.client.get_cookie("belowline_session")
    assert cookie is not None

    assert moderator.delete(SESSION).status_code == 204
    assert moderator.client.get_cookie("belowline_session") is None
    moderator.client.set_cookie("belowline_session", cookie.value)
    assert moderator.get(SESSION).status_code == 401


@ONE_DATABASE
def test_signing_out_needs_the_csrf_token(moderator: Someone) -> None:
    """A foreign page cannot sign anybody out; signed out already, one may do so again."""
    moderator.headers.clear()
    assert moderator.delete(SESSION).status_code == 403
    assert moderator.get(SESSION).status_code == 200
    moderator.client.delete_cookie("belowline_session")
    assert moderator.delete(SESSION).status_code == 204


@ONE_DATABASE
@pytest.mark.parametrize("bearer", ["Bearer bl_made-up", "bearer"])
def test_a_bearer_is_never_helped_out_by_the_cookie(moderator: Someone, bearer: str) -> None:
    """Who sends a bearer is judged by it: 401, and the session of the cookie is left alone."""
    for method in ("GET", "DELETE"):
        assert moderator.call(method, SESSION, authorization=bearer).status_code == 401

    assert moderator.get(SESSION).status_code == 200


@ONE_DATABASE
@pytest.mark.parametrize("token", ["", "0" * 64, "ünsinn"])
def test_a_write_by_cookie_needs_the_csrf_token(moderator: Someone, token: str) -> None:
    """Reads go without it; a write with none or another is refused before it is looked at."""
    moderator.headers["X-CSRF-Token"] = token

    assert moderator.get("/api/v1/queue").status_code == 200
    answer = moderator.post("/api/v1/decisions", {})
    assert answer.status_code == 403
    assert "X-CSRF-Token" in answer.json["detail"]


def test_a_session_lasts_twelve_hours(app: Flask, moderator: Someone) -> None:
    """However busy a moderator is, after a shift they sign in again."""
    with app.app_context(), writing() as session:
        kept = session.scalars(select(ModeratorSession)).one()
        assert kept.expires_at - kept.created_at >= LIFETIME - timedelta(seconds=1)
        session.execute(update(ModeratorSession).values(expires_at=now()))

    assert moderator.get(SESSION).status_code == 401
    assert moderator.get("/api/v1/queue").status_code == 401


def test_the_database_holds_no_token(app: Flask, moderator: Someone) -> None:
    """Who reads the database cannot take over a session."""
    cookie = moderator.client.get_cookie("belowline_session")
    with app.app_context():
        kept = db.session.scalars(select(ModeratorSession)).one()

    assert cookie is not None
    assert cookie.value not in kept.token_hash
    assert len(kept.token_hash) == 64


def test_who_may_no_longer_moderate_is_out_at_once(app: Flask, moderator: Someone) -> None:
    """A moderator who is made inactive has no session any more, and gets none."""
    with app.app_context(), writing() as session:
        session.execute(update(Moderator).values(active=False))

    assert moderator.get(SESSION).status_code == 401
    account = {"email": "mo@example.org", "password": "correct horse battery"}
    assert moderator.post(SESSION, account).status_code == 401
