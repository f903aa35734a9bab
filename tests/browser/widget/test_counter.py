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
    """The page words each form; where it does not, plain words of ours stand in."""
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


def test_an_element_without_a_usable_id_harms_nobody(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """An id that is empty or too long is not asked for; the others get their number, once."""
    publish(server, "beside", "A friendly word.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    elements = headline("beside") + headline("") + headline("x" * 256)
    page.goto(newspaper.print(elements + "<i></i>" + script(server, 'data-refresh="0"')))
    expect(page.locator("#beside")).to_have_text("1 comment")

    for second in range(3):  # a page that goes on changing
        page.evaluate("second => (document.querySelector('i').textContent = second)", second)
        page.wait_for_timeout(200)

    assert len([url for url in asked if "/counts" in url]) == 1


def test_a_page_may_want_no_words_for_none(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """An empty `data-none` shows nothing, whatever stood there before."""
    page.goto(
        newspaper.print(
            f'<p data-comment-count="nothing" data-none="">12 comments</p>{script(server)}'
        )
    )

    expect(page.locator("p")).to_have_text("")


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


WORDS = {
    "en": ["Be the first to comment", "1 comment", "2 comments", "21 comments", "1,200 comments"],
    "de": ["Jetzt kommentieren", "1 Kommentar", "2 Kommentare", "21 Kommentare", "1.200 Kommentare"],
    "fr": [
        "Lancez la discussion", "1 commentaire", "2 commentaires", "21 commentaires",
        "1\u202f200 commentaires",
    ],
    "ar": ["كن أول من يعلّق", "تعليق واحد", "تعليقان", "21 تعليقًا", "1,200 تعليق"],
    "uk": ["Be the first to comment", "1 comment", "2 comments", "21 comments", "1\u00a0200 comments"],
}  # fmt: skip
NUMBERS = [0, 1, 2, 21, 1200]


@pytest.mark.parametrize("language", WORDS)
def test_the_number_is_worded_in_the_language_of_the_page(
    page: Page, server: RunningServer, newspaper: Newspaper, language: str
) -> None:
    """Each language has its plural forms; one that we lack has English ones."""
    body = "".join(headline(f"worded-{n}") for n in NUMBERS)
    page.goto(newspaper.print(f'<div lang="{language}">{body}</div>' + script(server)))
    page.locator("#worded-0").filter(has_text=WORDS[language][0]).wait_for()

    for n, words in zip(NUMBERS, WORDS[language], strict=True):
        page.evaluate(
            "([article, count]) => document.dispatchEvent("
            "new CustomEvent('belowline:count', { detail: { article, count } }))",
            [f"worded-{n}", n],
        )
        expect(page.locator(f"#worded-{n}")).to_have_text(words)


def test_a_language_is_known_however_it_is_written(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """Tags of languages have no case: `DE` is German."""
    page.goto(newspaper.print(f'<div lang="DE">{headline("upper")}</div>{script(server)}'))

    expect(page.locator("#upper")).to_have_text("Jetzt kommentieren")


def test_the_pages_own_words_follow_the_plural_forms_of_its_language(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """In a language with more forms than ours, a page may word each of them."""
    words = 'data-one="{n} komentarz" data-few="{n} komentarze" data-many="{n} komentarzy"'
    page.goto(newspaper.print(f'<div lang="pl">{headline("polish", words)}</div>' + script(server)))
    expect(page.locator("#polish")).to_have_text("Be the first to comment")

    for n, word in ((1, "komentarz"), (3, "komentarze"), (5, "komentarzy"), (22, "komentarze")):
        page.evaluate(
            "(count) => document.dispatchEvent(new CustomEvent('belowline:count',"
            "{ detail: { article: 'polish', count } }))",
            n,
        )
        expect(page.locator("#polish")).to_have_text(f"{n} {word}")


def test_a_change_of_language_changes_the_words(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """When the page takes another `lang`, the numbers follow without another question."""
    page.goto(newspaper.print(headline("switch") + script(server, 'data-refresh="0"')))
    expect(page.locator("#switch")).to_have_text("Be the first to comment")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate("document.documentElement.lang = 'de'")

    expect(page.locator("#switch")).to_have_text("Jetzt kommentieren")
    assert asked == []


def test_what_was_written_for_disqus_is_filled_too(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """Its links and identifiers work as they are, in the same single request."""
    story = f"{newspaper.url}/2019/05/a-story.html"
    for article in ("disqus-7", story, "https://news.example/old"):
        publish(server, article, "A friendly word from before.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(
        newspaper.print(
            '<a class="d" href="/2019/05/a-story.html#disqus_thread">Comments</a>'
            '<a class="d" href="/other#disqus_thread" data-disqus-identifier="disqus-7"></a>'
            '<span class="d disqus-comment-count" data-disqus-url="https://news.example/old"></span>'
            '<a href="/other#top">Not a number</a>' + script(server, 'data-refresh="0"')
        )
    )

    expect(page.locator(".d")).to_have_text(["1 comment"] * 3)
    expect(page.get_by_text("Not a number")).to_be_visible()
    (url,) = [url for url in asked if "/counts" in url]
    named = parse_qs(urlsplit(url).query)["article"]
    assert named == sorted([story, "disqus-7", "https://news.example/old"])
