"""Admins manage moderators."""

from uuid import UUID

from flask import Flask

from models.sites import Site
from tests.service.someone import Json, Someone

MODERATORS = "/api/v1/moderators"
NEW = {"email": "New@example.org ", "password": "a long password"}


def signed_in(someone: Someone, email: str, password: str) -> int:
    """The status of an attempt to sign in, in a browser of its own."""
    client = someone.client.application.test_client()
    return client.post("/api/v1/session", json={"email": email, "password": password}).status_code


def test_a_moderator_is_made_and_signs_in(admin: Someone) -> None:
    """E-mail addresses are kept in lower case; neither password nor hash is ever told."""
    made = admin.post(MODERATORS, NEW)

    assert made.status_code == 201
    assert set(made.json) == {"id", "email", "role", "sites", "active", "created_at"}
    assert made.json["email"] == "new@example.org"
    assert (made.json["role"], made.json["sites"], made.json["active"]) == ("moderator", None, True)
    assert admin.get(f"{MODERATORS}/{made.json['id']}").json == made.json
    assert made.json in admin.get(MODERATORS).json["items"]
    assert signed_in(admin, "new@example.org", "a long password") == 200


def test_an_address_is_taken_once(admin: Someone) -> None:
    """409, however it is written."""
    admin.post(MODERATORS, NEW)

    assert admin.post(MODERATORS, NEW | {"email": "NEW@EXAMPLE.ORG"}).status_code == 409


def test_a_new_password_ends_all_sessions(admin: Someone, moderator: Someone) -> None:
    """Whoever knew the old one is out."""
    own = moderator.get("/api/v1/session").json["moderator"]

    answer = admin.patch(f"{MODERATORS}/{own['id']}", {"password": "another password"})

    assert answer.status_code == 200
    assert moderator.get("/api/v1/session").status_code == 401
    assert signed_in(admin, own["email"], "correct horse battery") == 401
    assert signed_in(admin, own["email"], "another password") == 200


def test_what_is_left_out_stays(admin: Someone, second_site: Site) -> None:
    """PATCH changes what it names; sites are named, and null means all."""
    path = f"{MODERATORS}/{admin.post(MODERATORS, NEW | {'sites': ['gazette']}).json['id']}"

    changed = admin.patch(path, {"role": "admin"}).json
    assert (changed["role"], changed["sites"]) == ("admin", ["gazette"])
    assert admin.patch(path, {"sites": None}).json["sites"] is None


def test_a_removed_moderator_is_out(admin: Someone, moderator: Someone) -> None:
    """204; the session is over and the name is free."""
    own = moderator.get("/api/v1/session").json["moderator"]
    make_admin(admin)

    assert admin.delete(f"{MODERATORS}/{own['id']}").status_code == 204
    assert moderator.get("/api/v1/session").status_code == 401
    assert admin.get(f"{MODERATORS}/{own['id']}").status_code == 404
    assert admin.post(MODERATORS, NEW | {"email": own["email"]}).status_code == 201


def test_one_admin_of_all_sites_is_left(admin: Someone) -> None:
    """The last one can neither be removed nor be made less; 409, and nothing is changed."""
    last = make_admin(admin)
    path = f"{MODERATORS}/{last['id']}"

    for answer in (
        admin.delete(path),
        admin.patch(path, {"active": False}),
        admin.patch(path, {"role": "moderator"}),
    ):
        assert answer.status_code == 409
        assert answer.json["detail"] == "This is the last admin of all sites."
    assert admin.get(path).json == last


def test_an_admin_of_one_site_stays_within_it(
    app: Flask, admin: Someone, second_site: Site
) -> None:
    """They see and make moderators of their site only, and grant no more than they have."""
    everybody = make_admin(admin)
    made = admin.post("/api/v1/api-keys", {"name": "g", "role": "admin", "sites": ["gazette"]})
    gazette = Someone(app.test_client(), {"Authorization": f"Bearer {made.json['key']}"})

    assert gazette.get(MODERATORS).json["items"] == []
    for path in (f"{MODERATORS}/{everybody['id']}",):
        assert gazette.get(path).status_code == 404
        assert gazette.patch(path, {"password": "mine from now on"}).status_code == 404
        assert gazette.delete(path).status_code == 404
    assert gazette.post(MODERATORS, NEW).status_code == 403
    assert gazette.post(MODERATORS, NEW | {"sites": ["default"]}).status_code == 403
    own = gazette.post(MODERATORS, NEW | {"sites": ["gazette"]})
    assert own.status_code == 201
    assert gazette.patch(f"{MODERATORS}/{own.json['id']}", {"sites": None}).status_code == 403
    assert UUID(own.json["id"])


def make_admin(admin: Someone) -> Json:
    """A moderator who is admin of all sites."""
    new = NEW | {"email": "chief@example.org", "role": "admin"}
    made: Json = admin.post(MODERATORS, new).json
    return made
