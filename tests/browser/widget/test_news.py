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


def test_only_what_would_be_shown_is_offered(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """An answer far below counts, but no button promises it; one for what stands on top does."""
    oldest = begin(server, "far-below")[0]
    reader.open(newspaper.thread("far-below"))
    publish(server, "far-below", "A kind answer far below.", parent_id=oldest)
    expect(reader.heading).to_have_text(f"{ROOTS + 1} comments")
    expect(reader.thread.locator(".fresh")).not_to_be_visible()

    publish(server, "far-below", "A kind word on top.")

    reader.thread.get_by_role("button", name="1 new comment — show").click()
    expect(reader.card("A kind word on top.")).to_be_focused()


def test_what_was_let_through_late_is_offered_too(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A comment that waited for a moderator while later ones were read is news in its place."""
    late = server.post("late", "You are a stupid idiot, dear editor.")["comment"]["id"]
    publish(server, "late", "A kind word written after it.")
    reader.open(newspaper.thread("late"))
    reader.card("written after it").wait_for()

    decide(server, late, "approve")

    reader.thread.get_by_role("button", name="1 new comment — show").click()
    expect(reader.comments.locator(".card").last).to_contain_text("dear editor")
