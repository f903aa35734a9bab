"""What the journeys of webhooks share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.node import install_library
from tests.running_server import RunningServer

SETTINGS = {
    "BELOWLINE_WEBHOOK_ALLOW_PRIVATE": "127.0.0.0/8",
    "BELOWLINE_WEBHOOK_RETRY_SCHEDULE": ",".join(["1"] * 30),
}


@pytest.fixture(scope="session")
def node_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the npm package `standardwebhooks`."""
    return install_library(tmp_path_factory.mktemp("node"))


@pytest.fixture(scope="module")
def sending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real service, which may send to this machine and tries again every second."""
    with RunningServer(tmp_path_factory.mktemp("sending"), SETTINGS).running() as server:
        yield server
