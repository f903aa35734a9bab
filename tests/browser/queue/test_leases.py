"""Leases as the page keeps them: what one moderator has on the screen, nobody else is given."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import RUDE, Desk
from tests.running_server import wait_until

pytestmark = pytest.mark.browser

NAMES = [f"Reader {number}" for number in range(60)]


def ids_on(desk: Desk) -> list[str]:
    """The ids of the cards on a page."""
    ids = desk.cards.evaluate_all("cards => cards.map((card) => card.dataset.id)")
    return [str(each) for each in ids]


SEE_ALL = """() => {
    window.seen = new Set();
    const look = () => document.querySelectorAll("[data-id]").forEach(({dataset}) => seen.add(dataset.id));
    new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
    look();
}"""
"""Has a page remember every comment that it ever shows."""


def test_two_moderators_never_meet_the_same_comment(
    desk: Desk, colleague: Callable[..., Desk]
) -> None:
    """Two browsers work one queue dry at full speed, and no comment is ever on both screens."""
    with ThreadPoolExecutor(8) as readers:
        list(readers.map(lambda name: desk.server.post(desk.article, RUDE, name=name), NAMES))
    wait_until(lambda: desk.totals()["held"] == len(NAMES), 60)
    desks = [desk, colleague()]
    for each in desks:
        each.open()
        each.page.evaluate(SEE_ALL)
    while desk.totals()["held"]:
        for each in desks:
            each.page.keyboard.type("ara")
    seen = [set(each.page.evaluate("[...seen]")) for each in desks]
    assert all(len(each) > 10 for each in seen)
    assert seen[0] & seen[1] == set()
    assert len(seen[0] | seen[1]) == len(NAMES)
    decided = desk.totals()
    assert decided["approved"] + decided["rejected"] == len(NAMES)


def test_a_reload_brings_the_same_comments_back(desk: Desk, colleague: Callable[..., Desk]) -> None:
    """After a reload the cards are those from before, in their order; a colleague has the others."""
    desk.post_held(*(f"Reader {number:02}" for number in range(14)))
    desk.open()
    expect(desk.cards).to_have_count(10)
    desk.press("a")
    desk.press("a")
    desk.press("u")
    expect(desk.said).to_contain_text("Undone.")
    before = ids_on(desk)
    other = colleague()
    other.open()
    expect(other.cards).to_have_count(4)
    desk.page.reload()
    desk.has_come()
    assert ids_on(desk)[: len(before)] == before
    assert set(ids_on(desk)) & set(ids_on(other)) == set()


def test_a_closed_tab_leaves_its_comments_to_the_next(desk: Desk) -> None:
    """Whoever closes the queue and opens it again need not wait for their own leases to run out."""
    desk.post_held("Ann", "Bob")
    desk.open()
    expect(desk.cards).to_have_count(2)
    address, context = desk.page.url, desk.page.context
    desk.page.close(run_before_unload=False)
    desk.page = context.new_page()
    desk.page.goto(address)
    expect(desk.cards).to_have_count(2)


def test_what_ran_out_and_went_to_a_colleague_leaves_the_page(
    desk: Desk, colleague: Callable[..., Desk]
) -> None:
    """Hidden, a page renews nothing; seen again, it says in a sentence what went meanwhile."""
    ids = desk.post_held("Ann", "Bob")
    desk.page.clock.install()
    desk.open()
    expect(desk.cards).to_have_count(2)
    freed = desk.page.evaluate(FREE, ids[:1])
    assert freed == ids[:1]
    other = colleague()
    other.open()
    expect(other.card("Ann")).to_be_visible()
    desk.page.clock.fast_forward(45_000)
    expect(desk.card("Ann")).to_have_count(0)
    expect(desk.said).to_have_text("1 comment went to a colleague meanwhile.")
    expect(desk.card("Bob")).to_be_visible()


FREE = """async (ids) => {
    const session = await (await fetch("/api/v1/session")).json();
    const headers = {"Content-Type": "application/json", "X-CSRF-Token": session.csrf_token};
    const body = JSON.stringify({comment_ids: ids});
    return (await (await fetch("/api/v1/queue/leases", {method: "DELETE", headers, body})).json()).freed;
}"""
"""Gives leases back as their time does, without anybody waiting two minutes for it."""


def test_the_whole_list_says_who_has_what(desk: Desk, colleague: Callable[..., Desk]) -> None:
    """A toggle, kept in the address, lists what colleagues have too, with their names."""
    desk.post_held("Ann")
    other = colleague()
    other.open()
    expect(other.card("Ann")).to_be_visible()
    desk.open()
    expect(desk.page.locator("#empty")).to_have_text(
        "1 comment here, on somebody’s screen at this moment."
    )
    desk.page.get_by_label("Show the whole list").check()
    expect(desk.page).to_have_url(re.compile("list=all"))
    expect(desk.card("Ann")).to_contain_text(f"with {other.who.email} just now")
    desk.page.reload()
    expect(desk.page.get_by_label("Show the whole list")).to_be_checked()


def test_another_view_frees_what_this_one_had(desk: Desk, colleague: Callable[..., Desk]) -> None:
    """Whoever turns to another state gives back what is on the page, for others to take."""
    desk.post_held("Ann")
    desk.open()
    expect(desk.card("Ann")).to_be_visible()
    desk.tab("Approved").click()
    expect(desk.page.locator("#empty")).to_be_visible()
    other = colleague()
    other.open()
    expect(other.card("Ann")).to_be_visible()
