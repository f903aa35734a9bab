"""`belowline check`: what a person is told about the state of the database."""

from flask import Flask
from sqlalchemy import update

from models.articles import Article
from models.database import writing
from service.flow.receive import Draft, receive
from service.flow.sites import find_site
from tests.service.cli.conftest import Terminal


def post(app: Flask) -> None:
    """Let somebody post a comment."""
    with app.app_context():
        site = find_site("default")
        assert site is not None
        receive(site, Draft("a", "Words.", "Ada"))


def test_all_is_well(terminal: Terminal, app: Flask) -> None:
    """A clean database is one friendly line with what was looked at."""
    post(app)
    said = terminal("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("All is well: ")
    assert "1 comments" in said.out
    assert said.out.count("\n") == 1


def test_differences_are_printed(terminal: Terminal, app: Flask) -> None:
    """Each difference is a line of the output, and the exit code is 1."""
    post(app)
    with app.app_context(), writing() as session:
        session.execute(update(Article).values(count=3))
    said = terminal("check")
    assert said.code == 1
    assert said.out.count("\n") == 1
    assert "the count is the number of approved comments; found 3, expected 0" in said.out
    assert said.err.startswith("belowline: 1 differences in 1 sites, 1 articles, 1 comments")
