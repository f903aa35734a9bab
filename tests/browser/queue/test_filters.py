"""Filters of the queue and saved ones, in a real browser, on a real service with the real model."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import RUDE, Desk
from tests.running_server import wait_until

pytestmark = pytest.mark.browser

FRENCH = "Merci beaucoup pour ce bel article, j’ai appris bien des choses sur le port de la ville"


def apply(desk: Desk) -> None:
    """Apply what the form asks for."""
    desk.page.get_by_role("button", name="Apply").click()


def test_words_narrow_the_list_and_a_click_widens_it(desk: Desk) -> None:
    """/ leads to the search; what is asked for stands in a chip, whose button takes it away."""
    desk.post_held("Ann", "Bob")
    desk.open()
    desk.press("/")
    desk.page.keyboard.type("says number 1")
    desk.press("Enter")
    expect(desk.cards).to_have_count(1)
    expect(desk.card("Bob")).to_be_visible()
    expect(desk.page).to_have_url(re.compile("q=says"))
    desk.page.get_by_role("button", name="Without the filter: “says number 1”").click()
    expect(desk.cards).to_have_count(2)


def test_several_articles_can_be_worked_together(desk: Desk) -> None:
    """One article’s id a line; the address has them all, and only their comments come."""
    desk.post_held("Ann")
    other = Desk(desk.server, desk.page)
    other.post_held("Bob")
    desk.open()
    desk.page.get_by_text("Filter", exact=True).click()
    desk.page.get_by_label("Articles’ ids").fill(f"{desk.article}\n{other.article}")
    apply(desk)
    expect(desk.cards).to_have_count(2)
    assert sorted(desk.headings()) == ["Ann", "Bob"]
    desk.card("Bob").get_by_role("link", name="Only comments on").click()
    expect(desk.cards).to_have_count(1)


def test_a_label_with_a_range_of_scores_narrows_the_list(desk: Desk) -> None:
    """Only comments whose score of the label lies in the range stay; what is wrong is said."""
    desk.post_held("Ann")
    desk.open()
    desk.page.get_by_text("Filter", exact=True).click()
    desk.page.get_by_label("Label").select_option("Threat")
    desk.page.get_by_role("spinbutton", name="Score at least").fill("0.9")
    apply(desk)
    expect(desk.cards).to_have_count(0)
    desk.page.get_by_role("spinbutton", name="Score at least").fill("0")
    desk.page.get_by_role("spinbutton", name="and at most").fill("0.9")
    apply(desk)
    expect(desk.card("Ann")).to_be_visible()
    desk.page.get_by_role("spinbutton", name="Score at least").fill("0.95")
    apply(desk)
    expect(desk.page.get_by_role("alert").filter(has_text="max_score")).to_be_visible()


def test_reason_language_and_author_narrow_the_list(desk: Desk) -> None:
    """Each by itself finds the comment that is meant, and not the other one."""
    desk.post_held("Ann")
    french = desk.server.post(desk.article, FRENCH, name="Bob")["comment"]["id"]
    wait_until(lambda: desk.is_held(french))
    for filters, name in (
        ({"language": "fr"}, "Bob"),
        ({"author": "Ann"}, "Ann"),
        ({"reason": "the model does not read this language"}, "Bob"),
    ):
        desk.open(**filters)
        expect(desk.cards).to_have_count(1)
        expect(desk.card(name)).to_be_visible()
    expect(desk.page.get_by_role("list", name="Filtered by")).to_contain_text("because of")


def test_a_saved_filter_is_there_again(desk: Desk) -> None:
    """Saved under a name, it brings the view back on another day, until it is forgotten."""
    desk.post_held("Ann")
    desk.open(q="idiot")
    desk.page.get_by_text("Filter", exact=True).click()
    desk.page.get_by_label("Save this view as").fill("Idiots here")
    desk.press("Enter")
    expect(desk.said).to_have_text("Saved as “Idiots here”.")
    desk.page.goto(f"{desk.server.url}/queue")
    desk.page.get_by_text("Filter", exact=True).click()
    desk.page.get_by_role("link", name="Idiots here").click()
    expect(desk.page).to_have_url(re.compile(f"article={desk.article}.*q=idiot|q=idiot.*article="))
    expect(desk.cards).to_have_count(1)
    desk.page.get_by_role("button", name="Forget the saved filter Idiots here").click()
    expect(desk.page.get_by_role("link", name="Idiots here")).to_have_count(0)
    desk.page.reload()
    desk.page.get_by_text("Filter", exact=True).click()
    expect(desk.page.get_by_label("Save this view as")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Idiots here")).to_have_count(0)


def test_one_comment_can_be_linked_to(desk: Desk) -> None:
    """The address with a comment’s id shows that one, whatever became of it."""
    (only,) = desk.post_held("Ann", body=RUDE)
    desk.decide("reject", only)
    desk.enter()
    desk.page.goto(f"{desk.server.url}/queue?comment={only}")
    expect(desk.card("Ann")).to_be_visible()
    expect(desk.cards).to_have_count(1)


def test_a_language_that_is_none_is_said_and_nothing_breaks(desk: Desk) -> None:
    """An address with a mistake in it shows the mistake, and the filter that can be taken away."""
    desk.enter()
    desk.page.goto(f"{desk.server.url}/queue?language=no+language")
    expect(desk.page.get_by_role("alert").filter(has_text="characters")).to_be_visible()
    desk.page.get_by_role("button", name="Without the filter: in no language").click()
    expect(desk.page.locator("#state-total")).not_to_be_empty()
