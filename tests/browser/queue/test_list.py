"""The queue's list, its tabs and new arrivals, in a real browser, on a real service that scores with the real model."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import Desk

pytestmark = pytest.mark.browser


def test_new_comments_are_announced_and_nothing_jumps(desk: Desk) -> None:
    """What comes in meanwhile is a number until asked for; then each comment is there once."""
    desk.post_held("Ann", "Bob")
    desk.open(sort="newest")
    desk.card("Ann").focus()
    desk.post_held("Cem")
    show = desk.page.get_by_role("button", name="1 new — show")
    expect(show).to_be_visible()
    expect(desk.cards).to_have_count(2)
    expect(desk.card("Ann")).to_be_focused()
    show.click()
    expect(desk.card("Cem")).to_be_focused()
    expect(desk.cards).to_have_count(3)
    expect(show).to_have_count(0)


def test_an_empty_list_fills_by_itself(desk: Desk) -> None:
    """Where nothing is on the page there is nothing to disturb: new comments just appear."""
    desk.open()
    expect(desk.page.locator("#empty")).to_be_visible()
    desk.post_held("Ann")
    expect(desk.card("Ann")).to_be_visible()


def test_more_continues_where_the_page_ended(desk: Desk) -> None:
    """A long queue comes in pages, in order, with no comment twice and none left out."""
    names = [f"Reader {number:02}" for number in range(35)]
    desk.post_held(*names)
    desk.open(list="all")
    expect(desk.cards).to_have_count(30)
    desk.page.get_by_role("button", name="Show more").click()
    expect(desk.card("Reader 30")).to_be_focused()
    assert desk.headings() == names
    expect(desk.page.get_by_role("button", name="Show more")).to_have_count(0)


def test_more_are_in_hand_before_the_last_is_decided(desk: Desk) -> None:
    """Ten are reserved at a time; with fewer than five left others join them, at the end."""
    names = [f"Reader {number:02}" for number in range(12)]
    desk.post_held(*names)
    desk.open()
    expect(desk.cards).to_have_count(10)
    desk.page.keyboard.type("aaaaaa")
    expect(desk.cards).to_have_count(6)
    assert desk.headings() == names[6:]


def test_tabs_and_orders_change_the_view(desk: Desk) -> None:
    """Tabs carry their totals; address and Back button follow; a click on a tab keeps the order."""
    first, _ = desk.post_held("Ann", "Bob")
    desk.open()
    desk.card("Ann").get_by_role("button", name="Reject").click()
    desk.becomes(first, "rejected")
    expect(desk.tab("Held 1")).to_be_visible()
    desk.tab("Rejected 1").click()
    expect(desk.card("Ann")).to_be_visible()
    desk.page.get_by_label("Order", exact=True).select_option("Newest first")
    expect(desk.page).to_have_url(re.compile("state=rejected&sort=newest"))
    desk.page.go_back()
    desk.page.go_back()
    expect(desk.card("Bob")).to_be_visible()
