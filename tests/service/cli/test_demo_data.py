"""`belowline demo-data`: the demonstration, by the way of every comment."""

from collections import Counter
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models.comments import Comment
from models.database import db, now
from service.pages.demo_comments import COMMENTS
from tests.service.cli.conftest import Terminal


def test_the_demonstration(terminal: Terminal, app: Flask, client: FlaskClient) -> None:
    """All are posted with their ages, the civil are shown in their threads, the rude wait."""
    assert terminal("demo-data").out == f"{len(COMMENTS)} comments were posted.\n"
    with app.app_context():
        by_body = {comment.body: comment for comment in db.session.scalars(select(Comment))}
    for sample in COMMENTS:
        comment = by_body[sample["body"]]
        late = now() - timedelta(minutes=sample["age_minutes"]) - comment.created_at
        assert timedelta(0) <= late < timedelta(minutes=1)
        assert (comment.parent_id is None) == (sample["parent"] is None)
        if sample["key"].endswith("-rude"):
            assert comment.status == "pending"
    assert Counter(comment.status for comment in by_body.values())["approved"] > 15
    page = client.get("/api/v1/comments?article=demo-night-ferry").json
    assert page["article"]["title"].startswith("The night ferry")
    assert page["article"]["count"] > 10
    assert terminal("check").code == 0


def test_it_is_made_once(terminal: Terminal, app: Flask) -> None:
    """What is there already is not posted a second time."""
    terminal("demo-data")
    assert terminal("demo-data").out == "All of it is there already.\n"
    with app.app_context():
        assert len(db.session.scalars(select(Comment)).all()) == len(COMMENTS)


def test_a_paused_site_takes_none(terminal: Terminal) -> None:
    """Where readers may not post, neither does the demonstration; the message is theirs."""
    terminal("site", "set", "default", "--pause", "--message", "Back at eight.")
    said = terminal("demo-data")
    assert (said.code, said.err) == (1, "belowline: Back at eight.\n")
