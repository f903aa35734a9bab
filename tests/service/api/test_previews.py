"""A look at a comment before it is sent."""

from flask import Flask
from sqlalchemy import func, select

from models.comments import Comment
from models.database import db
from service.access import running
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from tests.service.someone import ONE_DATABASE, Someone, posted

pytestmark = ONE_DATABASE
PREVIEW = "/api/v1/preview"
RUDE = "You are a stupid idiot and I hate you."


def test_a_preview_looks_like_the_comment(app: Flask, reader: Someone) -> None:
    """The same HTML as of the comment that is then posted; nothing is stored by looking."""
    body = "A *fair* point: https://news.example/1"
    answer = reader.post(PREVIEW, {"body": body})

    with app.app_context():
        assert db.session.scalars(select(func.count()).select_from(Comment)).one() == 0
    assert answer.json == {"html": posted(reader, body=body)["comment"]["html"]}


def test_who_asks_is_nudged(app: Flask, reader: Someone, admin: Someone, scorer: Scorer) -> None:
    """Over the site's threshold the answer says so, and only when asked."""
    app.config[running.SCORERS] = Scorers(scorer)

    assert reader.post(PREVIEW, {"body": RUDE, "nudge": True}).json["nudge"] is True
    assert reader.post(PREVIEW, {"body": "Thank you.", "nudge": True}).json["nudge"] is False
    assert "nudge" not in reader.post(PREVIEW, {"body": RUDE, "nudge": False}).json
    admin.patch("/api/v1/sites/default", {"nudge_threshold": 1})
    assert reader.post(PREVIEW, {"body": RUDE, "nudge": True}).json["nudge"] is False


def test_quoting_an_insult_is_no_insult(app: Flask, reader: Someone, scorer: Scorer) -> None:
    """A preview asks about the author's own words, unless there are none."""
    app.config[running.SCORERS] = Scorers(scorer)

    quoting = {"body": f"> {RUDE}\n\nPlease be kind.", "nudge": True}
    assert reader.post(PREVIEW, quoting).json["nudge"] is False
    assert reader.post(PREVIEW, {"body": f"> {RUDE}", "nudge": True}).json["nudge"] is True


def test_without_a_classifier_nobody_is_nudged(reader: Someone) -> None:
    """A missing classifier is no reason to hold anybody up."""
    answer = reader.post(PREVIEW, {"body": RUDE, "nudge": True})

    assert answer.status_code == 200
    assert answer.json["nudge"] is False
