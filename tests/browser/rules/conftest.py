"""A server with an admin and a moderator, for the tests of the rules page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rules.rulebook import ADMIN, MODERATOR, PASSWORD, Rulebook
from tests.running_server import RunningServer


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real service, for all files of this folder."""
    with RunningServer(tmp_path_factory.mktemp("server")).running() as server:
        for email, role in ((ADMIN, "admin"), (MODERATOR, "moderator")):
            server.command(
                "moderator", "add", email, "--role", role, "--password-stdin", text=PASSWORD
            )
        yield server


@pytest.fixture
def book(server: RunningServer, page: Page) -> Rulebook:
    """The rules as they are shipped, on the shared server."""
    expect.set_options(timeout=15_000)
    book = Rulebook(server, page)
    book.start_anew()
    return book
