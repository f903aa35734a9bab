"""A desk for every test of the queue."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.queue.desk import Desk
from tests.running_server import RunningServer


@pytest.fixture
def desk(server: RunningServer, page: Page) -> Desk:
    """A desk on the shared server. The page looks for news every few seconds: allow it several."""
    expect.set_options(timeout=15_000)
    return Desk(server, page)
