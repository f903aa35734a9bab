"""What a card says, in a real browser, on a real service that scores with the real model."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import RUDE, Desk
from tests.running_server import wait_until

pytestmark = pytest.mark.browser


def test_a_card_says_what_a_moderator_needs(desk: Desk) -> None:
    """A card has the comment, its author and article, why it waits, and every score as a number."""
    desk.post_held("Maria Keller")
    desk.open()
    card = desk.card("Maria Keller")
    expect(card.locator(".comment")).to_have_text(desk.saying(RUDE, 0))
    expect(card).to_contain_text("no decided comments yet")
    expect(card).to_contain_text(f"on {desk.article} · just now")
    expect(card).to_contain_text(re.compile(r"No rule approved it: risk (0|1)\.\d\d"))
    for label in ("Toxicity", "Insult", "Threat", "Obscene", "Identity attack"):
        row = card.locator(".bars div", has=desk.page.get_by_text(label, exact=True))
        expect(row.get_by_role("definition")).to_have_text(re.compile(r"^[01]\.\d\d$"))


def test_what_readers_write_stays_text(desk: Desk) -> None:
    """Markup in a name or a comment is shown, not run."""
    name = "<img src=x onerror=alert(1)>"
    desk.post_held(name, body=f"{RUDE} <script>alert(2)</script> [x](javascript:alert(3))")
    desk.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    desk.open()
    expect(desk.page.get_by_role("heading", name=name)).to_be_visible()
    assert desk.cards.locator("img, script, [onerror], a[href^=javascript]").count() == 0


def test_the_author_leads_to_all_their_comments(desk: Desk) -> None:
    """A card says how the author's earlier comments fared; a click there shows them, any state."""
    token = desk.post_approved("Ann", "A fair point about the ferry.")["reader_token"]
    answer = desk.server.post(desk.article, RUDE, name="Ann", token=token)
    wait_until(lambda: desk.is_held(answer["comment"]["id"]))
    desk.decide("approve", desk.items("approved")[0]["comment"]["id"])
    desk.open()
    desk.card("Ann").get_by_role("link", name="1 approved, 0 rejected").click()
    expect(desk.cards).to_have_count(2)
    expect(desk.page).to_have_url(re.compile("reader="))
    expect(desk.page.get_by_role("list", name="Filtered by")).to_contain_text("all by Ann")


def test_flags_come_with_what_readers_wrote(desk: Desk) -> None:
    """The reasons with their numbers, and below them the readers' own words, as text."""
    shown = desk.post_approved("Ann", "A fair point about the ferry.")["comment"]["id"]
    desk.flag(shown, "illegal", "This <b>names</b> my neighbour")
    desk.open(state="flagged")
    card = desk.card("Ann")
    expect(card).to_contain_text("Flagged as illegal by 1 reader")
    expect(card.locator(".flag-texts")).to_have_text("This <b>names</b> my neighbour")


def test_an_edit_is_shown_as_what_it_changed(desk: Desk) -> None:
    """d opens the words that an edit took away and those it put there, told to screen readers too."""
    posted = desk.server.post(desk.article, f"{RUDE}, and a fool", name="Ann")
    comment_id, token = posted["comment"]["id"], posted["reader_token"]
    edit = {"body": f"{RUDE}, and a gentleman"}
    path = f"/api/v1/comments/{comment_id}"
    assert desk.server.request("PATCH", path, edit, x_belowline_reader=token).status == 200
    wait_until(lambda: desk.is_held(comment_id))
    desk.open()
    desk.card("Ann").focus()
    desk.press("d")
    changes = desk.card("Ann").get_by_role("region", name="What edits changed")
    expect(changes.locator("del")).to_have_text("removed: fool")
    expect(changes.locator("ins")).to_have_text("added: gentleman")
    desk.press("d")
    expect(changes).to_have_count(0)


def test_the_history_tells_all_that_happened(desk: Desk) -> None:
    """i opens every event in words, with who, why and the note."""
    (only,) = desk.post_held("Ann")
    desk.decide("reject", only, reason="insult", note="The second time this week")
    desk.open(state="rejected")
    desk.card("Ann").focus()
    desk.press("i")
    history = desk.card("Ann").get_by_role("region", name="Its history")
    expect(history.get_by_role("listitem")).to_have_count(4)
    expect(history).to_contain_text("Ann wrote it.")
    expect(history).to_contain_text(re.compile(r"scored it: risk 0\.\d\d"))
    expect(history).to_contain_text("The rules held it. No rule approved it")
    expect(history).to_contain_text("rejected it, because: insult.")
    expect(history).to_contain_text("The second time this week")


def test_the_thread_shows_what_stands_around_it(desk: Desk) -> None:
    """c opens what the comment answers, its neighbours and its replies, those that wait included."""
    root = desk.post_approved("Ann", "Is the ferry on time today?")["comment"]["id"]
    desk.post_approved("Bob", "It is, as far as I know.", parent_id=root)
    waiting = desk.server.post(desk.article, RUDE, name="Cem", parent_id=root)["comment"]["id"]
    other = desk.server.post(desk.article, f"{RUDE} too", name="Dan", parent_id=root)["comment"][
        "id"
    ]
    wait_until(lambda: desk.is_held(waiting) and desk.is_held(other))
    desk.open()
    desk.card("Cem").focus()
    desk.press("c")
    thread = desk.card("Cem").get_by_role("region", name="The thread around it")
    expect(thread.locator(".row strong")).to_have_text(["Ann", "Bob", "Cem", "Dan"])
    expect(thread.locator(".row").nth(2)).to_contain_text("This is the comment above.")
    expect(thread.locator(".row").nth(3)).to_contain_text("Held")
    expect(thread).not_to_contain_text(f"{RUDE} too")
    thread.get_by_role("button", name="Show the text").click()
    expect(thread).to_contain_text(f"{RUDE} too")
    desk.press("Escape")
    expect(thread).to_have_count(0)
    expect(desk.card("Cem")).to_be_focused()


def test_a_risky_text_is_blurred_until_asked_for(desk: Desk) -> None:
    """Neither seen nor read out before b, Enter or a click; the number is the moderator's own."""
    desk.post_held("Ann", "Bob")
    desk.open()
    text = desk.card("Ann").locator(".comment")
    expect(text).to_have_css("filter", "blur(8px)")
    expect(text).to_have_attribute("aria-hidden", "true")
    own = f"{desk.server.url}/api/v1/queue/uncovered"
    before = desk.page.context.request.get(own).json()["today"]
    counted = desk.page.locator("#uncovered")
    desk.card("Ann").focus()
    desk.press("b")
    expect(text).to_have_css("filter", "none")
    expect(text).not_to_have_attribute("aria-hidden", "true")
    expect(counted).to_contain_text(f"You uncovered {before + 1} blurred text")
    desk.press("j")
    desk.press("Enter")
    expect(desk.card("Bob").locator(".comment")).to_have_css("filter", "none")
    expect(counted).to_contain_text(f"You uncovered {before + 2} blurred texts today.")
    desk.page.reload()
    expect(counted).to_contain_text(f"You uncovered {before + 2} blurred texts today.")
