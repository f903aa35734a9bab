"""`belowline site`: publications and their way of moderating."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from models.database import db
from models.sites import Site
from service.flow.changes import page
from service.flow.sites import SiteFacts, find_site
from tests.service.cli.conftest import Terminal


def site(app: Flask, name: str) -> SiteFacts:
    """The site as the service finds it."""
    with app.app_context():
        found = find_site(name)
        db.session.remove()
    assert found is not None
    return found


def test_a_site_is_made(terminal: Terminal, app: Flask) -> None:
    """A new site has what was said, and the rules that Belowline comes with."""
    said = terminal(
        "site", "add", "gazette", "--origin", "https://gazette.example", "--origin",
        "http://localhost:3000", "--mode", "pre", "--title", "The Gazette",
    )  # fmt: skip
    assert said.code == 0
    found = site(app, "gazette")
    assert found.origins == ("https://gazette.example", "http://localhost:3000")
    assert (found.mode, found.title) == ("pre", "The Gazette")
    assert found.rules == site(app, "default").rules != ()
    assert terminal("site", "add", "gazette").code == 1


@pytest.mark.parametrize(
    "origin",
    ["gazette.example", "https://gazette.example/news", "ftp://gazette.example", "*", "https://"],
)
def test_an_origin_is_a_scheme_and_a_host(terminal: Terminal, origin: str) -> None:
    """What browsers would never send as an origin is refused."""
    said = terminal("site", "add", "gazette", "--origin", origin)
    assert (said.code, "origins.0" in said.err) == (2, True)
    assert terminal("site", "list").out == "default  auto  any origin\n"


def test_a_site_is_changed(terminal: Terminal, app: Flask) -> None:
    """What is named changes and what is left out stays; pages made before come to an end."""
    before = site(app, "default").settings_version
    terminal("site", "set", "default", "--origin", "https://a.example", "--mode", "post")
    terminal("site", "set", "default", "--pause", "--message", "Back at eight.")
    assert terminal("site", "list").out == "default  post  https://a.example  paused\n"
    terminal("site", "set", "default", "--resume", "--any-origin", "--close")
    assert terminal("site", "list").out == "default  post  any origin  closed\n"
    with app.app_context():
        row = db.session.scalars(select(Site)).one()
        db.session.remove()
    assert (row.message, row.settings_version) == ("Back at eight.", before + 3)
    assert terminal("site", "set", "nowhere", "--pause").code == 2


def row_of(app: Flask, name: str) -> Site:
    """The site as the database has it now."""
    with app.app_context():
        row = db.session.scalars(select(Site).where(Site.name == name)).one()
        db.session.remove()
    return row


def model_of(app: Flask, name: str) -> str | None:
    """What the site's row says of its model."""
    return row_of(app, name).model


def test_a_site_may_want_reasons(terminal: Terminal, app: Flask) -> None:
    """Whoever rejects there says why, until the operator no longer asks for it."""
    assert not row_of(app, "default").reason_required
    assert terminal("site", "set", "default", "--reason-required").code == 0
    assert row_of(app, "default").reason_required
    assert terminal("site", "set", "default", "--reason-optional").code == 0
    assert not row_of(app, "default").reason_required


def test_a_site_is_given_a_model(terminal: Terminal, app: Flask, tmp_path: Path) -> None:
    """By its name, or by the path of a checkpoint, which is kept whole; and taken back again."""
    assert terminal("site", "add", "gazette", "--model", "unbiased").code == 0
    assert model_of(app, "gazette") == "unbiased"
    assert terminal("site", "list").out.endswith("gazette  auto  any origin  read by unbiased\n")
    checkpoint = tmp_path / "ours.ckpt"
    checkpoint.write_bytes(b"")
    assert terminal("site", "set", "gazette", "--model", str(checkpoint)).code == 0
    assert model_of(app, "gazette") == str(checkpoint)
    assert terminal("site", "set", "gazette", "--title", "The Gazette").code == 0
    assert model_of(app, "gazette") == str(checkpoint)
    assert terminal("site", "set", "gazette", "--server-model").code == 0
    assert model_of(app, "gazette") is None


def test_a_model_that_is_not_there_is_refused(terminal: Terminal, app: Flask) -> None:
    """The error names the field and what was expected, and nothing is changed."""
    for command in (("add", "gazette"), ("set", "default", "--pause")):
        said = terminal("site", *command, "--model", "no-such-model")
        assert (said.code, said.err.startswith("belowline: model: ")) == (2, True)
        assert "multilingual" in said.err
        assert "path of a detoxify checkpoint" in said.err
    assert terminal("site", "list").out == "default  auto  any origin\n"


def test_what_moderators_see_can_be_set(terminal: Terminal, app: Flask) -> None:
    """When a comment has waited too long, and from which risk on its text is blurred."""
    said = terminal("site", "set", "default", "--waiting-limit", "900", "--blur-threshold", "0.5")
    assert said.code == 0
    for option, value, field in (
        ("--waiting-limit", "59", "waiting_limit_s"), ("--blur-threshold", "1.5", "blur_threshold"),
    ):  # fmt: skip
        said = terminal("site", "set", "default", option, value)
        assert (said.code, field in said.err) == (2, True)
    with app.app_context():
        row = db.session.scalars(select(Site)).one()
        db.session.remove()
    assert (row.waiting_limit_s, row.blur_threshold) == (900, 0.5)


def test_the_history_tells_of_what_is_typed(terminal: Terminal, app: Flask) -> None:
    """As of what admins change; by a command, for nobody has signed in here."""
    assert terminal("site", "add", "gazette", "--mode", "pre").code == 0
    typed = ("--pause", "--reason-required", "--waiting-limit", "900", "--blur-threshold", "0.5")
    assert terminal("site", "set", "gazette", "--mode", "post", *typed).code == 0
    gazette = site(app, "gazette").id
    with app.app_context():
        changed, made = page(gazette, None, 10, None)[0]
        db.session.remove()
    assert (made.actor_kind, made.actor_name) == ("command", "belowline site add")
    assert (made.before, made.after) == (None, {"mode": "pre"})
    assert (changed.actor_kind, changed.actor_name) == ("command", "belowline site set")
    before = {"mode": "pre", "paused": False, "reason_required": False}
    after = {"mode": "post", "paused": True, "reason_required": True}
    assert changed.before == before | {"waiting_limit_s": 14400, "blur_threshold": 0.8}
    assert changed.after == after | {"waiting_limit_s": 900, "blur_threshold": 0.5}
