"""Who may call what: roles, keys, and the sites of both."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.database import writing
from models.sites import Site
from service.access.callers import Caller
from service.access.keys import create_key, find_key
from tests.service.someone import ONE_DATABASE, Someone, with_key

READS = {
    "/api/v1/queue": "moderator",
    "/api/v1/rules": "moderator",
    f"/api/v1/comments/{UUID(int=1)}/explanation": "moderator",
    "/api/v1/sites": "admin",
    "/api/v1/sites/default": "admin",
    "/api/v1/articles?article=a": "admin",
    "/api/v1/moderators": "admin",
    "/api/v1/api-keys": "admin",
}
WRITES = {
    "POST /api/v1/decisions": "moderator",
    f"POST /api/v1/decisions/{UUID(int=1)}/undo": "moderator",
    "POST /api/v1/decisions/undo": "moderator",
    "PUT /api/v1/rules": "admin",
    "POST /api/v1/sites": "admin",
    "PATCH /api/v1/sites/default": "admin",
    "PUT /api/v1/articles?article=a": "admin",
    "PATCH /api/v1/articles?article=a": "admin",
    "POST /api/v1/moderators": "admin",
    f"PATCH /api/v1/moderators/{UUID(int=1)}": "admin",
    f"DELETE /api/v1/moderators/{UUID(int=1)}": "admin",
    "POST /api/v1/api-keys": "admin",
    f"DELETE /api/v1/api-keys/{UUID(int=1)}": "admin",
}
CALLS = {f"GET {path}": role for path, role in READS.items()} | WRITES
RANK = {"scorer": 0, "moderator": 1, "admin": 2}


def key_of(app: Flask, role: str, sites: list[UUID] | None = None) -> Someone:
    """Another system with a new key."""
    with app.app_context(), writing() as session:
        _, text = create_key(session, f"a {role}'s system", role, sites)
    return with_key(app.test_client(), text)


@ONE_DATABASE
@pytest.mark.parametrize("call", CALLS)
def test_strangers_may_call_nothing(reader: Someone, call: str) -> None:
    """Without a session or a key every protected call is 401, whatever it says."""
    method, path = call.split(" ")
    answer = reader.call(method, path, {"any": "thing"} if method != "GET" else None)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].lower() == "bearer"


@ONE_DATABASE
@pytest.mark.parametrize("role", RANK)
def test_roles_include_one_another(app: Flask, role: str) -> None:
    """An admin may all that a moderator may; a scorer only scores."""
    someone = key_of(app, role)

    for call, needed in CALLS.items():
        method, path = call.split(" ")
        answer = someone.call(method, path, {"any": "thing"} if method != "GET" else None)
        if RANK[role] >= RANK[needed]:
            assert answer.status_code not in (401, 403), call
        else:
            assert answer.status_code == 403, call
            assert answer.json["detail"] == f"This needs the role “{needed}”."


@ONE_DATABASE
@pytest.mark.parametrize(
    "sent", ["Bearer", "Bearer ", "Bearer bl_made-up", "bearer x", "Bearer ünsinn", "BEARER \x7f"]
)
def test_an_invalid_key_never_falls_back_to_the_cookie(moderator: Someone, sent: str) -> None:
    """Who sends a bearer is judged by it alone."""
    assert moderator.get("/api/v1/queue").status_code == 200
    assert moderator.get("/api/v1/queue", authorization=sent).status_code == 401


@ONE_DATABASE
def test_another_scheme_is_none_of_ours(moderator: Someone) -> None:
    """A proxy's own log-in in front of us does not sign a moderator out."""
    answer = moderator.get("/api/v1/queue", authorization="Basic dXNlcjpwYXNz")

    assert answer.status_code == 200


def test_a_key_is_kept_as_a_hash(context: Flask) -> None:
    """A key begins with bl_, and the database cannot tell it."""
    with writing() as session:
        key, text = create_key(session, "n", "admin", None)

    assert text.startswith("bl_")
    assert len(text) > 40
    assert text not in key.key_hash
    found = find_key(text)
    assert found is not None
    assert found.id == key.id
    assert find_key(key.key_hash) is None


def test_a_scope_hides_other_sites(app: Flask, second_site: Site) -> None:
    """To a key of one site, every other site is not there."""
    someone = key_of(app, "admin", [second_site.id])

    assert someone.get("/api/v1/rules?site=gazette").status_code == 200
    for path in ("/api/v1/rules", "/api/v1/queue?site=default", "/api/v1/articles?article=a"):
        assert someone.get(path).status_code == 404, path
    sites = someone.get("/api/v1/sites").json["items"]
    assert [site["name"] for site in sites] == ["gazette"]
    assert someone.post("/api/v1/sites", {"name": "third"}).status_code == 403


A, B = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("own", "wanted", "covered"),
    [
        (None, None, True),
        (None, {A}, True),
        ({A, B}, {A}, True),
        ({A}, {A}, True),
        ({A}, {A, B}, False),
        ({A}, {B}, False),
        ({A}, None, False),
    ],
)
def test_nobody_grants_more_than_they_have(
    own: set[UUID] | None, wanted: set[UUID] | None, covered: bool
) -> None:
    """All sites cover everything; a list covers its parts."""
    scope = None if own is None else frozenset(own)

    assert Caller("key", uuid4(), "n", "admin", scope).covers(wanted) is covered


@ONE_DATABASE
def test_a_foreign_form_is_no_json(client: FlaskClient, moderator: Someone) -> None:
    """A write must come as JSON, which no form of a foreign page can send."""
    answer = moderator.client.post(
        "/api/v1/decisions", data='{"items": []}', content_type="text/plain",
        headers=moderator.headers,
    )  # fmt: skip

    assert answer.status_code == 415
