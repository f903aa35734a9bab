"""Signing in and deciding, in a real browser, on a real service that scores with the real model."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.queue.desk import RUDE, Desk
from tests.running_server import RunningServer, wait_until

pytestmark = pytest.mark.browser

# Signing in and out


def test_who_is_not_signed_in_comes_back_to_the_view_asked_for(desk: Desk) -> None:
    """The queue sends strangers to the sign-in page, which returns to the very view they wanted."""
    desk.page.goto(f"{desk.server.url}/queue?state=rejected&sort=newest")
    expect(desk.page).to_have_url(re.compile(r"/queue/sign-in\?view="))
    desk.sign_in("/queue?state=rejected&sort=newest")
    expect(desk.page.get_by_role("heading", name="Rejected comments")).to_be_visible()


def test_sign_in_goes_nowhere_but_to_the_queue(desk: Desk) -> None:
    """An address made by somebody else cannot make sign-in lead away from the queue."""
    server, page = desk.server, desk.page
    page.goto(f"{server.url}/queue/sign-in?view=//elsewhere.example/%26q=x%26state=approved")
    page.get_by_label("E-mail address").fill(server.moderator.email)
    page.get_by_label("Password").fill(server.moderator.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Approved comments")).to_be_visible()
    assert page.url.startswith(f"{server.url}/queue?")


def test_a_wrong_password_is_said_plainly(desk: Desk) -> None:
    """A wrong password is answered in words beside the form, and the form stays usable."""
    desk.page.goto(f"{desk.server.url}/queue/sign-in")
    problem = desk.page.get_by_role("alert")
    desk.page.get_by_role("button", name="Sign in").click()
    expect(problem).to_have_text("Enter your e-mail address.")
    desk.page.get_by_label("E-mail address").fill(desk.server.moderator.email)
    desk.page.get_by_label("Password").fill("wrong horse")
    desk.press("Enter")
    expect(problem).to_have_text("This e-mail address and password do not belong together.")
    desk.sign_in()


def test_too_many_attempts_are_told_to_wait(tmp_path: Path, page: Page) -> None:
    """After ten attempts in a minute, the form says when to try again, right password or not."""
    server = RunningServer(tmp_path, {"BELOWLINE_RATE_LIMITS": "on"})
    try:
        page.goto(f"{server.start().url}/queue/sign-in")
        page.get_by_label("E-mail address").fill(server.moderator.email)
        for _ in range(10):
            attempt(page, "wrong horse")
            expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        attempt(page, server.moderator.password)
        expect(page.get_by_role("alert")).to_have_text(
            re.compile(r"^Too many attempts. Try again in (\d+ seconds?|a minute)\.$")
        )
    finally:
        server.stop()


def attempt(page: Page, password: str) -> None:
    """Send the sign-in form with this password and wait for what comes back."""
    page.get_by_label("Password").fill(password)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Sign in").click()


def test_sign_out_ends_the_session(desk: Desk) -> None:
    """After signing out, the queue is closed again."""
    desk.sign_in()
    desk.page.get_by_role("button", name="Sign out").click()
    expect(desk.page.get_by_role("heading", name="Sign in to moderate")).to_be_visible()
    desk.page.goto(f"{desk.server.url}/queue")
    expect(desk.page).to_have_url(f"{desk.server.url}/queue/sign-in")


# What a card says


def test_a_card_says_what_a_moderator_needs(desk: Desk) -> None:
    """A card has the comment, its author and article, why it waits, and every score as a number."""
    desk.post_held("Maria Keller")
    desk.open()
    card = desk.card("Maria Keller")
    expect(card.locator(".comment")).to_have_text(f"{RUDE}, says number 0")
    expect(card).to_contain_text("no decided comments yet")
    expect(card).to_contain_text(f"on {desk.article} · just now")
    expect(card).to_contain_text("version 1")
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


# Deciding


def test_one_key_approves_and_one_takes_it_back(desk: Desk) -> None:
    """a approves the current comment and goes on to the next; u brings it back, undecided."""
    first, _ = desk.post_held("Ann", "Bob")
    desk.open()
    desk.press("j")
    desk.press("k")
    expect(desk.card("Ann")).to_be_focused()
    desk.press("a")
    expect(desk.card("Ann")).to_have_count(0)
    expect(desk.card("Bob")).to_be_focused()
    expect(desk.said).to_have_text("Approved Ann’s comment.")
    desk.becomes(first, "approved")
    desk.press("u")
    expect(desk.card("Ann")).to_be_focused()
    expect(desk.card("Ann")).to_contain_text("Approved, then undone.")
    assert desk.status(first) == "pending"


def test_a_comment_can_be_decided_again_after_an_undo(desk: Desk) -> None:
    """What was taken back is decided anew in its present version, without a conflict."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("a")
    desk.press("u")
    expect(desk.card("Ann")).to_contain_text("then undone")
    desk.press("r")
    expect(desk.said).to_have_text("Rejected Ann’s comment.")
    desk.becomes(only, "rejected")


def test_buttons_decide_like_keys(desk: Desk) -> None:
    """Reject by mouse takes the card away, and the toast's Undo brings it back."""
    _, second = desk.post_held("Ann", "Bob")
    desk.open()
    desk.card("Bob").get_by_role("button", name="Reject").click()
    expect(desk.card("Bob")).to_have_count(0)
    expect(desk.card("Ann")).to_be_focused()
    desk.becomes(second, "rejected")
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.card("Bob")).to_be_visible()
    assert desk.status(second) == "pending"


def test_an_approved_comment_can_be_held(desk: Desk) -> None:
    """h takes an approved comment back to the held ones; it is not offered for held ones."""
    (only,) = desk.post_held("Ann")
    desk.open()
    expect(desk.card("Ann").get_by_role("button", name="Hold")).to_have_count(0)
    desk.press("h")
    expect(desk.said).to_have_text("This comment is held already.")
    desk.press("a")
    desk.becomes(only, "approved")
    desk.page.get_by_role("link", name="Approved").click()
    expect(desk.card("Ann")).to_be_visible()
    desk.press("h")
    desk.becomes(only, "pending")
    desk.page.get_by_role("link", name=re.compile("^Held")).click()
    expect(desk.card("Ann")).to_contain_text(f"Held by {desk.server.moderator.email}")


def test_an_escalated_comment_waits_for_a_second_person(desk: Desk) -> None:
    """e leaves a comment undecided and puts it among the escalated ones."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("e")
    expect(desk.said).to_have_text("Escalated Ann’s comment.")
    wait_until(lambda: len(desk.items("escalated")) == 1)
    assert desk.status(only) == "pending"
    desk.page.get_by_role("link", name="Escalated").click()
    expect(desk.card("Ann")).to_be_visible()


def test_quick_hands_lose_nothing(desk: Desk) -> None:
    """Keys pressed faster than the service answers decide each card once, in order."""
    ids = desk.post_held(*(f"Reader {number}" for number in range(8)))
    desk.open()
    expect(desk.cards).to_have_count(8)
    for key in "arararar":
        desk.press(key)
    expect(desk.cards).to_have_count(0)
    wait_until(lambda: [desk.status(one) for one in ids] == ["approved", "rejected"] * 4)
    for _ in ids:
        desk.press("u")
    expect(desk.cards).to_have_count(8)
    assert {desk.status(one) for one in ids} == {"pending"}


def test_the_last_decision_leaves_a_quiet_page(desk: Desk) -> None:
    """With nothing left the page says so, and the focus is on its heading."""
    desk.post_held("Ann")
    desk.open(q="says")
    desk.press("r")
    expect(desk.page.get_by_text("No comment here matches these filters.")).to_be_visible()
    expect(desk.page.get_by_role("heading", name="Held comments 0")).to_be_focused()


# When a decision fails


def test_a_conflict_brings_the_card_back_and_says_who(desk: Desk) -> None:
    """Where somebody decided first, the card returns with who and what; then one may overrule."""
    (only,) = desk.post_held("Ann")
    desk.open()
    decision = {"items": [{"comment_id": only}], "action": "reject"}
    assert desk.server.as_admin("POST", "/api/v1/decisions", decision).status == 200
    desk.press("a")
    notice = desk.card("Ann").locator(".notice")
    expect(notice).to_contain_text(re.compile(r"Rejected by .*tests.*, just now\."))
    expect(notice).to_contain_text("Your decision was not recorded.")
    assert desk.status(only) == "rejected"
    desk.press("a")
    desk.becomes(only, "approved")


def test_a_lost_connection_brings_the_card_back(desk: Desk) -> None:
    """A decision the service never heard of is said to be lost, and can be made again."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.page.context.set_offline(True)
    desk.press("a")
    expect(desk.card("Ann").locator(".notice")).to_contain_text("The service does not answer.")
    assert desk.status(only) == "pending"
    desk.page.context.set_offline(False)
    desk.press("a")
    desk.becomes(only, "approved")


def test_an_ended_session_asks_to_sign_in_again(desk: Desk) -> None:
    """When the session is gone, the next decision leads to the sign-in page and back to the view."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.page.context.clear_cookies()
    desk.press("a")
    expect(desk.page).to_have_url(re.compile(r"/queue/sign-in\?view="))
    assert desk.status(only) == "pending"


# Keys


def test_keys_rest_while_the_moderator_types(desk: Desk) -> None:
    """Letters in a field, with Ctrl, or from a key held down decide nothing."""
    ids = desk.post_held("Ann", "Bob", "Cem")
    desk.open()
    desk.page.get_by_label("Words in the comment").fill("")
    desk.page.keyboard.type("jar")
    expect(desk.page.get_by_label("Words in the comment")).to_have_value("jar")
    desk.card("Bob").focus()
    desk.press("Control+j")
    expect(desk.card("Bob")).to_be_focused()
    desk.page.keyboard.down("a")
    desk.page.keyboard.down("a")
    desk.page.keyboard.down("a")
    desk.page.keyboard.up("a")
    desk.becomes(ids[1], "approved")
    expect(desk.cards).to_have_count(2)
    assert [desk.status(ids[0]), desk.status(ids[2])] == ["pending", "pending"]


def test_enter_and_space_on_a_card_do_nothing(desk: Desk) -> None:
    """On a card itself Enter and Space decide nothing."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.card("Ann").focus()
    desk.press("Enter")
    desk.press("Space")
    expect(desk.card("Ann")).to_be_visible()
    expect(desk.said).to_be_empty()
    assert desk.status(only) == "pending"


def test_help_lists_the_keys_and_can_switch_them_off(desk: Desk) -> None:
    """? explains the keys; switched off there, they stay off, and buttons still decide."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("?")
    help_ = desk.page.get_by_role("dialog", name="Keys")
    expect(help_).to_contain_text("Next comment")
    help_.get_by_label("Decide with single keys").uncheck()
    help_.get_by_role("button", name="Close").click()
    desk.page.reload()
    desk.card("Ann").focus()
    desk.press("a")
    expect(desk.said).to_be_empty()
    desk.card("Ann").get_by_role("button", name="Approve").click()
    desk.becomes(only, "approved")
