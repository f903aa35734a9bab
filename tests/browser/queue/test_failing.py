"""When a decision fails: the card comes back with what went wrong, and nothing is lost."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.queue.desk import Desk

pytestmark = pytest.mark.browser


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


@pytest.mark.parametrize(
    ("status", "words"), [(403, "This is not yours to decide."), (422, "Say why you reject it.")]
)
def test_a_refused_decision_says_what_was_wrong(desk: Desk, status: int, words: str) -> None:
    """Where the service answers 403 or 422, the card is back with its words."""
    desk.post_held("Ann")
    desk.open()
    desk.page.route("**/decisions", lambda route: refuse(route, status, words))
    desk.press("a")
    expect(desk.card("Ann").locator(".notice")).to_contain_text(words)


def refuse(route: Route, status: int, detail: str) -> None:
    """Answer a request as the service answers what it refuses."""
    problem = {"title": "No", "status": status, "detail": detail}
    kind = "application/problem+json"
    route.fulfill(status=status, content_type=kind, body=json.dumps(problem))


def test_a_failure_among_quick_decisions_brings_its_own_card_back(desk: Desk) -> None:
    """Of several decisions in flight the one that fails comes back, where it was, and no other."""
    ids = desk.post_held("Ann", "Bob", "Cem")
    desk.open()
    desk.decide("reject", ids[1])
    desk.page.keyboard.type("aaa")
    expect(desk.card("Bob").locator(".notice")).to_contain_text("Rejected by")
    expect(desk.cards).to_have_count(1)
    desk.becomes(ids[0], "approved")
    desk.becomes(ids[2], "approved")
