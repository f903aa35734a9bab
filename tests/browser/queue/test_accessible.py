"""axe-core finds nothing on the queue in any of its states, by day and by night."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.queue.desk import RUDE, Desk
from tests.running_server import wait_until

pytestmark = pytest.mark.browser

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@SCHEMES
def test_axe_finds_nothing_in_any_state(desk: Desk, scheme: str) -> None:
    """Cards blurred and uncovered, every pane and every dialog, a selection, a notice, no cards."""
    desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    root = desk.post_approved("Ann", "Is the ferry on time today?")["comment"]["id"]
    reply = desk.server.post(desk.article, RUDE, name="Bob", parent_id=root)["comment"]["id"]
    wait_until(lambda: desk.is_held(reply))
    desk.flag(root, "illegal", "It names my neighbour.")
    desk.open(state="all", sort="newest")
    found = {"cards": faults(desk.page)}
    expect(desk.card("Bob")).to_be_visible()
    desk.card("Bob").focus()
    for key in ("b", "c", "i", "d"):
        desk.press(key)
        expect(desk.page.locator(".pane[aria-busy]")).to_have_count(0)
        found[f"after {key}"] = faults(desk.page)
    for key in ("?", "R", "e", "m"):
        found[f"dialog {key}"] = _in_dialog(desk.page, key)
    desk.press("x")
    desk.page.get_by_text("Filter", exact=True).click()
    found["selection and filters"] = faults(desk.page)
    desk.page.get_by_label("Words in the comment").fill("nobody wrote this")
    desk.press("Enter")
    expect(desk.page.locator("#empty")).to_be_visible()
    found["empty"] = faults(desk.page)
    desk.page.context.set_offline(True)
    desk.tab("Held").click()
    expect(desk.page.locator("#trouble")).not_to_be_empty()
    found["trouble"] = faults(desk.page)
    assert {where: what for where, what in found.items() if what} == {}


def _in_dialog(page: Page, key: str) -> list[str]:
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    found = faults(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return found
