"""What a new user finds after `make run`: a moderator, a demonstration, and where things are."""

from __future__ import annotations

import click
from sqlalchemy import select

from models.comments import Comment
from models.database import db
from models.moderators import Moderator
from moderation.classifier import ClassifierUnavailable
from service.cli.database import connected
from service.cli.demo_data import make_demo_data
from service.cli.moderators import add_moderator
from service.settings import Settings

EDITOR = "editor@example.com"

PLACES = """
  {url}/demo    a newspaper with comments
  {url}/queue   where moderators decide
  {url}/docs    the HTTP interface
"""
SIGN_IN = """\
Sign in to the queue as {email} with the password

  {password}

It is shown this once; `belowline moderator add` makes further moderators.
"""


def welcome(settings: Settings, url: str) -> None:
    """Make what is missing, and say where everything is."""
    with connected(settings):
        password = _first_moderator()
        if db.session.scalar(select(Comment.id).limit(1)) is None:
            _demonstrate(settings)
    click.echo(PLACES.format(url=url))
    if password is not None:
        click.echo(SIGN_IN.format(email=EDITOR, password=password))


def _first_moderator() -> str | None:
    """Make an admin unless there is a moderator; the password, if so."""
    if db.session.scalar(select(Moderator.id).limit(1)) is not None:
        return None
    return add_moderator(EDITOR, "admin")


def _demonstrate(settings: Settings) -> None:
    click.echo("Posting the comments of the demonstration…")
    try:
        make_demo_data(settings)
    except ClassifierUnavailable as error:
        click.echo(f"There will be none for now: {error}", err=True)
