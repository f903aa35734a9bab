"""`belowline webhook`: where other systems want events sent."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models.database import db, writing
from models.deliveries import Delivery
from models.endpoints import Endpoint
from moderation.events import TYPES
from service.access.seal import unseal
from service.flow.receive import Draft, receive
from service.flow.sites import create_site, find_site
from service.webhooks.endpoints import disable, find
from tests.service.cli.conftest import Terminal

URL = "https://93.184.215.14/hook"


def rows(app: Flask, table: Any) -> list[Any]:
    """All rows of a table."""
    with app.app_context():
        found = db.session.scalars(select(table).order_by(table.id)).all()
        db.session.remove()
        return list(found)


@pytest.fixture
def webhook(terminal: Terminal, app: Flask) -> str:
    """The id of a webhook for everything."""
    assert terminal("webhook", "add", URL).code == 0
    return str(rows(app, Endpoint)[0].id)


def test_a_webhook_is_made_and_its_secret_printed_alone(terminal: Terminal, app: Flask) -> None:
    """So that a script can keep it; the rest goes to stderr."""
    said = terminal(
        "webhook", "add", URL, "--event", "comment.held", "--event", "comment.flagged",
        "--article-prefix", "sport/", "--full-text", "--format", "slack",
    )  # fmt: skip
    assert said.code == 0
    [row] = rows(app, Endpoint)
    with app.app_context():
        assert unseal(row.secret) == said.out.strip()
    assert str(row.id) in said.err
    assert (row.url, row.events) == (URL, ["comment.held", "comment.flagged"])
    assert (row.article_prefix, row.full_text, row.format) == ("sport/", True, "slack")
    assert row.site_id is not None
    listed = terminal("webhook", "list").out
    assert URL in listed
    assert said.out.strip() not in listed


def test_without_a_choice_everything_is_sent(terminal: Terminal, app: Flask, webhook: str) -> None:
    """Of the default site, or of all with a star."""
    assert terminal("webhook", "add", URL, "--site", "*").code == 0
    of_default, of_all = rows(app, Endpoint)
    assert of_default.events == list(TYPES)
    assert of_default.site_id is not None
    assert of_all.site_id is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "ftp://a.example/"], "url: Must begin with https:// or http://."),
        (["add", "http://127.0.0.1/"], "url: 127.0.0.1 is not public"),
        (["add", URL, "--event", "comment.liked"], "events.0: Must be one of"),
        (["add", URL, "--site", "nowhere"], "There is no site called “nowhere”."),
        (["add", URL, "--secret", "hunter2"], "secret: Must begin with whsec_."),
        (["rotate-secret", "{id}", "--keep-old-s", "-5"], "keep_old_s: Must be between"),
        (["set", "{id}"], "Nothing to change"),
        (["set", "{id}", "--url", "http://10.0.0.1/"], "url: 10.0.0.1 is not public"),
        (["set", "{id}", "--event", "x"], "events.0: Must be one of"),
    ],
)
def test_a_mistake_is_one_line(
    terminal: Terminal, webhook: str, words: list[str], said: str
) -> None:
    """Which names what is wrong; exit 2."""
    answer = terminal("webhook", *(word.format(id=webhook) for word in words))
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_what_is_not_there_is_said(terminal: Terminal) -> None:
    """Exit 1."""
    for command in ("remove", "test", "rotate-secret", "log", "replay"):
        said = terminal("webhook", command, "01a2140d-0983-7d68-b4e1-ee6cde43a68f")
        assert (said.code, said.err.strip()) == (1, "belowline: There is no such webhook.")


def test_a_webhook_is_changed(terminal: Terminal, app: Flask, webhook: str) -> None:
    """What is left out stays as it is."""
    with app.app_context(), writing() as session:
        gazette = create_site(session, "gazette").id
    steps: list[tuple[list[str], str, Any]] = [
        (["--url", "https://93.184.215.15/"], "url", "https://93.184.215.15/"),
        (["--event", "comment.held"], "events", ["comment.held"]),
        (["--site", "gazette"], "site_id", gazette),
        (["--site", "*"], "site_id", None),
        (["--article-prefix", "a/"], "article_prefix", "a/"),
        (["--article-prefix", ""], "article_prefix", None),
        (["--full-text"], "full_text", True),
        (["--thin"], "full_text", False),
        (["--format", "slack"], "format", "slack"),
        (["--disable"], "state", "disabled"),
        (["--enable"], "state", "active"),
    ]
    for words, column, value in steps:
        assert terminal("webhook", "set", webhook, *words).code == 0
        assert getattr(rows(app, Endpoint)[0], column) == value
    assert rows(app, Endpoint)[0].events == ["comment.held"]


def test_a_webhook_is_removed(terminal: Terminal, webhook: str) -> None:
    """It is in no list any more."""
    assert terminal("webhook", "remove", webhook).code == 0
    assert terminal("webhook", "list").out == ""


def test_a_secret_is_rotated(terminal: Terminal, app: Flask, webhook: str) -> None:
    """The new one is printed alone."""
    said = terminal("webhook", "rotate-secret", webhook, "--keep-old-s", "60")
    [row] = rows(app, Endpoint)
    with app.app_context():
        assert unseal(row.secret) == said.out.strip()
    assert row.old_secret_until is not None


def test_the_log_and_replays(terminal: Terminal, app: Flask, webhook: str) -> None:
    """What waits, what failed, and sending it again."""
    assert terminal("webhook", "test", webhook).code == 0
    with app.app_context():
        site = find_site("default")
        assert site is not None
        receive(site, Draft("a", "Words.", "Ada"))
    assert len(terminal("webhook", "log", webhook).out.splitlines()) == 2
    only = terminal("webhook", "log", webhook, "--type", "webhook.test").out
    assert "webhook.test  pending  0" in only
    with app.app_context(), writing() as session:
        disable(session, find(session, rows(app, Endpoint)[0].id))
    assert "disabled" in terminal("webhook", "replay", webhook).err
    terminal("webhook", "set", webhook, "--enable")
    assert terminal("webhook", "replay", webhook, "--since", "2999-01-01").out.startswith("0 ")
    one = str(rows(app, Delivery)[0].id)
    assert terminal("webhook", "replay", webhook, "--delivery", one).out.startswith("1 ")
    assert terminal("webhook", "replay", webhook).out.startswith("1 ")
    assert [row.state for row in rows(app, Delivery)] == ["pending", "pending"]
