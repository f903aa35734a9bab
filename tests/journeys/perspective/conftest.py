"""The real service as callers of the Perspective API meet it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.perspective.packages import installed
from tests.running_server import RunningServer


@pytest.fixture(scope="package")
def scoring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The service as it is without a setting: what it cannot read, callers are to withhold."""
    yield from _running(tmp_path_factory.mktemp("scoring"))


@pytest.fixture(scope="package")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The service that fails as Google's did where it cannot read a comment."""
    folder = tmp_path_factory.mktemp("failing")
    yield from _running(folder, BELOWLINE_PERSPECTIVE_UNREADABLE="error")


def _running(folder: Path, **variables: str) -> Iterator[RunningServer]:
    with RunningServer(folder, variables).running() as server:
        yield server


@pytest.fixture(scope="package")
def key(scoring: RunningServer) -> str:
    """A key for nothing but scoring, as an operator hands it out."""
    return scorer_key(scoring)


@pytest.fixture(scope="package")
def failing_key(failing: RunningServer) -> str:
    """The same for the service that fails."""
    return scorer_key(failing)


def scorer_key(server: RunningServer) -> str:
    """Made by the command that the documentation names."""
    words = ("api-key", "create", "--name", "coral", "--role", "scorer")
    return server.command(*words).strip()


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder in which Node finds what others wrote."""
    return installed()
