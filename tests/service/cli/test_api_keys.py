"""`belowline api-key`: what other systems may do."""

from flask.testing import FlaskClient

from tests.service.cli.conftest import Terminal


def status(client: FlaskClient, path: str, key: str) -> int:
    """How a call with this key is answered."""
    return client.get(path, headers={"Authorization": f"Bearer {key}"}).status_code


def test_the_key_is_printed_alone(terminal: Terminal, client: FlaskClient) -> None:
    """A new key is the only thing printed, so that scripts can take it, and it works."""
    said = terminal("api-key", "create", "--name", "the feed", "--role", "admin")
    assert (said.code, said.err) == (0, "")
    [key] = said.out.split()
    assert status(client, "/api/v1/sites", key) == 200


def test_a_key_has_a_role_and_sites(terminal: Terminal, client: FlaskClient) -> None:
    """A key may do what its role may, on the sites that were named."""
    terminal("site", "add", "gazette")
    wanted = ("--role", "admin", "--site", "gazette")
    key = terminal("api-key", "create", "--name", "gazette", *wanted).out.strip()
    answer = client.get("/api/v1/sites", headers={"Authorization": f"Bearer {key}"})
    assert [site["name"] for site in answer.json["items"]] == ["gazette"]
    scorer = terminal("api-key", "create", "--name", "bot", "--role", "scorer").out.strip()
    assert status(client, "/api/v1/sites", scorer) == 403
    assert terminal("api-key", "create", "--name", "x", "--role", "admin", "--site", "y").code == 2
    assert terminal("api-key", "create", "--name", " ", "--role", "admin").code == 2


def test_a_key_is_revoked(terminal: Terminal, client: FlaskClient) -> None:
    """A revoked key is worth nothing, and no longer listed."""
    key = terminal("api-key", "create", "--name", "the feed", "--role", "admin").out.strip()
    listed = terminal("api-key", "list").out
    assert key not in listed
    key_id, rest = listed.strip().split("  ", 1)
    assert rest == "the feed  admin  all sites"
    assert terminal("api-key", "revoke", key_id).code == 0
    assert status(client, "/api/v1/sites", key) == 401
    assert terminal("api-key", "list").out == ""
    assert terminal("api-key", "revoke", key_id).code == 2


def test_a_key_has_a_quota(terminal: Terminal, client: FlaskClient) -> None:
    """It is given with the key or later, and shown where it is not the usual one."""
    words = ("--name", "bot", "--role", "scorer")
    assert terminal("api-key", "create", *words, "--quota", "0").code == 2
    terminal("api-key", "create", *words, "--quota", "5")
    [line] = terminal("api-key", "list").out.splitlines()
    key_id, rest = line.split("  ", 1)
    assert rest == "bot  scorer  all sites  5 a second"

    said = terminal("api-key", "quota", key_id, "20")
    assert said.out == "The key of bot has 20 texts a second from its next call on.\n"
    assert terminal("api-key", "list").out.strip().endswith("  20 a second")
    said = terminal("api-key", "quota", key_id, "0")
    assert said.out == "The key of bot has the quota of the settings from its next call on.\n"
    assert terminal("api-key", "list").out.strip().endswith("  all sites")
    assert terminal("api-key", "quota", key_id, "-1").code == 2
    assert terminal("api-key", "quota", "00000000-0000-7000-8000-000000000000", "1").code == 2
