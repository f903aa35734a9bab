"""The number beside a headline: `/count.js` on a publisher's page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget.moderator import publish
from tests.browser.widget.newspaper import Newspaper
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser


def headline(article: str, attributes: str = "") -> str:
    """A headline's link that shows how many comments an article has."""
    return f'<p><a id="{article}" data-comment-count="{article}" {attributes}></a></p>'


def script(server: RunningServer, attributes: str = "") -> str:
    """The line that fills them."""
    return f'<script type="module" src="{server.url}/count.js" {attributes}></script>'


def test_none_one_and_many_have_their_own_words(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """The page words each form; where it does not, plain English stands in."""
    publish(server, "one", "A single friendly word.")
    for n in range(2):
        publish(server, "many", f"Friendly word number {n}.")
    words = 'data-none="Noch keiner" data-one="Ein Kommentar" data-many="{n} Kommentare"'

    page.goto(
        newspaper.print(
            headline("none") + headline("one") + headline("many")
            + f'<p data-comment-count="none" {words}></p>'
            + f'<p data-comment-count="one" {words}></p>'
            + f'<p data-comment-count="many" {words}></p>'
            + script(server)
        )
    )  # fmt: skip

    expect(page.locator("#none")).to_have_text("Be the first to comment")
    expect(page.locator("#one")).to_have_text("1 comment")
    expect(page.locator("#many")).to_have_text("2 comments")
    expect(page.locator("p[data-comment-count]")).to_have_text(
        ["Noch keiner", "Ein Kommentar", "2 Kommentare"]
    )


def test_a_page_asks_once_for_all_its_articles(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """However many elements there are, one request names each article once, in order."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    names = ["b", "a", "c", "a", "b"]

    page.goto(newspaper.print("".join(map(headline, names)) + script(server, 'data-refresh="0"')))

    expect(page.locator("#c")).to_have_text("Be the first to comment")
    counts = [url for url in asked if "/counts" in url]
    assert [parse_qs(urlsplit(url).query)["article"] for url in counts] == [["a", "b", "c"]]


def test_headlines_added_later_get_their_number(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """A list that grows, and an element that comes to stand for another article, are filled."""
    publish(server, "later", "A friendly word, later.")
    page.goto(newspaper.print(headline("first") + script(server, 'data-refresh="0"')))
    expect(page.locator("#first")).to_have_text("Be the first to comment")

    page.evaluate(
        "document.body.append(Object.assign(document.createElement('p'), {id: 'added'}));"
        "document.querySelector('#added').dataset.commentCount = 'later'"
    )
    expect(page.locator("#added")).to_have_text("1 comment")
    page.locator("#first").evaluate("(element) => (element.dataset.commentCount = 'later')")
    expect(page.locator("#first")).to_have_text("1 comment")


def test_the_number_follows_while_the_page_is_open(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """A comment approved elsewhere moves the number without a reload."""
    page.goto(newspaper.print(headline("moving") + script(server)))
    expect(page.locator("#moving")).to_have_text("Be the first to comment")

    publish(server, "moving", "A friendly word from elsewhere.")

    expect(page.locator("#moving")).to_have_text("1 comment")


def test_a_failure_leaves_what_was_there(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """When the server fails, the page keeps the words it was printed with, and asks again."""
    fail = True
    page.route(
        "**/api/v1/counts?*",
        lambda route: route.fulfill(status=500) if fail else route.continue_(),
    )
    printed = '<p id="printed" data-comment-count="printed">Comments</p>'

    with page.expect_response("**/api/v1/counts?*"):
        page.goto(newspaper.print(printed + script(server)))
    expect(page.locator("#printed")).to_have_text("Comments")
    fail = False

    expect(page.locator("#printed")).to_have_text("Be the first to comment")


def test_a_thread_on_the_page_tells_the_number_at_once(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """The number beside the headline follows the thread's own event, of the same site only."""
    page.goto(newspaper.print(headline("told") + script(server, 'data-refresh="0"')))
    expect(page.locator("#told")).to_have_text("Be the first to comment")
    tell = (
        "(detail) => document.dispatchEvent(new CustomEvent('belowline:count',"
        "{ detail: { article: 'told', count: 7, ...detail } }))"
    )

    page.evaluate(tell, {"site": "another"})
    expect(page.locator("#told")).to_have_text("Be the first to comment")
    page.evaluate(tell, {})
    expect(page.locator("#told")).to_have_text("7 comments")
