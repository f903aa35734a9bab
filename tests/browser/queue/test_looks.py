"""The queue for every eye and screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import RUDE, Desk

pytestmark = pytest.mark.browser

# For every eye and screen

CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => {
    const [r, g, b] = rgb(color).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const {backgroundColor} = getComputedStyle(at);
      if (rgb(backgroundColor)[3] === 255) return backgroundColor;
    }
    return "white";
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility({visibilityProperty: true})) continue;
    const pair = [light(getComputedStyle(element).color), light(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) poor.push(`${element.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(desk: Desk, scheme: str) -> None:
    """In both colour schemes every text stands out from its ground as WCAG AA asks."""
    desk.post_held("Ann", "Bob")
    desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.page.goto(f"{desk.server.url}/queue/sign-in")
    assert desk.page.evaluate(CONTRASTS) == []
    desk.open()
    desk.press("a")
    desk.press("u")
    expect(desk.card("Ann")).to_contain_text("then undone")
    assert desk.page.evaluate(CONTRASTS) == []


def test_everything_fits_a_small_phone(desk: Desk) -> None:
    """At 360 px nothing makes the page scroll sideways, long words included, and buttons decide."""
    desk.page.set_viewport_size({"width": 360, "height": 740})
    (only,) = desk.post_held("Ann" * 20, body=f"{RUDE} {'a' * 400}")
    desk.open()
    expect(desk.cards).to_have_count(1)
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360
    desk.page.get_by_role("button", name="Approve").click()
    desk.becomes(only, "approved")
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_page_has_a_real_outline(desk: Desk) -> None:
    """One h1, an h2 for the list, an h3 a card; the cards are items of a list."""
    desk.post_held("Ann", "Bob")
    desk.open()
    expect(desk.cards).to_have_count(2)
    levels = desk.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].filter((one) => one.checkVisibility())"
        ".map((one) => one.tagName)"
    )
    assert levels == ["H1", "H2", "H3", "H3"]
    assert desk.page.locator("ol > li > article").count() == 2


def test_the_dialog_to_escalate_reads_from_the_left(desk: Desk) -> None:
    """Its words begin where the field for the note begins, as in the other dialogs."""
    desk.post_held("Ann")
    desk.open()
    desk.press("e")
    label = desk.page.get_by_text("Note: what should the admin look at?").bounding_box()
    note = desk.page.get_by_label("Note: what should the admin look at?").bounding_box()
    assert label is not None
    assert note is not None
    assert label["x"] == note["x"]


def test_the_link_to_an_author_is_large_enough_to_hit(desk: Desk) -> None:
    """24 px at least: how long the name is decides what stands below the link."""
    desk.post_held("Ann")
    desk.open()
    assert desk.card("Ann").locator(".record").evaluate("one => one.offsetHeight") >= 24
