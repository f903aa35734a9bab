"""The banner of the queue while no classifier scores, on a real service whose model is taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.queue.desk import Desk
from tests.removable_model import RemovableModel, in_a_package
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser


@pytest.fixture
def model(tmp_path: Path) -> RemovableModel:
    """The bundled model of the desk's server, where it can be taken away."""
    return in_a_package(tmp_path / "packages")


@pytest.fixture
def desk(tmp_path: Path, model: RemovableModel, page: Page) -> Iterator[Desk]:
    """A desk on a server of its own."""
    server = RunningServer(tmp_path, {"PYTHONPATH": str(tmp_path / "packages")})
    expect.set_options(timeout=30_000)
    try:
        yield Desk(server.start(), page)
    finally:
        server.stop()


def test_moderators_are_told_and_go_on_by_hand(desk: Desk, model: RemovableModel) -> None:
    """The banner comes and goes by itself; a comment without a score is decided like any other."""
    desk.open(state="unscored")
    banner = desk.page.locator("#scoring")
    expect(banner).to_be_empty()
    assert not banner.is_visible()
    model.take_away()
    expect(banner).to_contain_text("Scoring is down since ")
    expect(banner).to_contain_text(f"its file {model.weights.name} cannot be read")
    expect(banner).to_contain_text("New comments wait unscored; you can decide them by hand.")
    comment_id = desk.server.post(desk.article, "A fair point.", name="Ann")["comment"]["id"]
    expect(desk.card("Ann")).to_be_visible()
    desk.press("a")
    desk.becomes(comment_id, "approved")
    expect(banner).to_be_visible()
    model.bring_back()
    expect(banner).to_be_empty()
    assert not banner.is_visible()
