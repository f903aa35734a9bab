"""`belowline moderator`: who may sign in at the queue."""

from flask.testing import FlaskClient

from tests.service.cli.conftest import Terminal

PASSWORD = "correct horse battery"


def signs_in(client: FlaskClient, email: str, password: str) -> bool:
    """Whether somebody gets in with this password."""
    sent = {"email": email, "password": password}
    return client.post("/api/v1/session", json=sent).status_code == 200


def test_a_password_is_made_up(terminal: Terminal, client: FlaskClient) -> None:
    """Without a password one is made up and printed, and it opens the queue."""
    said = terminal("moderator", "add", "Kim@Example.org", "--role", "admin")
    assert said.code == 0
    password = said.out.split("Password: ")[1].strip()
    assert signs_in(client, "kim@example.org", password)


def test_a_password_is_given(terminal: Terminal, client: FlaskClient) -> None:
    """A password read from standard input is used and never printed."""
    said = terminal(
        "moderator", "add", "kim@example.org", "--password-stdin", reads=f"{PASSWORD}\n"
    )
    assert said.code == 0
    assert PASSWORD not in said.out + said.err
    assert signs_in(client, "kim@example.org", PASSWORD)


def test_what_is_refused(terminal: Terminal) -> None:
    """An address that is none, a short password, an unknown site and a second time are refused."""
    assert terminal("moderator", "add", "kim").code == 2
    short = terminal("moderator", "add", "kim@example.org", "--password-stdin", reads="short")
    assert (short.code, "password: " in short.err) == (2, True)
    nowhere = terminal("moderator", "add", "kim@example.org", "--site", "nowhere")
    assert (nowhere.code, "“nowhere”" in nowhere.err) == (2, True)
    assert terminal("moderator", "add", "kim@example.org").code == 0
    again = terminal("moderator", "add", "KIM@example.org")
    assert (again.code, "already" in again.err) == (1, True)


def test_the_list(terminal: Terminal) -> None:
    """The list shows each moderator with role and sites."""
    terminal("moderator", "add", "kim@example.org", "--role", "admin")
    terminal("moderator", "add", "lee@example.org", "--site", "default")
    assert terminal("moderator", "list").out.splitlines() == [
        "kim@example.org  admin  all sites",
        "lee@example.org  moderator  default",
    ]


def test_a_moderator_is_disabled(terminal: Terminal, client: FlaskClient) -> None:
    """Who is disabled is signed out at once and gets in no more."""
    terminal("moderator", "add", "kim@example.org", "--password-stdin", reads=PASSWORD)
    assert signs_in(client, "kim@example.org", PASSWORD)
    assert client.get("/api/v1/session").status_code == 200
    assert terminal("moderator", "disable", "Kim@example.org").code == 0
    assert client.get("/api/v1/session").status_code == 401
    assert not signs_in(client, "kim@example.org", PASSWORD)
    assert "(disabled)" in terminal("moderator", "list").out
    assert terminal("moderator", "disable", "lee@example.org").code == 2
