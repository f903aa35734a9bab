"""New comments in a thread of several pages, of which the reader has loaded the first."""

import pytest
from playwright.sync_api import expect

from tests.browser.widget.moderator import decide, publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

ROOTS = 30


def begin(server: RunningServer, article: str) -> list[str]:
    """Publish more comments than a page holds; their ids, the oldest first."""
    return [publish(server, article, f"Remark number {n}, a kind one.") for n in range(ROOTS)]


def test_news_come_in_one_order_with_the_rest(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Shown where the oldest stood first, new comments bring their order along, page by page."""
    begin(server, "turned")
    reader.open(newspaper.thread("turned", 'sort="oldest"'))
    expect(reader.comments.locator(".card").first).to_contain_text("number 0,")
    publish(server, "turned", f"Remark number {ROOTS}, the newest.")

    reader.thread.get_by_role("button", name="1 new comment — show").click()

    cards = reader.comments.locator(".card")
    expect(cards.first).to_contain_text(f"number {ROOTS},")
    expect(reader.thread.get_by_label("Sort by")).to_have_value("newest")
    reader.thread.get_by_role("button", name="More comments").click()
    expect(cards).to_have_count(ROOTS + 1)
    for place in (ROOTS - 1, ROOTS):
        expect(cards.nth(place)).to_contain_text(f"number {ROOTS - place},")
