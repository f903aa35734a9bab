"""Signing in to the queue and out, in a real browser, on a real service."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.queue.desk import Desk
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser


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
