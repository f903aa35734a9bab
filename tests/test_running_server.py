"""The server that the other tests rely on: it starts, answers, stops and starts again."""

from collections.abc import Iterator

import pytest

from tests.running_server import RunningServer, wait_until


@pytest.fixture
def two_starts(server: RunningServer) -> Iterator[RunningServer]:
    """A server that may be left dead, and is alive again afterwards."""
    yield server
    if server.process is None:
        server.start()


def test_a_clean_comment_is_shown(server: RunningServer) -> None:
    """What a reader posts is scored by the real classifier, and shown if it is clean."""
    server.post("bridge", "Thank you for this thorough article about the harbour bridge.")
    wait_until(lambda: server.get("/api/v1/counts?article=bridge")["counts"]["bridge"] == 1)


def test_a_moderator_signs_in(server: RunningServer) -> None:
    """The moderator made by the command line signs in with the password given there."""
    someone = server.moderator
    sent = {"email": someone.email, "password": someone.password}
    answer = server.request("POST", "/api/v1/session", sent, origin=server.url)
    assert answer.status in {200, 201}
    assert answer.json()["moderator"]["email"] == someone.email


def test_the_key_is_an_admins(server: RunningServer) -> None:
    """The key made by the command line opens what only admins may see."""
    assert server.as_admin("GET", "/api/v1/api-keys").status == 200
    assert server.request("GET", "/api/v1/api-keys").status == 401


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_what_was_answered_survives(two_starts: RunningServer, end: str) -> None:
    """A comment that was answered with 201 is there after the process ended, either way."""
    created = two_starts.post(end, "A comment that must not be lost.")["comment"]

    getattr(two_starts, end)()
    assert two_starts.process is None
    two_starts.start()

    key = f"/api/v1/comments?article={end}"
    wait_until(lambda: [c["id"] for c in two_starts.get(key)["comments"]] == [created["id"]])
