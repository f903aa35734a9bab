"""Many comments at once: a selection, a branch, an author; each with its number and one undo."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.queue.desk import RUDE, Desk
from tests.running_server import wait_until

pytestmark = pytest.mark.browser


def test_a_selection_is_decided_as_one_and_undone_as_one(desk: Desk) -> None:
    """x selects, r rejects all that is selected, and one u brings everything back, counts too."""
    ids = desk.post_held("Ann", "Bob", "Cem")
    before = desk.totals()
    desk.open()
    desk.page.keyboard.type("xjjx")
    bar = desk.page.get_by_role("region", name="Selected comments")
    expect(bar).to_contain_text("2 comments selected")
    desk.press("r")
    expect(desk.said).to_have_text("Rejected 2 comments.")
    expect(desk.cards).to_have_count(1)
    expect(desk.card("Bob")).to_be_focused()
    expect(bar).to_have_count(0)
    assert [desk.status(one) for one in ids] == ["rejected", "pending", "rejected"]
    desk.press("u")
    expect(desk.said).to_have_text("Undone. 2 comments as before.")
    assert desk.headings() == ["Ann", "Bob", "Cem"]
    assert desk.totals() == before


def test_a_batch_tells_what_it_left_alone(desk: Desk) -> None:
    """What somebody else decided first is left as it is, named with who that was; the rest is done."""
    ids = desk.post_held("Ann", "Bob", "Cem")
    desk.open()
    desk.page.get_by_role("checkbox", name="Select Ann’s comment").check()
    desk.page.get_by_role("button", name="Select all 3").click()
    desk.decide("approve", ids[1])
    desk.page.get_by_role("button", name="Reject 3").click()
    told = desk.page.get_by_role("dialog", name="Left alone")
    expect(told).to_contain_text("Bob’s comment: Approved by")
    told.get_by_role("button", name="Close").click()
    expect(desk.card("Bob").locator(".notice")).to_contain_text("It was left alone.")
    assert [desk.status(one) for one in ids] == ["rejected", "approved", "rejected"]


def many(desk: Desk, author: str) -> Locator:
    """The dialog about more than this author's one comment."""
    desk.card(author).focus()
    desk.press("m")
    return desk.page.get_by_role("dialog", name="More than this one")


def test_a_whole_branch_can_be_rejected(desk: Desk) -> None:
    """A comment and all that answers it: first the number, then the deed, then one undo."""
    root = desk.post_approved("Ann", "Is the ferry on time today?")["comment"]["id"]
    reply = desk.post_approved("Bob", "It is, as far as I know.", parent_id=root)["comment"]["id"]
    desk.open(state="approved")
    dialog = many(desk, "Ann")
    dialog.get_by_label("This comment and all that answers it").check()
    expect(dialog).to_contain_text("2 comments to decide: now 2 approved.")
    dialog.get_by_role("button", name="Reject 2 comments").click()
    expect(desk.cards).to_have_count(0)
    assert {desk.status(root), desk.status(reply)} == {"rejected"}
    desk.press("u")
    expect(desk.cards).to_have_count(2)
    assert {desk.status(root), desk.status(reply)} == {"approved"}


def test_an_author_is_banned_and_their_comments_rejected(desk: Desk) -> None:
    """One dialog bans an author for a time and rejects what they wrote; one undo takes back both."""
    posted = desk.server.post(desk.article, RUDE, name="Ann")
    token, first = posted["reader_token"], posted["comment"]["id"]
    second = desk.server.post(desk.article, f"{RUDE} all", name="Ann", token=token)
    ids = [first, second["comment"]["id"]]
    wait_until(lambda: all(desk.is_held(one) for one in ids))
    desk.open()
    expect(desk.cards).to_have_count(2)
    desk.press("m")
    dialog = desk.page.get_by_role("dialog", name="More than this one")
    dialog.get_by_role("combobox", name="Ann").select_option("ban")
    dialog.get_by_label("For how many days").fill("14")
    dialog.get_by_role("button", name="Reject 2 comments and ban").click()
    expect(desk.said).to_contain_text("Rejected 2 comments. Ann is banned until")
    expect(desk.cards).to_have_count(0)
    assert {desk.status(one) for one in ids} == {"rejected"}
    assert _posts(desk, token) == 403
    desk.press("u")
    expect(desk.cards).to_have_count(2)
    assert {desk.status(one) for one in ids} == {"pending"}
    assert _posts(desk, token) == 201


def _posts(desk: Desk, token: str) -> int:
    """What the service answers the author who posts again."""
    sent = {"article": desk.article, "body": "Once more.", "author": {"name": "Ann"}}
    return desk.server.request("POST", "/api/v1/comments", sent, x_belowline_reader=token).status
