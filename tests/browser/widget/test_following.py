"""What happens to a thread while it is being read, and the element as part of a page."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.widget.moderator import decide, publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser


def test_new_comments_are_announced_and_come_when_asked_for(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Others' comments move nothing: a button says how many there are, and shows them."""
    publish(server, "news", "The first friendly word.")
    reader.open(newspaper.thread("news"))
    for n in (2, 3):
        publish(server, "news", f"Friendly word number {n}.")

    fresh = reader.thread.get_by_role("button", name="2 new comments — show")
    fresh.wait_for()
    expect(reader.heading).to_have_text("3 comments")
    expect(reader.comments.locator(".card")).to_have_count(1)
    fresh.click()

    expect(reader.comments.locator(".card").first).to_contain_text("number 3")
    expect(reader.comments.locator(".card")).to_have_count(3)
    expect(fresh).not_to_be_visible()


def test_what_a_moderator_removes_goes_from_open_pages(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A comment rejected while somebody reads disappears, and the numbers follow."""
    publish(server, "gone", "This one may stay, it is kind.")
    bad = publish(server, "gone", "This one will be removed soon.")
    reader.open(newspaper.thread("gone"))
    expect(reader.heading).to_have_text("2 comments")

    decide(server, bad, "reject")

    expect(reader.card("removed soon")).to_have_count(0)
    expect(reader.heading).to_have_text("1 comment")
    expect(reader.page.locator("[data-comment-count]")).to_have_text("1 comment")
    expect(reader.card("may stay")).to_be_visible()


def test_an_open_form_outlives_what_others_do(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Updates of a comment keep the reply begun at it, and the words in it."""
    made = publish(server, "steady", "Where shall we meet today?")
    reader.open(newspaper.thread("steady"))
    card = reader.card("Where shall we meet")
    reader.do(card, "Reply")
    area = reader.thread.get_by_label("Reply to Ada")
    area.fill("At the pier, I")

    server.request("PUT", f"/api/v1/comments/{made}/vote", {"value": 1})

    expect(card.get_by_role("button", name="Agree: 1", exact=True)).to_be_visible()
    expect(area).to_have_value("At the pier, I")
    expect(area).to_be_focused()


def test_words_begun_below_a_comment_outlive_its_removal(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A comment removed while somebody answers it leaves a tombstone and the form with the words."""
    made = publish(server, "answered", "This one will be removed soon.")
    reader.open(newspaper.thread("answered"))
    reader.do(reader.card("removed soon"), "Reply")
    area = reader.thread.get_by_label("Reply to Ada")
    area.fill("A long and careful answer, half fin")

    decide(server, made, "reject")

    expect(reader.card("removed soon")).to_have_count(0)
    expect(reader.comments.get_by_text("Removed by a moderator")).to_be_visible()
    expect(area).to_have_value("A long and careful answer, half fin")
    expect(area).to_be_focused()


def test_one_line_makes_a_thread(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A script with data-article puts the thread in its own place, options included."""
    publish(server, "one-line", "An older friendly word.")
    publish(server, "one-line", "A newer friendly word.")
    url = newspaper.print(
        f'<p>Before</p><script type="module" src="{server.url}/embed.js" '
        'data-article="one-line" data-sort="oldest"></script><p>After</p>'
    )

    reader.open(url)

    expect(reader.comments.locator(".card").first).to_contain_text("An older")
    assert reader.page.locator("body > *").evaluate_all("all => all.map((e) => e.localName)") == [
        "p", "script", "belowline-thread", "p",
    ]  # fmt: skip


def test_a_thread_can_be_removed_moved_and_given_another_article(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """It behaves like a built-in element: gone it asks nothing, put back it works as before."""
    publish(server, "moved", "A friendly word to move.")
    publish(server, "other", "A friendly word elsewhere.")
    reader.page.clock.install()
    reader.open(newspaper.thread("moved"))
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))

    reader.page.evaluate("(window.held = document.querySelector('belowline-thread')).remove()")
    reader.page.clock.run_for(60_000)
    assert [url for url in asked if "/comments" in url] == []
    reader.page.evaluate("document.body.prepend(window.held)")
    expect(reader.card("to move")).to_be_visible()
    reader.thread.evaluate("(element) => element.setAttribute('article', 'other')")
    expect(reader.card("elsewhere")).to_be_visible()
    expect(reader.card("to move")).to_have_count(0)


def test_a_hidden_tab_asks_nothing(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """From the moment the page is out of sight it is silent; back in sight, it asks at once."""
    publish(server, "tab", "A friendly word to come back to.")
    reader.page.clock.install()
    reader.open(newspaper.thread("tab"))
    reader.card("to come back to").wait_for()
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    see = """hidden => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }"""

    reader.page.evaluate(see, True)
    reader.page.clock.run_for(180_000)
    assert [path for path in asked if path.startswith("/api/")] == []

    with reader.page.expect_request("**/api/v1/comments?*"):
        reader.page.evaluate(see, False)


def test_a_missing_article_is_named_in_the_console(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Without its article the element says what it needs, and begins once it has it."""
    said: list[str] = []
    reader.page.on("console", lambda message: said.append(message.text))

    reader.page.goto(
        newspaper.print(
            "<belowline-thread></belowline-thread>"
            f'<script type="module" src="{server.url}/embed.js"></script>'
        )
    )
    reader.page.locator("belowline-thread:defined").wait_for(state="attached")

    assert any('needs an attribute "article"' in text for text in said)
    publish(server, "belated", "A friendly word, not too late.")
    reader.thread.evaluate("(element) => element.setAttribute('article', 'belated')")
    expect(reader.card("not too late")).to_be_visible()


def test_it_tells_the_page_when_it_is_ready_and_how_many_there_are(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Events leave the shadow tree and name article and number."""
    publish(server, "events", "A friendly word to count.")
    reader.page.add_init_script(
        "window.told = []; for (const name of ['ready', 'count'])"
        "document.addEventListener(`belowline:${name}`, (e) => told.push([name, e.detail]))"
    )

    reader.open(newspaper.thread("events"))
    reader.card("to count").wait_for()

    told = dict(reader.page.evaluate("window.told"))
    assert told["ready"] == {"article": "events", "count": 1}
    assert told["count"] == {"article": "events", "site": None, "count": 1}


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_it_follows_the_pages_colour_scheme(
    reader: Reader, newspaper: Newspaper, server: RunningServer, scheme: str, dark: bool
) -> None:
    """A page's `color-scheme`, not the system's wish, decides between light and dark."""
    publish(server, "scheme", "A friendly word by night.")
    meta = f'<meta name="color-scheme" content="{scheme}">'
    body = (
        '<belowline-thread article="scheme"></belowline-thread>'
        f'<script type="module" src="{server.url}/embed.js"></script>'
    )

    reader.open(newspaper.print(body, meta))

    form = reader.thread.locator(".composer .form")
    ground = form.evaluate("(form) => getComputedStyle(form).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is not dark


def test_the_heading_looks_like_one(reader: Reader, newspaper: Newspaper) -> None:
    """Large and bold, in the page's own font unless the page names another for it."""
    reader.open(newspaper.thread("headed"))
    expect(reader.heading).to_have_css("font-size", "24px")
    expect(reader.heading).to_have_css("font-weight", "700")

    set_font = "(thread) => thread.style.setProperty('--belowline-heading-font', 'monospace')"
    reader.thread.evaluate(set_font)

    expect(reader.heading).to_have_css("font-family", "monospace")
    expect(reader.heading).to_have_css("font-weight", "700")


def test_it_reads_from_right_to_left_where_the_page_does(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """On a right-to-left page avatars stand on the right and nothing overflows."""
    root = publish(server, "rtl", "A friendly word this way.")
    publish(server, "rtl", "And one the other way.", parent_id=root)
    reader.page.set_viewport_size({"width": 360, "height": 800})
    reader.open(newspaper.thread("rtl", 'dir="rtl"'))

    card = reader.card("this way")
    avatar = card.locator(".avatar").bounding_box()
    name = card.locator(".author").bounding_box()
    assert avatar is not None
    assert name is not None
    assert avatar["x"] > name["x"]
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
