"""Deciding, in a real browser, on a real service that scores with the real model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import Desk
from tests.running_server import wait_until

pytestmark = pytest.mark.browser


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
    """h takes an approved comment back to the held ones."""
    (only,) = desk.post_held("Ann")
    desk.decide("approve", only)
    desk.open(state="approved")
    desk.press("h")
    desk.becomes(only, "pending")
    desk.tab("Held").click()
    expect(desk.card("Ann")).to_contain_text(f"Held by {desk.who.email}")


def test_a_held_comment_that_is_held_sinks(desk: Desk) -> None:
    """h on what waits puts it after the rest, and undo brings it back to its place."""
    desk.post_held("Ann", "Bob", "Cem")
    desk.open(sort="risk")
    first = desk.headings()[0]
    desk.press("h")
    expect(desk.said).to_have_text(f"Put off {first}’s comment: it comes after the rest.")
    wait_until(lambda: desk.items("held")[-1]["comment"]["author"]["name"] == first)
    desk.press("u")
    expect(desk.card(first)).to_be_focused()
    assert desk.headings()[0] == first
    wait_until(lambda: desk.items("held")[-1]["comment"]["author"]["name"] != first)


def test_a_approves_what_a_rule_approved_by_confirming_it(desk: Desk) -> None:
    """An unreviewed comment that is confirmed stays approved and is reviewed."""
    shown = desk.server.post(desk.article, "I would ask those who work there.", name="Ann")
    desk.becomes(shown["comment"]["id"], "approved")
    desk.open(state="unreviewed")
    expect(desk.card("Ann").get_by_role("button", name="Confirm")).to_be_visible()
    desk.press("a")
    expect(desk.said).to_have_text("Confirmed Ann’s comment.")
    wait_until(lambda: desk.items("unreviewed") == [])
    assert desk.status(shown["comment"]["id"]) == "approved"


def test_an_escalated_comment_waits_for_an_admin(
    desk: Desk, colleague: Callable[..., Desk]
) -> None:
    """e asks for a note; the comment leaves the ordinary leases until an admin has decided it."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("e")
    dialog = desk.page.get_by_role("dialog", name="Escalate")
    dialog.get_by_label("Note").fill("Is this about a real person?")
    desk.press("Enter")
    expect(desk.said).to_have_text("Escalated Ann’s comment.")
    wait_until(lambda: len(desk.items("escalated")) == 1)
    admin = colleague("admin")
    admin.open()
    expect(admin.page.locator("#empty")).to_have_text(
        "1 comment here, on somebody’s screen at this moment or escalated to an admin."
    )
    admin.tab("Escalated").click()
    expect(admin.card("Ann")).to_contain_text(f"Escalated by {desk.who.email}")
    expect(admin.card("Ann")).to_contain_text("Is this about a real person?")
    admin.press("r")
    desk.becomes(only, "rejected")
    assert desk.items("escalated") == []


def test_a_rejection_can_say_why(desk: Desk) -> None:
    """R opens the ten reasons; a digit chooses one, and a note goes along."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("R")
    reasons = desk.page.get_by_role("dialog", name="Why reject?")
    expect(reasons.get_by_role("listitem")).to_have_count(10)
    reasons.get_by_label("Note").fill("3rd time")
    expect(reasons).to_be_visible()
    reasons.get_by_role("button", name="Abuse").focus()
    desk.press("6")
    desk.becomes(only, "rejected")
    events = desk.server.as_admin("GET", f"/api/v1/comments/{only}/history").json()["events"]
    assert (events[-1]["reason"], events[-1]["note"]) == ("spam", "3rd time")


def test_a_site_may_want_a_reason(desk: Desk) -> None:
    """Where the site requires one, r asks for it; Esc rejects nothing and leads back to the card."""
    (only,) = desk.post_held("Ann")
    with requiring_reasons(desk):
        desk.open()
        desk.press("r")
        desk.press("Escape")
        expect(desk.card("Ann")).to_be_focused()
        assert desk.status(only) == "pending"
        desk.press("r")
        desk.press("2")
        desk.becomes(only, "rejected")
        desk.tab("Rejected").click()
        expect(desk.card("Ann")).to_contain_text(f"Rejected by {desk.who.email}, just now: insult")


@contextmanager
def requiring_reasons(desk: Desk) -> Iterator[None]:
    """The default site wants a reason for each rejection meanwhile."""
    path = "/api/v1/sites/default"
    assert desk.server.as_admin("PATCH", path, {"reason_required": True}).status == 200
    try:
        yield
    finally:
        desk.server.as_admin("PATCH", path, {"reason_required": False})


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


def test_undo_brings_the_numbers_back(desk: Desk) -> None:
    """After as many undos as decisions every tab has the number that it had before."""
    desk.post_held("Ann", "Bob", "Cem")
    before = desk.totals()
    desk.open()
    for key in "arh":
        desk.press(key)
    wait_until(lambda: desk.totals()["approved"] == desk.totals()["rejected"] == 1)
    expect(desk.tab("Approved 1")).to_be_visible()
    for _ in "arh":
        desk.press("u")
    wait_until(lambda: desk.totals() == before)
    expect(desk.tab("Approved 0")).to_be_visible()
    expect(desk.tab("Held 3")).to_be_visible()


def test_leaving_the_page_loses_no_decision(desk: Desk) -> None:
    """What is on its way when the page is left reaches the service all the same."""
    ids = desk.post_held("Ann", "Bob")
    desk.open()
    desk.page.keyboard.type("ar")
    desk.page.goto("about:blank")
    desk.becomes(ids[0], "approved")
    desk.becomes(ids[1], "rejected")
