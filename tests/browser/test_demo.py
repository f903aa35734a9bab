"""The demonstration newspaper, as an editor in chief sees it first."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from service.pages.demo import ARTICLES
from service.pages.demo_comments import COMMENTS
from tests.running_server import RunningServer

LEAD = ARTICLES[0]
EMPTY = next(article for article in ARTICLES if article.id not in {c["article"] for c in COMMENTS})


@pytest.fixture(scope="module")
def printed(server: RunningServer) -> RunningServer:
    """The server with the newspaper's comments in it."""
    server.command("demo-data")
    return server


@pytest.fixture(params=["light", "dark"])
def reader(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A reader with a small telephone, by day and by night."""
    screen = {"width": 360, "height": 780}
    with browser.new_context(viewport=screen, color_scheme=request.param) as context:  # type: ignore[arg-type]
        yield context.new_page()


def test_every_sample_comment_has_its_place() -> None:
    """Sample comments belong to articles of the demo, and a parent stands before its replies."""
    articles = {article.id for article in ARTICLES}
    seen: dict[str, str] = {}
    for comment in COMMENTS:
        assert comment["article"] in articles
        assert comment["parent"] is None or seen[comment["parent"]] == comment["article"]
        assert comment["key"] not in seen
        seen[comment["key"]] = comment["article"]
    assert sum(article == LEAD.id for article in seen.values()) >= 12


@pytest.mark.browser
def test_the_front_page_sets_a_lead_and_teasers_with_their_numbers(
    page: Page, printed: RunningServer
) -> None:
    """Each story on the front page has its headline and its number; one invites the first."""
    page.goto(f"{printed.url}/demo")

    stories = page.get_by_role("article")
    expect(stories).to_have_count(len(ARTICLES))
    for story, article in zip(stories.all(), ARTICLES, strict=True):
        expect(story.get_by_role("heading", level=2)).to_have_text(article.title)
        expect(story.locator("[data-comment-count]")).not_to_be_empty()
    expect(stories.first.locator("[data-comment-count]")).to_have_text("16 comments")
    invitation = stories.filter(has_text=EMPTY.title).locator("[data-comment-count]")
    expect(invitation).to_have_text("Be the first to comment")


@pytest.mark.browser
def test_a_story_has_its_bubble_and_its_thread(page: Page, printed: RunningServer) -> None:
    """From the front page to a story, from its bubble to the comments below."""
    page.goto(f"{printed.url}/demo")
    page.get_by_role("heading", name=LEAD.title).get_by_role("link").click()

    bubble = page.locator("h1 .bubble")
    expect(bubble).to_have_text("16 comments")
    bubble.click()

    thread = page.locator("belowline-thread")
    expect(thread.get_by_role("heading", level=2)).to_be_in_viewport()
    expect(thread.locator(".card")).to_have_count(16)


@pytest.mark.browser
def test_a_story_asks_for_its_comments_once(page: Page, printed: RunningServer) -> None:
    """Whoever reads the page in its own language costs the service one answer."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(printed.url + LEAD.path, wait_until="networkidle")
    expect(page.locator("belowline-thread").get_by_role("article").first).to_be_visible()
    assert len([url for url in asked if "/api/v1/comments?" in url]) == 1


def test_the_bubble_moves_with_a_decision(page: Page, printed: RunningServer) -> None:
    """An article nobody commented on invites; the first comment turns the bubble into a number."""
    page.goto(f"{printed.url}{EMPTY.path}")
    bubble = page.locator("h1 .bubble")
    expect(bubble).to_have_text("Be the first to comment")

    printed.post(EMPTY.id, "Somebody lives here, and I am glad of it.")

    expect(bubble).to_have_text("1 comment")


@pytest.mark.browser
def test_day_and_night_are_the_readers_choice(page: Page, printed: RunningServer) -> None:
    """The page begins as the system has it; what the reader chooses holds on every later page."""
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    page.goto(f"{printed.url}/demo")
    night = page.evaluate(ground)
    expect(page.get_by_label("Colours")).to_have_value("dark")

    page.get_by_label("Colours").select_option("light")
    day = page.evaluate(ground)
    page.goto(printed.url + LEAD.path)

    assert day != night
    assert page.evaluate(ground) == day
    form = page.locator("belowline-thread .composer .form")
    expect(form).to_have_css("background-color", "rgb(255, 255, 255)")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "number"),
    [
        ("de", "16 Kommentare"),
        ("fr", "16 commentaires"),
        ("ar", "16 تعليقًا"),
        ("en", "16 comments"),
    ],
)
def test_the_comments_speak_the_readers_language(
    page: Page, printed: RunningServer, language: str, number: str
) -> None:
    """The switch changes thread and numbers at once, and on the pages that follow."""
    page.goto(printed.url + LEAD.path)
    page.locator("belowline-thread .card").first.wait_for()

    page.get_by_label("Language of the comments").select_option(language)

    expect(page.locator("h1 .bubble")).to_have_text(number)
    expect(page.locator("belowline-thread").get_by_role("heading", level=2)).to_have_text(number)
    page.goto(f"{printed.url}/demo")
    expect(page.locator("[data-comment-count]").first).to_have_text(number)


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/demo", *(article.path for article in ARTICLES)])
def test_pages_fit_a_telephone(reader: Page, printed: RunningServer, path: str) -> None:
    """At 360 pixels nothing is wider than the screen, by day and by night."""
    reader.goto(printed.url + path)
    expect(reader.locator("[data-comment-count]").first).not_to_be_empty()
    if path != "/demo":
        reader.locator("belowline-thread .composer .form").wait_for()

    assert reader.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.browser
def test_pages_ask_no_other_host_and_bear_the_strictest_policy(
    page: Page, printed: RunningServer
) -> None:
    """All of a page comes from the server itself, under a policy that allows nothing else."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    answer = page.goto(printed.url + LEAD.path)

    page.locator("belowline-thread .card").first.wait_for()
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert {"default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"} <= set(
        policy.split("; ")
    )
    assert "unsafe" not in policy
    assert [url for url in asked if not url.startswith(f"{printed.url}/")] == []


def test_an_unknown_story_is_not_found(printed: RunningServer) -> None:
    """A story that was never printed is a 404, not an error."""
    assert printed.request("GET", "/demo/never-printed").status == 404
