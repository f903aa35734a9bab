"""One service for each file of bad input: what is refused leaves nothing behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from models.database import db, writing
from service.access.keys import create_key
from service.app import create_app
from tests.conftest import settings_on
from tests.service.someone import Json, Someone, approved, posted, with_key


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """One service for all of this file: what is refused leaves nothing behind."""
    folder = tmp_path_factory.mktemp("bad-input")
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "belowline.db")
        yield from _client(f"sqlite:///{file}", folder)
    else:
        with request.getfixturevalue("postgres").fresh_database() as url:
            yield from _client(url, folder)


def _client(url: str, folder: Path) -> Iterator[FlaskClient]:
    app = create_app(settings_on(url, folder))
    yield app.test_client()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def reader(client: FlaskClient) -> Someone:
    """A reader of that service."""
    return Someone(client)


@pytest.fixture(scope="module")
def admin(client: FlaskClient) -> Someone:
    """An admin's system there."""
    with client.application.app_context(), writing() as session:
        _, text = create_key(session, "tests", "admin", None)
    return with_key(client, text)


@pytest.fixture(scope="module")
def shown(reader: Someone, admin: Someone) -> Json:
    """An approved comment there."""
    created: Json = approved(reader, admin, article="shown")["comment"]
    return created


@pytest.fixture(scope="module")
def waiting(reader: Someone) -> Json:
    """A comment there that nobody has approved."""
    created: Json = posted(reader, article="shown")["comment"]
    return created
