"""A newspaper with three weeks behind it, and an editor in chief who looks at them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.weeks import write_weeks
from tests.browser.numbers.editor import Editor
from tests.running_server import RunningServer

COMMENTS, DAYS = 500, 21


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real service with those weeks, and with a second site that has just begun."""
    server = RunningServer(tmp_path_factory.mktemp("server"))
    server.instance.mkdir()
    write_weeks(f"sqlite:///{server.instance / 'belowline.db'}", COMMENTS, DAYS)
    with server.running():
        assert server.as_admin("POST", "/api/v1/sites", {"name": "gazette"}).status == 201
        yield server


@pytest.fixture
def editor(server: RunningServer, page: Page) -> Editor:
    """An editor in chief, signed in, with the numbers on the screen."""
    expect.set_options(timeout=15_000)
    editor = Editor(server, page)
    editor.sign_in()
    return editor
