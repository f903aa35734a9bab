"""What a publisher who made a mistake reads in the console."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget.moderator import publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser


@pytest.fixture
def said(page: Page) -> list[str]:
    """All errors in the console, ours and the browser's."""
    texts: list[str] = []
    page.on("console", lambda message: texts.append(message.text))
    return texts


def test_a_refused_origin_is_named_with_the_command_that_allows_it(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """A page that the site does not list says in the console how to list it, and that works."""
    server.command("site", "add", "strict", "--origin", "https://news.example")

    command = f"belowline site set strict --origin {newspaper.url}"

    with page.expect_console_message(lambda message: command in message.text):
        page.goto(newspaper.thread("refused-origin", 'site="strict"'))

    expect(page.locator("belowline-thread")).to_contain_text("could not be loaded")
    server.command(*command.split()[1:])
    page.locator("belowline-thread").get_by_role("button", name="Try again").click()
    expect(page.locator("belowline-thread")).to_contain_text("Nobody has commented yet")


def test_a_server_that_is_not_there_is_not_called_a_refusal(
    page: Page, said: list[str], newspaper: Newspaper
) -> None:
    """Where nothing answers, no command is offered that would not help."""
    page.route("**/api/v1/**", lambda route: route.abort())
    page.route("**/healthz", lambda route: route.abort())

    page.goto(newspaper.thread("nobody-there"))

    expect(page.locator("belowline-thread")).to_contain_text("could not be reached")
    assert not any("belowline site set" in text for text in said)


def test_an_unknown_site_is_named(page: Page, newspaper: Newspaper) -> None:
    """A site that the server does not know is named as it was written."""
    with page.expect_console_message(lambda message: "no site called “nowhere”" in message.text):
        page.goto(newspaper.thread("somewhere", 'site="nowhere"'))

    expect(page.locator("belowline-thread")).to_contain_text("nowhere")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('sort="best"', '"sort": newest, oldest or top; it has "best"'),
        ('server="comments.example"', '"server": an address that begins with https:'),
        ('server="https://"', '"server": an address that begins with https:'),
        ('article-url="story.html"', '"article-url": an address that begins with https:'),
        ('article-url="//["', '"article-url": an address that begins with https:'),
    ],
)
def test_a_wrong_attribute_is_named_with_what_was_expected(
    reader: Reader,
    said: list[str],
    server: RunningServer,
    newspaper: Newspaper,
    attributes: str,
    expected: str,
) -> None:
    """What cannot be meant is said, and the thread goes on as if it had been left out."""
    publish(server, "wrong", "Here all the same, a friendly word.")

    reader.open(newspaper.thread("wrong", attributes))

    expect(reader.card("Here all the same").first).to_be_visible()
    assert any(expected in text for text in said)


def test_an_article_id_that_is_too_long_is_named(page: Page, newspaper: Newspaper) -> None:
    """An id of more than 255 characters is none, and the server is not asked about it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    with page.expect_console_message(lambda message: "up to 255 characters" in message.text):
        page.goto(newspaper.thread("a" * 256))

    assert [url for url in asked if "/comments" in url] == []


def test_a_thread_set_up_well_says_nothing(
    reader: Reader, said: list[str], newspaper: Newspaper
) -> None:
    """Without a mistake the console stays empty, whatever optional attributes are given."""
    options = f'sort="top" article-url="{newspaper.url}/a-story" article-title="A story"'

    reader.open(newspaper.thread("quiet", options))

    assert [text for text in said if "favicon" not in text] == []


LONG_TITLE = "x" * 499 + "\N{FERRY}\N{FERRY}"


@pytest.mark.parametrize(
    ("kind", "title", "query"),
    [("title", LONG_TITLE, ""), ("address", "", "?campaign=" + "x" * 2_000)],
)
def test_a_page_whose_title_or_address_is_too_long_takes_comments(
    reader: Reader, newspaper: Newspaper, kind: str, title: str, query: str
) -> None:
    """What the server would refuse of the page is cut or left out, and the comment is taken."""
    attributes = f'article-title="{title}"' if title else ""
    reader.open(newspaper.thread(f"long-{kind}", attributes) + query)

    reader.post("A friendly word all the same.")

    expect(reader.problems).to_have_count(0)


def test_one_line_works_for_whatever_is_added_later(
    page: Page, server: RunningServer, newspaper: Newspaper
) -> None:
    """Each one-line script makes its thread, also when another has loaded the module before."""
    line = '<script type="module" src="{}/embed.js" data-article="line-{}"></script>'
    lines = [line.format(server.url, n) for n in (1, 2)]
    page.goto(newspaper.print(f"{lines[0]}<main></main><template>{lines[1]}</template>"))
    expect(page.locator("belowline-thread")).to_have_count(1)

    page.evaluate("""() => {
        const { content } = document.querySelector('template');
        document.querySelector('main').append(document.importNode(content, true));
    }""")

    expect(page.locator("main > belowline-thread")).to_contain_text("Nobody has commented yet")
    expect(page.locator("belowline-thread")).to_have_count(2)
