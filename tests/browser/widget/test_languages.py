"""The thread in the languages it speaks."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget.moderator import decide, publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "de", "fr", "ar"]
OTHERS = LANGUAGES[1:]
HEADING_OF_TWO = {
    "en": "2 comments",
    "de": "2 Kommentare",
    "fr": "2 commentaires",
    "ar": "تعليقان",
}
TEXTS = "async (url) => (await import(url)).texts"
FORMS = """language =>
    new Intl.PluralRules(language).resolvedOptions().pluralCategories"""


@pytest.fixture
def desk(page: Page, server: RunningServer) -> Page:
    """A page of the service itself, which may load the files of the languages."""
    page.goto(f"{server.url}/healthz")
    return page


def texts(desk: Page, server: RunningServer, language: str) -> dict[str, Any]:
    """All that the thread says in a language, as the server sends it."""
    found: dict[str, Any] = desk.evaluate(TEXTS, f"{server.url}/embed/{language}.js")
    return found


def braces(text: str) -> set[str]:
    """What is to be filled in."""
    return set(re.findall(r"\{\w+\}", text)) - {"{n}"}


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_missing(desk: Page, server: RunningServer, language: str) -> None:
    """Every language has every text of English, with the same gaps, and no other."""
    english, other = texts(desk, server, "en"), texts(desk, server, language)

    assert list(other) == list(english)
    for key, text in english.items():
        assert type(other[key]) is type(text), key
        if isinstance(text, str):
            assert braces(other[key]) == braces(text), key
            assert other[key].strip(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_has_its_text(desk: Page, server: RunningServer, language: str) -> None:
    """What depends on a number is worded in all forms that `Intl` knows of the language."""
    forms = set(desk.evaluate(FORMS, language))

    counted = {k: v for k, v in texts(desk, server, language).items() if isinstance(v, dict)}
    assert counted
    for key, worded in counted.items():
        assert set(worded) - {"zero"} == forms - {"zero"}, key
        assert all(worded.values()), key


@pytest.fixture(scope="module")
def conversation(server: RunningServer) -> str:
    """The id of a short conversation's article: a comment and its answer."""
    root = publish(server, "polyglot", "A friendly word for everybody who reads this.")
    publish(server, "polyglot", "And a friendly answer.", name="Grace", parent_id=root)
    return "polyglot"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_page(
    page: Page, newspaper: Newspaper, conversation: str, language: str
) -> None:
    """`lang` on the element, or on what it stands in, chooses words, numbers and direction."""
    page.goto(newspaper.thread(conversation, f'lang="{language}"'))

    thread = page.locator("belowline-thread")
    expect(thread.get_by_role("heading", level=2)).to_have_text(HEADING_OF_TWO[language])
    section = thread.locator(".thread")
    expect(section).to_have_css("direction", "rtl" if language == "ar" else "ltr")
    expect(section).to_have_attribute("lang", "en-GB" if language == "en" else language)

    around = f'<div lang="{language}"><belowline-thread article="{conversation}">'
    script = f'<script type="module" src="{newspaper.comments}/embed.js"></script>'
    page.goto(newspaper.print(f"{around}</belowline-thread></div>{script}"))
    expect(thread.get_by_role("heading", level=2)).to_have_text(HEADING_OF_TWO[language])


def test_where_the_page_speaks_another_language_the_reader_decides(
    browser: Browser, newspaper: Newspaper, conversation: str
) -> None:
    """On a page in a language we lack, it is the first that the reader's browser asks for."""
    with browser.new_context(locale="de-AT") as context:
        page = context.new_page()
        page.goto(newspaper.thread(conversation, 'lang="is"'))
        heading = page.locator("belowline-thread").get_by_role("heading", level=2)
        expect(heading).to_have_text("2 Kommentare")


def test_languages_are_loaded_one_at_a_time(
    page: Page, newspaper: Newspaper, conversation: str
) -> None:
    """English needs no further file; another language needs one, and a change of mind one more."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(newspaper.thread(conversation))
    thread = page.locator("belowline-thread")
    heading = thread.get_by_role("heading", level=2)
    expect(heading).to_have_text("2 comments")
    assert [url for url in asked if "/embed/" in url] == []

    for language in ("fr", "de"):
        thread.evaluate("(element, language) => (element.lang = language)", language)
        expect(heading).to_have_text(HEADING_OF_TWO[language])

    names = [url.rsplit("/", 1)[1] for url in asked if "/embed/" in url]
    assert names == ["fr.js", "de.js"]


def test_a_language_that_does_not_come_is_no_reason_to_be_silent(
    page: Page, newspaper: Newspaper, conversation: str
) -> None:
    """When the words cannot be loaded, the comments are there all the same, in English."""
    page.route("**/embed/fr.js", lambda route: route.abort())

    page.goto(newspaper.thread(conversation, 'lang="fr"'))

    thread = page.locator("belowline-thread")
    expect(thread.get_by_role("heading", level=2)).to_have_text("2 comments")
    expect(thread.locator(".card")).to_have_count(2)


def test_threads_of_two_languages_stand_on_one_page(
    page: Page, newspaper: Newspaper, conversation: str
) -> None:
    """Each thread speaks its own language, whichever was there first."""
    thread = f'<belowline-thread article="{conversation}" lang='
    script = f'<script type="module" src="{newspaper.comments}/embed.js"></script>'

    page.goto(
        newspaper.print(f"{thread}de></belowline-thread>{thread}ar></belowline-thread>{script}")
    )

    headings = page.locator("belowline-thread").get_by_role("heading", level=2)
    expect(headings).to_have_text([HEADING_OF_TWO["de"], HEADING_OF_TWO["ar"]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_on_the_narrowest_screen(
    reader: Reader, server: RunningServer, newspaper: Newspaper, language: str
) -> None:
    """At 320 pixels every text fits: list, forms, states, problems, in every language."""
    page, article = reader.page, f"narrow-{language}"
    root = publish(server, article, "A friendly word for everybody who reads this.")
    gone = publish(server, article, "A word that will go away.", parent_id=root)
    publish(server, article, "An answer to that.", name="Grace", parent_id=gone)
    decide(server, gone, "reject")
    page.set_viewport_size({"width": 320, "height": 800})
    head = '<meta name="viewport" content="width=device-width"><meta charset="utf-8">'
    body = f'<belowline-thread article="{article}" lang="{language}"></belowline-thread>'
    script = f'<script type="module" src="{newspaper.comments}/embed.js"></script>'
    page.goto(newspaper.print(body + script, head))
    thread, composer = reader.thread, reader.thread.locator(".composer")
    thread.locator(".card").first.wait_for()

    composer.locator(".primary").last.click()  # problems of empty fields
    expect(composer.locator(".field .problem:visible")).to_have_count(2)
    assert reader.cut() == []
    composer.locator("input[name=name]").fill("Ada")
    composer.locator("textarea").fill("You are a stupid idiot and everybody hates you.")
    composer.locator(".primary:not([type=button])").last.click()
    composer.locator(".nudge:visible button:not([type=button])").click()
    thread.locator(".hidden-from-others").wait_for()
    for does in ("edit", "remove"):
        thread.locator(f".hidden-from-others [data-does={does}]").click()
        assert reader.cut() == []
    for does in ("flag", "reply"):
        thread.locator(f"[data-does={does}]").first.click()
        assert reader.cut() == []

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


CLOSED = {
    "en": "Comments on this article are closed.",
    "de": "Dieser Artikel kann nicht mehr kommentiert werden.",
    "fr": "Les commentaires de cet article sont fermés.",
    "ar": "أُغلق باب التعليق على هذا المقال.",
}
PAUSED = {
    "en": "Comments are paused for the moment.",
    "de": "Kommentieren ist im Augenblick nicht möglich.",
    "fr": "Les commentaires sont suspendus pour le moment.",
    "ar": "التعليق متوقف مؤقتًا.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_nobody_can_write_is_said_in_the_language_of_the_page(
    reader: Reader, server: RunningServer, newspaper: Newspaper, language: str
) -> None:
    """Paused or closed, the thread says so in its language; a message of the site's own is kept."""
    article = f"shut-{language}"
    publish(server, article, "A friendly word from before.")
    url = newspaper.thread(article, f'lang="{language}"')
    composer = reader.thread.locator(".composer")
    reader.page.goto(url)
    composer.locator("textarea").fill("Ein Wort, das zu spät kommt.")
    composer.locator("input[name=name]").fill("Ada")

    shut(server, article, paused=True)
    composer.locator(".primary").click()
    expect(composer.locator(".problem:visible")).to_contain_text(PAUSED[language])

    for change, said in (
        ({"paused": True}, PAUSED[language]),
        ({"paused": False, "open": False}, CLOSED[language]),
        ({"message": "Bis morgen!"}, "Bis morgen!"),
    ):
        shut(server, article, **change)
        reader.page.goto(url)
        expect(composer.locator(".closed")).to_contain_text(said)


def shut(server: RunningServer, article: str, **change: Any) -> None:
    """Change whether and why an article takes no comments."""
    assert server.as_admin("PATCH", f"/api/v1/articles?article={article}", change).status == 200


def test_within_another_component_it_speaks_the_language_of_the_document(
    browser: Browser, newspaper: Newspaper, conversation: str
) -> None:
    """In the shadow tree of a page's own element, where no `lang` is near, the document's counts."""
    with browser.new_context(locale="fr-FR") as context:
        page = context.new_page()
        page.goto(
            newspaper.print(
                f'<div></div><script type="module" src="{newspaper.comments}/embed.js"></script>'
            )
        )
        page.evaluate(
            """article => {
                const thread = document.createElement('belowline-thread');
                thread.setAttribute('article', article);
                document.querySelector('div').attachShadow({ mode: 'open' }).append(thread);
            }""",
            conversation,
        )
        heading = page.locator("belowline-thread").get_by_role("heading", level=2)
        expect(heading).to_have_text("2 comments")


@pytest.mark.parametrize(("lang", "side"), [("en", "Left"), ("ar", "Right")])
@pytest.mark.parametrize("words", ["A fair point.", "ملاحظة جيدة."])
def test_words_stand_clear_of_the_avatar_whichever_way_they_run(
    reader: Reader, newspaper: Newspaper, server: RunningServer, lang: str, side: str, words: str
) -> None:
    """The room beside them is where the page has the avatar: right in Arabic, left in English."""
    article = f"sides-{lang}-{words[:1]}"
    publish(server, article, words)
    reader.page.goto(newspaper.thread(article, f'lang="{lang}"'))

    text = reader.comments.locator(".text")
    room = text.evaluate("(text) => getComputedStyle(text)")
    assert [each for each in ("Left", "Right") if room[f"padding{each}"] != "0px"] == [side]
