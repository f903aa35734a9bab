"""What the fixtures promise to every test."""

import socket

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.comments import Comment
from models.database import db, writing
from models.sites import DEFAULT_SITE, Site


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_no_other_machine_can_be_reached(host: str) -> None:
    """Whoever tries to speak to another machine, by name or number, is told so at once."""
    with pytest.raises(RuntimeError, match="may not reach"):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_can_be_reached() -> None:
    """Servers that the tests start on the loopback addresses are not cut off."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5):
            pass


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_its_own_database(context: Flask, turn: int) -> None:
    """A test finds all tables and the default site, and nothing that another test has left."""
    assert db.session.scalars(select(Site.name)).all() == [DEFAULT_SITE]
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0
    with writing() as session:
        session.add(Site(name=f"left behind by turn {turn}"))


def test_the_database_is_the_one_asked_for(context: Flask, request: pytest.FixtureRequest) -> None:
    """What is called PostgreSQL in a test's name is PostgreSQL."""
    assert f"[{'postgres' if db.engine.dialect.name == 'postgresql' else 'sqlite'}]" in (
        request.node.name
    )
