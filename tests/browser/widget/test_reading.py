"""What a reader sees of a thread: its comments, its pages, its order."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.widget.moderator import decide, publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

KEEP_ROOM_AND_WATCH = """
const room = new CSSStyleSheet();
room.replaceSync('belowline-thread { display: block; min-block-size: 100vh }');
document.adoptedStyleSheets = [room];
window.moved = [];
const told = (list) => moved.push(...list.getEntries().map(({ value }) => value));
new PerformanceObserver(told).observe({ type: 'layout-shift', buffered: true });
"""


@pytest.fixture(scope="module")
def long_thread(server: RunningServer) -> list[str]:
    """The ids of sixty comments under the article `long`, the oldest first."""
    return [publish(server, "long", f"Remark number {n}, a friendly one.") for n in range(60)]


def test_an_empty_thread_invites(reader: Reader, newspaper: Newspaper) -> None:
    """Where nobody has written yet, the thread and the number beside the headline invite."""
    reader.open(newspaper.thread("empty"))

    expect(reader.thread.get_by_text("Be the first")).to_be_visible()
    expect(reader.page.locator("[data-comment-count]")).to_have_text("Be the first to comment")


def test_the_order_is_the_readers_choice(
    reader: Reader, newspaper: Newspaper, long_thread: list[str]
) -> None:
    """Newest first unless the page says otherwise; the reader may turn it round."""
    reader.open(newspaper.thread("long"))
    first = reader.comments.locator(".card").first
    expect(first).to_contain_text("number 59,")

    reader.thread.get_by_label("Sort by").select_option("oldest")

    expect(first).to_contain_text("number 0,")
    reader.open(newspaper.thread("long", 'sort="oldest"'))
    expect(first).to_contain_text("number 0,")


def test_more_comments_come_below_without_moving_the_rest(
    reader: Reader, newspaper: Newspaper, long_thread: list[str]
) -> None:
    """Each page is added below the last, every comment once, until there are no more."""
    reader.open(newspaper.thread("long"))
    cards = reader.comments.locator(".card")
    more = reader.thread.get_by_role("button", name="More comments")

    expect(cards).to_have_count(25)
    more.click()
    expect(cards).to_have_count(50)
    expect(cards.nth(25)).to_be_focused()
    more.click()
    expect(cards).to_have_count(60)
    expect(more).not_to_be_visible()
    expect(cards.last).to_contain_text("number 0,")


def test_where_the_page_keeps_room_nothing_is_seen_to_move(
    reader: Reader, newspaper: Newspaper, long_thread: list[str]
) -> None:
    """In room kept for it, a thread that has said it is loading gives way to its comments at once."""
    held: list[Route] = []
    reader.page.route("**/api/v1/comments?*", lambda route: held.append(route))  # noqa: PLW0108
    reader.page.add_init_script(KEEP_ROOM_AND_WATCH)
    reader.page.goto(newspaper.thread("long"))
    expect(reader.thread.get_by_text("Loading")).to_be_visible()
    reader.page.wait_for_timeout(300)  # until that is painted

    slower = reader.page.context.new_cdp_session(reader.page)
    slower.send("Emulation.setCPUThrottlingRate", {"rate": 8})  # or all is there within a frame
    held[0].continue_()
    expect(reader.comments.locator(".card")).to_have_count(25)
    reader.page.wait_for_timeout(300)  # what moves is told after it was painted

    assert reader.page.evaluate("moved") == []


def test_a_page_that_comes_after_another_order_was_chosen_is_not_shown(
    reader: Reader, newspaper: Newspaper, long_thread: list[str]
) -> None:
    """What was asked for in the old order has no place among comments in the new one."""
    late: list[Route] = []
    hold_first = lambda route: route.continue_() if late else late.append(route)  # noqa: E731
    reader.page.route("**/api/v1/comments?*cursor=*", hold_first)
    reader.open(newspaper.thread("long"))
    cards = reader.comments.locator(".card")
    expect(cards).to_have_count(25)
    more = reader.thread.get_by_role("button", name="More comments")
    more.click()
    reader.thread.get_by_label("Sort by").select_option("oldest")
    expect(cards.first).to_contain_text("number 0,")

    with reader.page.expect_response("**/api/v1/comments?*cursor=*"):
        late[0].continue_()
    more.click()

    expect(cards).to_have_count(50)
    expect(cards.nth(25)).to_contain_text("number 25,")


def test_a_link_opens_the_page_its_comment_is_on(
    reader: Reader, newspaper: Newspaper, long_thread: list[str]
) -> None:
    """#comment-… shows and marks that comment; what stands before it is a button away."""
    reader.page.clock.install()
    reader.open(newspaper.thread("long") + f"#comment-{long_thread[20]}")

    expect(reader.thread.locator(".target")).to_contain_text("number 20,")
    expect(reader.thread.locator(".target")).to_be_in_viewport()
    reader.thread.get_by_role("button", name="Earlier comments").click()
    expect(reader.card("number 21,")).to_be_visible()
    with reader.page.expect_response("**/api/v1/comments?*"):
        reader.page.clock.run_for(10_000)
    expect(reader.thread.locator(".fresh")).not_to_be_visible()


def test_a_link_to_nothing_opens_the_thread(
    reader: Reader, newspaper: Newspaper, long_thread: list[str]
) -> None:
    """A link to a comment that is not there shows the thread from its beginning."""
    nowhere = long_thread[0][:-4] + "ffff"

    reader.open(newspaper.thread("long") + f"#comment-{nowhere}")

    expect(reader.comments.locator(".card").first).to_contain_text("number 59,")


def test_deep_replies_nest_six_levels_and_then_lie_flat(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Below the sixth level replies stand beside one another and say whom they answer."""
    parent = None
    for level in range(10):
        parent = publish(
            server,
            "deep",
            f"Level {level}, a friendly word.",
            name=f"Ann {level}",
            parent_id=parent,
        )

    reader.open(newspaper.thread("deep"))

    nest = ".replies " * 7
    expect(reader.comments.locator(f"{nest} > .comment > .card")).to_have_count(3)
    expect(reader.comments.locator(f"{nest} .replies .card")).to_have_count(0)
    expect(reader.card("Level 9")).to_contain_text("in reply to Ann 8")
    expect(reader.card("Level 7")).not_to_contain_text("in reply to")


def test_more_replies_come_in_their_place(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A long branch continues by a button, in the order written, each reply once."""
    root = publish(server, "branch", "What do you all think?")
    for n in range(14):
        publish(server, "branch", f"Answer number {n}, a friendly one.", parent_id=root)
    reader.open(newspaper.thread("branch"))
    replies = reader.comments.locator(".replies .card")
    expect(reader.card("number 13,")).to_have_count(0)

    reader.thread.get_by_role("button", name="More replies").click()

    expect(replies).to_have_count(14)
    expect(replies.last).to_contain_text("number 13,")
    expect(reader.thread.get_by_role("button", name="More replies")).not_to_be_visible()


def test_what_is_removed_leaves_a_stone_above_its_replies(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Where a removed comment has replies its place stays, without text and name."""
    root = publish(server, "stone", "The first word here.", name="Mallory")
    publish(server, "stone", "The second word here.", parent_id=root)
    decide(server, root, "reject")

    reader.open(newspaper.thread("stone"))

    expect(reader.comments.locator(".grave")).to_have_text("Removed by a moderator")
    expect(reader.comments.locator(".gone .fold")).to_have_css("font-size", "14px")  # as all others
    expect(reader.comments).to_contain_text("The second word")
    expect(reader.comments).not_to_contain_text("Mallory")


def test_a_vote_is_seen_at_once_and_can_be_taken_back(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """One press votes, a second takes it back, and the reader's own vote is marked."""
    publish(server, "votes", "Let us plant more trees.")
    url = newspaper.thread("votes")
    reader.open(url)
    card = reader.card("more trees")
    agree = card.get_by_role("button", name="Agree", exact=False).first

    agree.click()
    expect(agree).to_have_accessible_name("Agree: 1")
    expect(agree).to_have_attribute("aria-pressed", "true")
    reader.do(card, "Disagree")
    expect(card.get_by_role("button", name="Disagree: 1")).to_be_visible()
    expect(agree).to_have_accessible_name("Agree: 0")
    reader.open(url)
    reader.do(card, "Disagree")
    expect(card.get_by_role("button", name="Disagree: 0")).to_be_visible()


def test_a_report_reaches_the_moderators(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A reader says what is wrong, is thanked, and moderators find it at the comment."""
    publish(server, "report", "Buy your watches at my shop.")
    url = newspaper.thread("report")
    reader.open(url)
    card = reader.card("Buy your watches")

    reader.do(card, "Report")
    reader.thread.get_by_label("What is wrong").select_option("spam")
    reader.thread.get_by_label("More to add").fill("He writes this everywhere.")
    reader.thread.get_by_role("button", name="Send report").click()

    expect(reader.comments).to_contain_text("A moderator will look at it")
    queue = server.as_admin("GET", "/api/v1/queue?state=approved&article=report").json()
    told = {"reason": "spam", "count": 1, "texts": ["He writes this everywhere."]}
    assert queue["items"][0]["flags"] == [told]
    reader.open(url)
    expect(card).to_contain_text("Reported")


def test_a_report_that_does_not_arrive_says_so_and_can_be_repeated(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """What went wrong is said in the form, which keeps what was written."""
    publish(server, "unreported", "Buy your watches at my shop.")
    reader.open(newspaper.thread("unreported"))
    reader.page.route("**/flags", lambda route: route.abort())
    reader.do(reader.card("Buy your watches"), "Report")
    reader.thread.get_by_label("More to add").fill("He writes this everywhere.")
    send = reader.thread.get_by_role("button", name="Send report")

    send.click()
    expect(reader.problems).to_have_text("The server could not be reached.")
    reader.page.unroute("**/flags")
    send.click()

    expect(reader.comments).to_contain_text("A moderator will look at it")


def test_closed_comments_are_read_but_not_answered(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A closed article says so in place of the form, and its comments have no reply button."""
    publish(server, "closed", "A last word before the doors shut.")
    closed = server.as_admin("PUT", "/api/v1/articles?article=closed", {"open": False})
    assert closed.status == 200, closed

    reader.page.goto(newspaper.thread("closed"))

    expect(reader.thread.locator(".closed")).to_contain_text("closed")
    expect(reader.card("A last word")).to_be_visible()
    expect(reader.write_area).to_have_count(0)
    expect(reader.thread.get_by_role("button", name="Reply")).to_have_count(0)
