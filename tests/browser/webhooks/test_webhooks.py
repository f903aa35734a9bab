"""The webhooks page, in a real browser, on a real service that really sends."""

import re

import pytest
from playwright.sync_api import expect
from standardwebhooks import Webhook

from tests.browser.webhooks.office import PASSWORD, Office
from tests.running_server import wait_until
from tests.service.webhooks.receiver import OK, Receiver

pytestmark = pytest.mark.browser

BROKEN = (500, {"x-reason": "tea"}, b"no tea left")


def test_a_webhook_is_made_and_its_secret_shown_once(office: Office, receiver: Receiver) -> None:
    """What is wrong is said beside its field; the secret that is shown signs what is sent."""
    page = office.page
    office.sign_in()
    page.get_by_role("link", name="New webhook").click()
    office.press("Make the webhook")
    expect(office.problem("events")).to_have_text("Name at least one type of event.")
    expect(page.get_by_label("Address")).to_be_focused()
    page.get_by_label("comment.approved").check()
    page.get_by_label("Address").fill("http://10.0.0.7/hook")
    office.press("Make the webhook")
    expect(office.problem("url")).to_contain_text("10.0.0.7 is private")
    expect(office.problem("events")).to_be_empty()
    page.get_by_label("Address").fill(receiver.url)
    page.get_by_label("Only articles whose id begins with").fill("sport/")
    office.press("Make the webhook")
    secret = office.secret()
    office.press("Copy")
    expect(page.locator("#copied")).to_have_text("Copied.")
    office.press("I have kept it")
    expect(office.heading(receiver.url)).to_be_visible()
    expect(page.locator("#webhook-facts")).to_contain_text(
        "default, articles beginning with sport/"
    )
    assert secret not in page.content()
    office.press("Send a test")
    expect(office.said).to_contain_text(re.compile(r"Delivered\. Answered 200 in \d+ ms\."))
    (got,) = receiver.got
    assert Webhook(secret).verify(got.body, got.headers)["type"] == "webhook.test"


def test_a_webhook_is_changed(office: Office, receiver: Receiver) -> None:
    """The form comes filled in, saves what was changed, and leaves the rest as it was."""
    made = office.webhook(receiver.url, "comment.held", "webhook.test", article_prefix="a/")
    office.open(made)
    office.page.get_by_role("link", name="Change", exact=True).click()
    expect(office.page.get_by_label("comment.held")).to_be_checked()
    office.page.get_by_label("comment.flagged").check()
    office.page.get_by_label("Only articles whose id begins with").fill("")
    office.page.get_by_label("Site").select_option("Every site")
    office.page.get_by_label("Format").select_option("Slack")
    office.page.get_by_label("Send the comment’s text").check()
    office.press("Save")
    expect(office.page.locator("#webhook-facts")).to_contain_text("every site")
    changed = office.api("GET", f"/webhooks/{made['id']}")
    assert set(changed["events"]) == {"comment.held", "comment.flagged", "webhook.test"}
    assert (changed["site"], changed["article_prefix"]) == (None, None)
    assert (changed["format"], changed["full_text"]) == ("slack", True)


def test_a_test_that_fails_says_why(office: Office, receiver: Receiver) -> None:
    """The result of a test is told beside the button, and the log below has it at once."""
    receiver.answer = lambda _got: BROKEN
    office.open(office.webhook(receiver.url))
    office.press("Send a test")
    expect(office.said).to_contain_text("Not delivered. Answered 500.")
    expect(office.log).to_have_count(1)
    expect(office.log).to_contain_text("webhook.test")


def test_a_secret_is_rotated(office: Office, receiver: Receiver) -> None:
    """Another secret is shown once, and both sign for as long as was said."""
    made = office.webhook(receiver.url)
    office.open(made)
    office.press("New secret")
    office.page.get_by_label("Go on signing with the old one too").select_option("a week")
    office.press("Make a new secret")
    secret = office.secret()
    office.press("I have kept it")
    expect(office.page.locator("#webhook-facts")).to_contain_text("Old secret")
    office.press("Send a test")
    expect(office.said).to_contain_text("Delivered.")
    (got,) = receiver.got
    for each in (secret, made["secret"]):
        assert Webhook(each).verify(got.body, got.headers)


def test_the_log_is_filtered_and_paged(office: Office, receiver: Receiver) -> None:
    """Newest first, fifty at a time; state, type and comment narrow it, and the address says so."""
    made = office.webhook(receiver.url, "comment.created", article_prefix="paged/")
    ids = [
        office.server.post("paged/1", f"Comment number {each}.")["comment"]["id"]
        for each in range(55)
    ]
    office.become(made, "delivered", 55)
    office.open(made)
    expect(office.log).to_have_count(50)
    office.press("Show more")
    expect(office.log).to_have_count(55)
    expect(office.log.nth(50).get_by_role("link")).to_be_focused()
    expect(office.page.get_by_role("button", name="Show more")).to_be_hidden()
    office.page.get_by_label("Comment’s id").fill(ids[0])
    office.press("Apply")
    expect(office.page).to_have_url(re.compile(f"comment={ids[0]}"))
    expect(office.log).to_have_count(1)
    office.page.get_by_label("State").select_option("Failed")
    office.press("Apply")
    expect(office.page.get_by_text("No delivery matches these filters.")).to_be_visible()
    office.page.get_by_role("link", name="Clear").click()
    expect(office.log).to_have_count(50)
    office.page.get_by_label("Event", exact=True).select_option("comment.held")
    office.press("Apply")
    expect(office.log).to_have_count(0)
    office.page.get_by_label("Comment’s id").fill("no id")
    office.press("Apply")
    expect(office.page.locator("#log-problem")).not_to_be_empty()


def test_a_delivery_shows_its_attempts_and_is_sent_again(
    office: Office, receiver: Receiver
) -> None:
    """Each attempt tells request, answer, time and error; sending again adds one."""
    receiver.answer = lambda _got: BROKEN
    made = office.webhook(receiver.url, article_prefix="attempts")
    office.server.post("attempts", "A comment that is hard to deliver.")
    office.become(made, "failed", 1)
    office.open(made)
    office.page.get_by_role("link", name="comment.created").click()
    attempts = office.page.locator("#attempts > li")
    expect(attempts).to_have_count(2)
    first = attempts.first
    expect(first).to_contain_text(re.compile(r"Answered 500 in \d+ ms"))
    first.get_by_text("What was sent").click()
    expect(first).to_contain_text(f"POST {receiver.url}")
    expect(first).to_contain_text(f"webhook-id: {receiver.got[0].headers['webhook-id']}")
    first.get_by_text("What came back").click()
    expect(first).to_contain_text("x-reason: tea")
    expect(first).to_contain_text("no tea left")
    expect(office.page.locator("#payload")).to_contain_text('"type": "comment.created"')
    receiver.answer = lambda _got: OK
    office.press("Send it again")
    expect(office.page.locator("#delivery-said")).to_contain_text("Answered 200")
    expect(attempts).to_have_count(3)
    expect(office.page.locator("#delivery-facts")).to_contain_text("Delivered")


def test_all_that_failed_is_sent_again(office: Office, receiver: Receiver) -> None:
    """One press sends again whatever failed since a time, and says how many that is."""
    receiver.answer = lambda _got: BROKEN
    made = office.webhook(receiver.url, article_prefix="again")
    for number in range(3):
        office.server.post("again", f"Failing number {number}.")
    office.become(made, "failed", 3)
    receiver.answer = lambda _got: OK
    office.open(made)
    expect(office.page.locator("#webhook-facts")).to_contain_text("Failing")
    office.press("Send all of these again")
    said = office.page.locator("#replay-said")
    expect(said).to_have_text("3 failed events are sent again.")
    office.become(made, "delivered", 3)
    office.page.get_by_label("Failed, of events since").fill("2026-01-01T00:00:00")
    office.press("Send all of these again")
    expect(said).to_have_text("Nothing has failed since then.")


def test_admins_are_told_what_the_service_disabled(office: Office, receiver: Receiver) -> None:
    """410 disables; the queue and the page say so until somebody makes the webhook active."""
    receiver.answer = lambda _got: (410, {}, b"")
    made = office.webhook(receiver.url, article_prefix="gone")
    office.server.post("gone", "Nobody wants this.")
    wait_until(lambda: office.api("GET", f"/webhooks/{made['id']}")["state"] == "disabled")
    office.sign_in("/queue")
    office.page.get_by_role("link", name="Webhooks (1 disabled)").click()
    notices = office.page.locator("#notices")
    expect(notices).to_contain_text("It answered 410 Gone")
    notices.get_by_role("link", name=receiver.url).click()
    office.press("Send all of these again")
    expect(office.page.locator("#replay-said")).to_contain_text("make it active first")
    office.press("Make active")
    expect(office.said).to_have_text("It is active.")
    office.page.reload()
    expect(office.heading(receiver.url)).to_be_visible()
    expect(notices).to_be_empty()
    office.press("Disable")
    expect(office.said).to_contain_text("nothing is sent there")
    assert office.api("GET", "/notices") == {"items": []}


def test_deleting_asks_first(office: Office, receiver: Receiver) -> None:
    """Escape keeps a webhook; only a second yes deletes it with its log."""
    made = office.webhook(receiver.url)
    office.open(made)
    office.press("Delete")
    office.page.keyboard.press("Escape")
    assert office.api("GET", f"/webhooks/{made['id']}")["state"] == "active"
    office.press("Delete")
    office.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(office.page).to_have_url(f"{office.server.url}/queue/webhooks")
    assert office.server.as_admin("GET", f"/api/v1/webhooks/{made['id']}").status == 404
    office.page.goto(f"{office.server.url}/queue/webhooks?webhook={made['id']}")
    expect(office.page.get_by_role("alert").first).to_contain_text("There is no such webhook.")


def test_a_moderator_is_told_in_plain_words(office: Office) -> None:
    """Who is no admin reads whom to ask, and the queue shows them no way here."""
    words = ("moderator", "add", "mod@example.org", "--password-stdin")
    office.server.command(*words, text=PASSWORD)
    office.sign_in(who="mod@example.org")
    expect(office.page.get_by_role("alert").first).to_contain_text("for admins")
    expect(office.page.get_by_role("heading", level=2)).to_have_count(0)
    office.page.get_by_role("link", name="Queue").click()
    expect(office.page.locator("#who")).to_have_text("mod@example.org")
    expect(office.page.get_by_role("link", name="Webhooks")).to_have_count(0)


def test_the_link_in_an_event_leads_to_its_comment(office: Office, receiver: Receiver) -> None:
    """`links.queue` opens the queue on that very comment, whatever its state."""
    office.webhook(receiver.url, "comment.approved", article_prefix="linked")
    office.server.post("linked", "A friendly word about the harbour.")
    wait_until(lambda: bool(receiver.got), 30)
    link = receiver.got[0].json["data"]["comment"]["links"]["queue"]
    office.sign_in(link[link.index("/queue") :])
    expect(office.page.get_by_role("article")).to_have_count(1)
    expect(office.page.get_by_role("article")).to_contain_text("A friendly word")
