"""The words that moved a score, marked on the card, in a real browser with the real model."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.axe import faults
from tests.browser.queue.desk import Desk
from tests.browser.widget.reader import Reader

pytestmark = pytest.mark.browser

RUDE = "You are a stupid idiot, and the ferry was late again"


def marks(card: Locator) -> Locator:
    """The marked words of a comment, the legend's own example not among them."""
    return card.locator(".comment mark")


def test_an_evaded_insult_typed_by_a_reader_is_marked(desk: Desk) -> None:
    """From the demo page into the queue: it waits there, with the words as the reader wrote them."""
    name = f"Reader of {desk.article}"
    reader = Reader(desk.page).open(f"{desk.server.url}/demo/oysters")
    reader.post("Only an 1d10t like you can be so s t u p i d.", name, anyway=True)
    desk.sign_in("/queue?article=demo-oysters")
    expect(marks(desk.card(name))).to_have_text(["1d10t", "s t u p i d"])


def test_the_insulting_words_are_marked_as_strongly_as_they_weigh(desk: Desk) -> None:
    """Marked are the insults alone, the legend says so, and a screen reader is told the words."""
    desk.post_held("Ann", body=RUDE)
    desk.open()
    card = desk.card("Ann")
    expect(marks(card)).to_have_text(["stupid", "idiot"])
    weights = marks(card).evaluate_all(
        "all => all.map((m) => +m.style.getPropertyValue('--weight'))"
    )
    assert all(0 < weight <= 1 for weight in weights)
    card.get_by_role("button", name="Show the text").click()
    legend = card.locator(".legend")
    expect(legend).to_be_visible()
    expect(legend).to_contain_text("words raised the score for toxicity")
    expect(card).to_have_accessible_description(re.compile("“(stupid|idiot)”, “(idiot|stupid)”"))


def test_marks_stand_right_beside_emoji_and_markup(desk: Desk) -> None:
    """Emoji, emphasis, lists, links and the same letters elsewhere move no mark from its word."""
    body = "👩‍👩‍👧‍👦 [idiotic](https://example.org/idiot) 🎉\n\n- **stupid** 😀 idi*ot*\n\n`idiot` & you idiot"
    desk.post_held("Bob", body=body)
    desk.open()
    card = desk.card("Bob")
    expect(marks(card).first).to_be_visible()
    words = marks(card).all_inner_texts()
    assert {"idiotic", "stupid"} <= set(words)
    assert set(words) <= {"idiotic", "stupid", "idi", "ot", "idiot"}
    expect(card.locator(".comment")).to_contain_text("idiotic 🎉")
    expect(card.locator("strong mark")).to_have_text("stupid")


def test_markup_in_a_marked_comment_stays_text(desk: Desk) -> None:
    """What readers write is never markup, marked or not."""
    desk.post_held("Cem", body=f"<b>{RUDE}</b> <img src=x onerror=alert(1)> stupid<script>")
    desk.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    desk.open()
    expect(marks(desk.card("Cem")).first).to_be_visible()
    expect(desk.card("Cem").locator(".comment")).to_contain_text("<img src=x onerror=alert(1)>")
    assert desk.cards.locator("img, script, b, [onerror]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_seen_by_everybody(desk: Desk, scheme: str) -> None:
    """axe finds no fault with a marked card, by day and by night."""
    desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.post_held("Dan", body=RUDE)
    desk.open()
    expect(marks(desk.card("Dan"))).to_have_count(2)
    assert faults(desk.page) == []


def test_nothing_moves_when_marks_come(desk: Desk) -> None:
    """The buttons stay under the moderator's hand when the explanation arrives."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.page.route("**/explanation", hold)
    desk.post_held("Eve", body=RUDE)
    desk.open()
    card = desk.card("Eve")
    button = card.get_by_role("button", name="Reject")
    before = button.bounding_box()
    expect(card.locator(".legend")).to_be_hidden()
    while not held:
        desk.page.wait_for_timeout(50)
    held[0].continue_()
    expect(marks(card)).to_have_count(2)
    assert button.bounding_box() == before


@pytest.mark.parametrize("status", [404, 500, 0])
def test_without_an_explanation_the_card_stays_as_it_was(desk: Desk, status: int) -> None:
    """A failure is no news for a moderator: the comment is there, and can be decided."""
    answered: list[str] = []

    def fail(route: Route) -> None:
        answered.append(route.request.url)
        route.fulfill(status=status) if status else route.abort()

    desk.page.route("**/explanation", fail)
    (only,) = desk.post_held("Fay", body=RUDE)
    desk.open()
    card = desk.card("Fay")
    expect(card).to_be_visible()
    while not answered:
        desk.page.wait_for_timeout(50)
    expect(card.locator(".comment")).to_have_text(desk.saying(RUDE, 0))
    expect(marks(card)).to_have_count(0)
    expect(desk.page.locator("#trouble")).to_be_empty()
    desk.press("r")
    desk.becomes(only, "rejected")


def test_a_busy_service_is_asked_again(desk: Desk) -> None:
    """503 says when; then the marks come by themselves."""
    asked: list[str] = []

    def first_busy(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"})
        else:
            route.continue_()

    desk.page.route("**/explanation", first_busy)
    desk.post_held("Gus", body=RUDE)
    desk.open()
    expect(marks(desk.card("Gus"))).to_have_count(2)
    assert len(asked) == 2


def test_cards_are_explained_when_they_come_into_sight(desk: Desk) -> None:
    """One at a time and only what is near the window; the others when they are scrolled to."""
    names = [f"Reader {number:02}" for number in range(12)]
    asked: list[UUID] = []
    desk.page.on(
        "request",
        lambda request: (
            asked.append(UUID(request.url.split("/")[-2]))
            if request.url.endswith("/explanation")
            else None
        ),
    )
    desk.post_held(*names, body=RUDE)
    desk.open(list="all")
    expect(marks(desk.card(names[0]))).to_have_count(2)
    desk.page.wait_for_timeout(1_000)
    assert len(asked) < len(names)
    desk.card(names[-1]).scroll_into_view_if_needed()
    expect(marks(desk.card(names[-1]))).to_have_count(2)
    assert len(set(asked)) == len(asked)


def test_a_card_that_comes_back_is_marked_again(desk: Desk) -> None:
    """Undo brings the card back as it was, marks included."""
    desk.post_held("Hal", body=RUDE)
    desk.open()
    expect(marks(desk.card("Hal"))).to_have_count(2)
    desk.press("a")
    expect(desk.cards).to_have_count(0)
    desk.press("u")
    expect(marks(desk.card("Hal"))).to_have_count(2)
