"""What every test can ask for: both databases, the app on them, and a real server."""

import ipaddress
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from models.database import db
from service.app import create_app
from service.cli.database import bring_up_to_date
from service.flow.scorer import Scorer
from service.jobs.work import score_due
from service.settings import Settings, read_settings
from tests.postgres import Postgres, running_postgres
from tests.running_server import RunningServer

SECRET = "a secret that only the tests know"


def pytest_configure() -> None:
    """Close the tests to the network, loopback apart, and let none fail by how long it took."""
    sys.addaudithook(_refuse_other_machines)
    slow = [HealthCheck.too_slow]
    hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=slow)
    hypothesis_settings.load_profile("untimed")


def _refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
    elif event == "socket.getaddrinfo":
        address = arguments
    else:
        return
    if isinstance(address, tuple) and not _is_this_machine(str(address[0])):
        raise RuntimeError(f"a test may not reach {address[0]}")


def _is_this_machine(host: str) -> bool:
    if host in {"localhost", "None"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def settings_on(database_url: str, folder: Path, **more: str) -> Settings:
    """As an operator would set them, with the jobs off: a test runs them when it says so.

    `more` are further settings, by their names without the prefix.
    """
    return read_settings(
        {
            "BELOWLINE_INSTANCE": str(folder / "instance"),
            "BELOWLINE_DATABASE_URL": database_url,
            "BELOWLINE_SECRET_KEY": SECRET,
            "BELOWLINE_RATE_LIMITS": "off",
            "BELOWLINE_JOBS": "off",
            **{f"BELOWLINE_{name}": value for name, value in more.items()},
        }
    )


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file as a first start leaves it: all tables and the default site, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    file = folder / "belowline.db"
    bring_up_to_date(settings_on(f"sqlite:///{file}", folder))
    return file


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """The PostgreSQL that all tests share, with such a database to be copied."""
    folder = tmp_path_factory.mktemp("postgres")
    with running_postgres(lambda url: bring_up_to_date(settings_on(url, folder))) as postgres:
        yield postgres


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database that nobody has used, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "belowline.db")
        yield f"sqlite:///{file}"
    else:
        with request.getfixturevalue("postgres").fresh_database() as url:
            yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of an instance on that database."""
    return settings_on(database_url, tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole service on a fresh database, outside of any request or context."""
    app = create_app(settings)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The same inside an application context, which is all that `models` and `flow` need."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who sends requests, without a server between."""
    return app.test_client()


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """The bundled classifier, loaded once for all tests."""
    scorer = Scorer("bundled")
    assert scorer.load(), scorer.reason
    return scorer


@pytest.fixture
def score_all(app: Flask, scorer: Scorer) -> Callable[[], None]:
    """Call it to have everything that is due scored and judged, as the jobs would."""

    def in_context(job: Callable[[], object]) -> object:
        with app.app_context():
            return job()

    def until_nothing_is_due() -> None:
        while in_context(lambda: score_due(scorer, in_context)):
            pass

    return until_nothing_is_due


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real thing: `belowline serve` in its own process, shared by the tests of a file."""
    with RunningServer(tmp_path_factory.mktemp("server")).running() as server:
        yield server
