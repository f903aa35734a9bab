"""A newsroom on each database, for the tests of every step."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from models.database import Base, db, writing
from service.app import create_app
from tests.conftest import settings_on
from tests.service.flow.newsroom import Newsroom


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def shared_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A migrated database for the tests of one file, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("shared")
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), folder)}"
    else:
        with request.getfixturevalue("postgres").fresh_database() as url:
            yield url


@pytest.fixture(scope="module")
def shared_app(shared_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on that database, with the jobs off."""
    app = create_app(settings_on(shared_url, tmp_path_factory.mktemp("instance")))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def room(shared_app: Flask) -> Iterator[Newsroom]:
    """A site without an article in a database without another, in an application context."""
    with shared_app.app_context():
        yield emptied()
        db.session.remove()


def emptied() -> Newsroom:
    """A new site in a database that was emptied for it.

    That is much faster than a new database for each of some hundred tests.
    """
    with writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    return Newsroom()
