"""How often one may write."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from models.database import db
from service.app import create_app
from service.settings import Settings
from tests.service.someone import ONE_DATABASE, Json, comment

pytestmark = ONE_DATABASE

PREVIEW = {"body": "hello"}


@pytest.fixture
def limited(settings: Settings) -> Iterator[Flask]:
    """The service with its limits on."""
    app = create_app(replace(settings, rate_limits=True))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def preview(app: Flask, address: str = "203.0.113.7", token: str | None = None) -> int:
    """The status of one preview."""
    headers = {"X-Belowline-Reader": token} if token else {}
    answer = app.test_client().post(
        "/api/v1/preview", json=PREVIEW, headers=headers, environ_base={"REMOTE_ADDR": address}
    )
    return answer.status_code


def log_in(app: Flask, address: str = "203.0.113.7", email: str = "a@example.org") -> int:
    """The status of one attempt to sign in."""
    answer = app.test_client().post(
        "/api/v1/session",
        json={"email": email, "password": "wrong"},
        environ_base={"REMOTE_ADDR": address},
    )
    return answer.status_code


def test_thirty_previews_a_minute_from_an_address(limited: Flask) -> None:
    """The next one is 429 and says when to come back; another address goes on."""
    assert {preview(limited) for _ in range(30)} == {200}

    answer = limited.test_client().post(
        "/api/v1/preview", json=PREVIEW, environ_base={"REMOTE_ADDR": "203.0.113.7"}
    )
    assert answer.status_code == 429
    assert answer.content_type == "application/problem+json"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert preview(limited, "203.0.113.8") == 200


def test_a_reader_is_limited_wherever_they_are(limited: Flask) -> None:
    """A token that moves from address to address has one limit."""
    statuses = [preview(limited, f"203.0.113.{number}", "a token") for number in range(31)]

    assert statuses == [200] * 30 + [429]


def test_a_household_is_one_address(limited: Flask) -> None:
    """Addresses of one /64 are limited together."""
    statuses = [preview(limited, f"2001:db8::{number:x}") for number in range(1, 32)]

    assert statuses == [200] * 30 + [429]


def test_sixty_posts_a_minute(limited: Flask) -> None:
    """Posts count whether they are taken or not: trying costs as much."""
    client = limited.test_client()
    statuses = [
        client.post("/api/v1/comments", json=comment(body="" if number % 2 else "x")).status_code
        for number in range(61)
    ]

    assert statuses == [201, 422] * 30 + [429]


def test_ten_log_ins_a_minute_from_an_address(limited: Flask) -> None:
    """Many accounts from one address are one attack."""
    statuses = [log_in(limited, email=f"{number}@example.org") for number in range(11)]

    assert statuses == [401] * 10 + [429]


def test_ten_log_ins_a_minute_of_an_account(limited: Flask) -> None:
    """One account from many addresses is one attack, however its name is written."""
    statuses = [
        log_in(limited, f"203.0.113.{number}", "A@example.org " if number % 2 else "a@example.org")
        for number in range(11)
    ]

    assert statuses == [401] * 10 + [429]


def test_reads_are_not_limited(limited: Flask) -> None:
    """A page with many visitors behind one address keeps its counts."""
    client = limited.test_client()

    for _ in range(100):
        assert client.get("/api/v1/counts?article=a").status_code == 200
    assert limited.before_request_funcs.keys() == {None}
    assert [each.__name__ for each in limited.before_request_funcs[None]] == ["read_body"]


def test_limits_can_be_off(app: Flask, limited: Flask) -> None:
    """The setting is each app's own, also beside another."""
    assert {preview(app) for _ in range(40)} == {200}
    assert {preview(limited) for _ in range(31)} == {200, 429}


def test_a_bad_body_is_counted_and_named(limited: Flask, counted: Callable[[], Json]) -> None:
    """What is no log-in at all is still one attempt of its address."""
    for _ in range(10):
        assert counted()["status"] in (400, 415, 422)
    assert counted()["status"] == 429


@pytest.fixture
def counted(limited: Flask) -> Callable[[], Json]:
    """Log-ins that are none, one after another."""
    bodies = iter([b"", b"[]", b"{", b'{"email": []}', b"null", b'"x"'] * 2)

    def call() -> Json:
        answer = limited.test_client().post(
            "/api/v1/session", data=next(bodies), content_type="application/json"
        )
        told: Json = answer.json
        return told

    return call
