"""`belowline rescore`: comments that the present model is to read again."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from models.comments import Comment
from models.database import db, writing
from service.flow.receive import Draft, receive
from service.flow.revise import withdraw
from service.flow.sites import find_site
from tests.service.cli.conftest import Terminal

KIND, RUDE = "Thank you for a fine article.", "You are a stupid idiot, shut up."


@pytest.fixture
def comments(app: Flask, score_all: Callable[[], None]) -> dict[str, Comment]:
    """One comment of each kind, by its text."""
    with app.app_context():
        site = find_site("default")
        assert site is not None
        for article, text in (("a", KIND), ("b", RUDE), ("a", "Deleted.")):
            received = receive(site, Draft(article, text, "Ada"))
        score_all()
        withdraw(site, received.comment.id, received.token)
        receive(site, Draft("a", "Not yet scored.", "Ada"))
    return rows(app)


def rows(app: Flask) -> dict[str, Comment]:
    """The comments as they are now, by their texts."""
    with app.app_context():
        found = db.session.scalars(select(Comment)).all()
        db.session.remove()
    return {comment.body: comment for comment in found}


URGENCY_UNSCORED = Comment.turn - 10.0

WHICH = [
    ((), {KIND, RUDE}),
    (("--state", "approved"), {KIND}),
    (("--state", "pending"), {RUDE}),
    (("--article", "b"), {RUDE}),
    (("--article", "c"), set()),
    (("--site", "default", "--article", "a"), {KIND}),
]


@pytest.mark.parametrize(("options", "texts"), WHICH)
def test_comments_are_scored_again(
    terminal: Terminal,
    app: Flask,
    comments: dict[str, Comment],
    options: tuple[str, ...],
    texts: set[str],
) -> None:
    """Those that were chosen are due again, behind new comments; deleted and unscored ones stay."""
    said = terminal("rescore", *options)
    assert said.out == f"{len(texts)} comments will be scored again.\n"
    due = {text for text, row in rows(app).items() if row.score_due_at and row.score_priority == 1}
    assert due == texts
    fresh = rows(app)["Not yet scored."]
    assert fresh.score_priority == 0
    assert fresh.score_due_at == comments["Not yet scored."].score_due_at


def test_a_second_scoring_changes_no_persons_mind(
    terminal: Terminal, app: Flask, comments: dict[str, Comment], score_all: Callable[[], None]
) -> None:
    """Scored again, comments keep their status, and the database stays well."""
    with app.app_context(), writing() as session:
        unscored = {"risk": None, "scored_revision": None, "score_id": None}
        session.execute(update(Comment).values(unscored | {"urgency": URGENCY_UNSCORED}))
    assert terminal("rescore").code == 0
    score_all()
    after = rows(app)
    assert (after[KIND].status, after[RUDE].status) == ("approved", "pending")
    assert after[KIND].scored_revision == 1
    assert terminal("check").code == 0


def test_an_unknown_site(terminal: Terminal) -> None:
    """A site that is not there is named."""
    said = terminal("rescore", "--site", "nowhere")
    assert (said.code, "“nowhere”" in said.err) == (2, True)
