"""A server that may send to this machine, an admin, and somebody to send to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.webhooks.office import ADMIN, PASSWORD, Office
from tests.running_server import RunningServer
from tests.service.webhooks.receiver import Receiver, receiving

SETTINGS = {
    "BELOWLINE_WEBHOOK_ALLOW_PRIVATE": "127.0.0.0/8",
    "BELOWLINE_WEBHOOK_RETRY_SCHEDULE": "0",  # tried twice, and then it has failed
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real service, with an admin."""
    with RunningServer(tmp_path_factory.mktemp("server"), SETTINGS).running() as server:
        words = ("moderator", "add", ADMIN, "--role", "admin", "--password-stdin")
        server.command(*words, text=PASSWORD)
        yield server


@pytest.fixture
def office(server: RunningServer, page: Page) -> Office:
    """An office on the shared server."""
    expect.set_options(timeout=15_000)
    return Office(server, page)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A well-behaved receiver."""
    with receiving() as receiver:
        yield receiver
