"""A newspaper on an origin of its own, and somebody who reads it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget.newspaper import Newspaper, newspaper_with
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

expect.set_options(timeout=15_000)  # a thread asks for news every five seconds at most


@pytest.fixture(scope="module")
def newspaper(server: RunningServer) -> Iterator[Newspaper]:
    """The newspaper whose comments `server` runs."""
    with newspaper_with(server.url) as newspaper:
        yield newspaper


@pytest.fixture
def reader(page: Page) -> Reader:
    """Somebody who reads in a browser without a past."""
    return Reader(page)


@pytest.fixture
def another_reader(browser: Browser) -> Iterator[Reader]:
    """Somebody else, in a browser of their own."""
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield Reader(page)
