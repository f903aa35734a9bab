"""The queue's list, in a real browser, on a real service that scores with the real model."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import Desk

pytestmark = pytest.mark.browser

# The list


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
    desk.open()
    expect(desk.cards).to_have_count(30)
    desk.page.get_by_role("button", name="Show more").click()
    expect(desk.card("Reader 30")).to_be_focused()
    assert desk.page.locator(".card h3").all_inner_texts() == names
    expect(desk.page.get_by_role("button", name="Show more")).to_be_hidden()


def test_states_filters_and_orders_change_the_view(desk: Desk) -> None:
    """Tabs carry their totals; filters narrow the list; address and Back button follow."""
    first, _ = desk.post_held("Ann", "Bob")
    desk.open()
    desk.card("Ann").get_by_role("button", name="Reject").click()
    desk.becomes(first, "rejected")
    expect(desk.page.get_by_role("link", name="Held 1")).to_be_visible()
    desk.page.get_by_role("link", name="Rejected 1").click()
    expect(desk.card("Ann")).to_be_visible()
    desk.page.get_by_label("Order", exact=True).select_option("Newest first")
    expect(desk.page).to_have_url(re.compile("state=rejected&sort=newest"))
    desk.page.get_by_label("Words in the comment").fill("nobody wrote this")
    desk.page.get_by_role("button", name="Apply").click()
    expect(desk.page.get_by_text("No comment here matches these filters.")).to_be_visible()
    desk.page.go_back()
    expect(desk.card("Ann")).to_be_visible()


def test_a_label_with_its_score_narrows_the_list(desk: Desk) -> None:
    """Only comments whose score of the label reaches the given number stay."""
    desk.post_held("Ann")
    desk.open()
    desk.page.get_by_label("Label").select_option("Threat")
    desk.page.get_by_label("Score at least").fill("1")
    desk.page.get_by_role("button", name="Apply").click()
    expect(desk.cards).to_have_count(0)
    desk.page.get_by_label("Score at least").fill("0")
    desk.page.get_by_role("button", name="Apply").click()
    expect(desk.card("Ann")).to_be_visible()
