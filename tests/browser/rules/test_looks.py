"""The rules page for everybody: to a screen reader, on a phone, by night."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.queue.test_looks import CONTRASTS
from tests.browser.rules.rulebook import SHIPPED, SLURS, Rulebook
from tests.browser.webhooks.test_looks import AXE, RUN_AXE, TAGS

pytestmark = pytest.mark.browser


def _each_part(book: Rulebook) -> list[tuple[str, Page]]:
    """Every part with everything open that can be, mistakes and an answer included."""
    book.api("PUT", "/rules", {"rules": [*SHIPPED, SLURS]})
    book.open()
    page = book.page
    page.get_by_label("A comment", exact=True).fill("You blatherskite! https://a.example")
    page.get_by_text("Its author and its place").click()
    book.press("Try it")
    expect(page.locator(".answer")).to_be_visible()
    book.press("+ Add a rule")
    book.press("Save the rules")
    expect(page.locator(".problem").first).to_be_visible()
    return [(part, page) for part in ("", "Word lists", "Settings", "Articles", "History")]


def _show(book: Rulebook, part: str) -> None:
    if part:
        book.part(part)
    if part == "Word lists":
        book.press("Change “slurs”")
        expect(book.page.get_by_label("Words", exact=True)).to_have_value("blatherskite")
    elif part == "Articles":
        book.page.get_by_label("The article’s id").fill("a-very-long-id/" * 12)
        book.press("Find")
        expect(book.page.locator(".article")).to_be_visible()
    elif part == "History":
        expect(book.page.locator(".history > li").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_text_can_be_read(book: Rulebook, scheme: str) -> None:
    """On every part, by day and by night, no rule of axe and no contrast is broken."""
    book.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for part, page in _each_part(book):
        _show(book, part)
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE, TAGS) == [], part
        assert page.evaluate(CONTRASTS) == [], part


def test_everything_fits_a_small_phone(book: Rulebook) -> None:
    """At 360 px no part scrolls sideways."""
    book.page.set_viewport_size({"width": 360, "height": 740})
    for part, page in _each_part(book):
        _show(book, part)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, part


def test_the_head_stays_where_it_is_from_page_to_page(book: Rulebook) -> None:
    """Nothing in it moves sideways when somebody goes from the queue to the rules."""
    book.open()
    brand = book.page.locator(".brand")
    here = brand.bounding_box()
    book.page.get_by_role("link", name="Queue", exact=True).click()
    expect(book.page.locator("#state-total")).not_to_be_empty()
    assert brand.bounding_box() == here
