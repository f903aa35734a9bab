"""The numbers for every eye and screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.numbers.editor import CHARTS, Editor
from tests.browser.queue.test_looks import CONTRASTS
from tests.browser.webhooks.test_looks import AXE, RUN_AXE, TAGS

pytestmark = pytest.mark.browser


def _screens(editor: Editor) -> Iterator[str]:
    """Everything open, and nothing there."""
    editor.open("")
    for title in CHARTS:
        editor.section(title).get_by_role("button", name="Show the table").click()
    yield "open"
    editor.open("?site=gazette")
    yield "empty"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_text_can_be_read(editor: Editor, scheme: str) -> None:
    """By day and by night no rule of axe and no contrast is broken."""
    editor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for screen in _screens(editor):
        editor.page.evaluate(AXE)
        assert editor.page.evaluate(RUN_AXE, TAGS) == [], screen
        assert editor.page.evaluate(CONTRASTS) == [], screen


def test_everything_fits_a_small_phone(editor: Editor) -> None:
    """At 360 px the page does not scroll sideways; wide tables do so by themselves."""
    editor.page.set_viewport_size({"width": 360, "height": 740})
    for screen in _screens(editor):
        assert editor.page.evaluate("document.documentElement.scrollWidth") == 360, screen


def test_one_gets_to_every_table_by_keys_alone(editor: Editor) -> None:
    """Tab leads to the button, Enter shows the table, and the table can be scrolled."""
    page, keys = editor.page, editor.page.keyboard
    section = editor.section("What came in")
    button = section.get_by_role("button", name="Show the table: What came in")
    for _ in range(40):
        keys.press("Tab")
        if button.evaluate("(it) => document.activeElement === it"):
            break
    expect(button).to_be_focused()
    keys.press("Enter")
    expect(section.get_by_role("button", name="Hide the table: What came in")).to_be_focused()
    keys.press("Tab")  # to the download
    keys.press("Tab")
    expect(page.locator("#received-table")).to_be_focused()
    expect(section.get_by_role("table")).to_be_visible()
