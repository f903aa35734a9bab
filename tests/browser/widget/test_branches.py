"""Long and deep threads: branches that fold, and links that lead into them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from tests.browser.widget.moderator import publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

ROOTS = 200
ANSWERS = 120


class BusyThread:
    """An article with many comments, one of which began a long and, at one place, deep branch."""

    article = "busy"

    def __init__(self, server: RunningServer) -> None:
        def root(n: int) -> str:
            return publish(server, self.article, f"Remark number {n}, a friendly one.")

        with ThreadPoolExecutor(4) as crowd:
            early = list(crowd.map(root, range(ROOTS // 2)))
            self.root = publish(server, self.article, "What do you all think of it?")
            answer = lambda n: self._answer(server, n)  # noqa: E731
            self.answers = list(crowd.map(answer, range(ANSWERS)))
            late = list(crowd.map(root, range(ROOTS // 2, ROOTS)))
        self.roots = sorted([*early, self.root, *late])
        self.deep = self._deep(server)

    def _answer(self, server: RunningServer, n: int) -> str:
        text = f"Answer number {n}, a friendly one."
        return publish(server, self.article, text, parent_id=self.root)

    def _deep(self, server: RunningServer) -> str:
        parent = sorted(self.answers)[ANSWERS // 2]
        for level in range(9):
            text = f"Level {level}, a friendly word."
            parent = publish(server, self.article, text, name=f"Ann {level}", parent_id=parent)
        return parent


def roots_on(reader: Reader) -> list[str]:
    """The ids of the comments on the page that answer none, from top to bottom."""
    items = reader.comments.locator(":scope > .comment")
    ids: list[str] = items.evaluate_all("all => all.map((item) => item.view.id)")
    return ids


@pytest.fixture(scope="module")
def busy(server: RunningServer) -> BusyThread:
    """Some three hundred comments."""
    return BusyThread(server)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_link_opens_the_page_and_the_branch_of_its_comment(
    reader: Reader, newspaper: Newspaper, busy: BusyThread
) -> None:
    """A link into the middle of a long, deep branch shows that comment, marked and in view."""
    reader.open(newspaper.thread(busy.article) + f"#comment-{busy.deep}")

    target = reader.thread.locator(".target")
    expect(target).to_contain_text("Level 8")
    expect(target).to_be_in_viewport()
    expect(target).to_be_focused()
    assert 0 < reader.comments.locator(".card").count() < ROOTS + ANSWERS

    expect(target).to_contain_text("in reply to Ann 7")

    reader.thread.get_by_role("link", name="in reply to an earlier comment").click()
    expect(target).to_contain_text("Level 6")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_from_a_link_one_reads_on_to_both_ends(
    reader: Reader, newspaper: Newspaper, busy: BusyThread
) -> None:
    """Around a linked comment, earlier and more comments come in their places, each once."""
    at = len(busy.roots) // 2
    reader.open(newspaper.thread(busy.article) + f"#comment-{busy.roots[at + 5]}")
    expect(reader.thread.locator(".target")).to_be_in_viewport()
    for name in ("Earlier comments", "More comments"):
        button = reader.thread.get_by_role("button", name=name)
        while button.is_visible():
            before = len(roots_on(reader))
            button.click()
            expect(reader.comments.locator(":scope > .comment").nth(before)).to_be_attached()

    assert roots_on(reader) == busy.roots[::-1]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_link_opens_a_branch_that_was_folded(
    reader: Reader, newspaper: Newspaper, busy: BusyThread
) -> None:
    """A link to a comment on the page unfolds whatever it stands in."""
    url = newspaper.thread(busy.article) + f"#comment-{busy.root}"
    reader.open(url)
    card = reader.card("What do you all think")
    reader.do(card, f"{ANSWERS} replies")
    answer = reader.card("Answer number").first
    expect(answer).not_to_be_visible()

    reader.page.evaluate("(id) => (location.hash = `comment-${id}`)", min(busy.answers))

    expect(answer).to_be_visible()
    expect(reader.thread.locator(".target")).to_contain_text("Answer number")


def test_a_branch_folds_by_key(reader: Reader, server: RunningServer, newspaper: Newspaper) -> None:
    """The number of replies is a button that says whether they are shown, and keeps the focus."""
    root = publish(server, "fold", "Shall we plant a tree?")
    for n in range(2):
        publish(server, "fold", f"Yes, for the {n}th time.", parent_id=root)
    reader.open(newspaper.thread("fold"))
    fold = reader.card("plant a tree").get_by_role("button", name="2 replies")
    expect(fold).to_have_attribute("aria-expanded", "true")
    reply = reader.card("for the 1th time")

    fold.press("Enter")
    expect(reply).not_to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(fold).to_be_focused()
    fold.press(" ")
    expect(reply).to_be_visible()
    expect(reply.locator("[data-does=fold]")).not_to_be_visible()


def test_a_folded_branch_stays_folded_when_it_grows(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """New replies change the number on a folded branch and do not open it."""
    root = publish(server, "growing", "Shall we plant two trees?")
    publish(server, "growing", "Yes, by the pier.", parent_id=root)
    reader.open(newspaper.thread("growing"))
    card = reader.card("two trees")
    reader.do(card, "1 reply")

    publish(server, "growing", "And one by the school.", parent_id=root)
    reader.thread.get_by_role("button", name="1 new comment").click()

    expect(card.get_by_role("button", name="2 replies")).to_be_visible()
    expect(reader.card("by the school")).not_to_be_visible()
