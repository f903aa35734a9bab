"""Admins manage API keys."""

from models.sites import Site
from tests.service.someone import Someone

KEYS = "/api/v1/api-keys"


def test_a_key_is_told_once(admin: Someone) -> None:
    """The answer that makes it holds it; the list never does."""
    made = admin.post(KEYS, {"name": "the archive", "role": "moderator"})

    assert made.status_code == 201
    assert made.json["key"].startswith("bl_")
    assert made.headers["Cache-Control"] == "no-store"
    listed = admin.get(KEYS)
    assert made.json["key"] not in listed.text
    [own] = [each for each in listed.json["items"] if each["id"] == made.json["id"]]
    assert own == {name: value for name, value in made.json.items() if name != "key"}


def test_a_revoked_key_is_worth_nothing(admin: Someone) -> None:
    """204, and from then on 401; a second time it is not there."""
    made = admin.post(KEYS, {"name": "the archive", "role": "admin"}).json
    archive = Someone(admin.client, {"Authorization": f"Bearer {made['key']}"})
    assert archive.get(KEYS).status_code == 200

    assert admin.delete(f"{KEYS}/{made['id']}").status_code == 204
    assert archive.get(KEYS).status_code == 401
    assert admin.delete(f"{KEYS}/{made['id']}").status_code == 404
    assert made["id"] not in admin.get(KEYS).text


def test_a_key_grants_what_its_maker_has(admin: Someone, second_site: Site) -> None:
    """An admin of one site makes keys of that site, and sees no others."""
    made = admin.post(KEYS, {"name": "g", "role": "admin", "sites": ["gazette"]}).json
    assert made["sites"] == ["gazette"]
    gazette = Someone(admin.client, {"Authorization": f"Bearer {made['key']}"})

    assert gazette.post(KEYS, {"name": "all", "role": "scorer"}).status_code == 403
    assert gazette.post(KEYS, {"name": "g", "role": "scorer", "sites": ["gazette"]}).json["key"]
    assert {tuple(each["sites"]) for each in gazette.get(KEYS).json["items"]} == {("gazette",)}
