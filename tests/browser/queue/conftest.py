"""A desk for every test of the queue, and a second one where two moderators meet."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.queue.desk import Desk, new_moderator
from tests.running_server import RunningServer


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One service for all tests of the queue: each has articles and a moderator of its own."""
    with RunningServer(tmp_path_factory.mktemp("server")).running() as server:
        yield server


@pytest.fixture
def desk(server: RunningServer, page: Page) -> Desk:
    """A desk on the shared server. The page looks for news every few seconds: allow it several."""
    expect.set_options(timeout=15_000)
    return Desk(server, page, new_moderator(server))


@pytest.fixture
def colleague(browser: Browser, desk: Desk) -> Iterator[Callable[..., Desk]]:
    """Makes desks of other moderators, each in a browser of its own, on the same comments."""
    contexts: list[BrowserContext] = []

    def sit_down(role: str = "moderator") -> Desk:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        contexts.append(context)
        someone = new_moderator(desk.server, role)
        return Desk(desk.server, context.new_page(), someone, desk.article)

    yield sit_down
    for context in contexts:
        context.close()
