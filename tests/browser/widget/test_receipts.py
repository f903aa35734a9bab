"""What its author is told about a comment that waits, or that was refused, in their language."""

import pytest
from playwright.sync_api import Page, expect

from moderation.reasons import REASONS
from tests.browser.widget.moderator import decide, held, publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

RUDE = "You are a stupid idiot and everybody hates you."
TOLD = {
    # that it waits, for about how long, that it was refused, and why
    "en": (
        "Waiting for review.",
        "That usually takes about",
        "Not published.",
        "Reason: It attacks people for who they are.",
    ),
    "de": (
        "Wird geprüft.",
        "Das dauert meist etwa",
        "Nicht veröffentlicht.",
        "Grund: Er greift Menschen dafür an, wer sie sind.",
    ),
    "fr": (
        "En attente de relecture.",
        "Cela prend d’habitude environ",
        "Non publié.",
        "Motif : Il s’en prend à des gens pour ce qu’ils sont.",
    ),
    "ar": ("في انتظار المراجعة.", "يستغرق ذلك عادة نحو", "لم يُنشر.", "السبب: يهاجم الناس بسبب هويتهم."),
}  # fmt: skip
KNOWN = """async ([url, reasons]) => {
    const { texts } = await import(url);
    return reasons.filter((reason) => typeof texts[reason] !== 'string');
}"""


@pytest.fixture(scope="module")
def busy(server: RunningServer) -> RunningServer:
    """A service whose moderators have decided before, so that it knows how long that takes."""
    server.post("before", RUDE)
    decide(server, held(server, "before"), "reject", "insult")
    return server


@pytest.mark.parametrize("language", TOLD)
def test_the_author_reads_how_long_and_then_why(
    reader: Reader, busy: RunningServer, newspaper: Newspaper, language: str
) -> None:
    """Waiting and for about how long; refused and why; also after a reload, and never to others."""
    waiting, how_long, refused, why = TOLD[language]
    article = f"receipt-{language}"
    url = newspaper.thread(article, f'lang="{language}"')
    reader.page.goto(url)
    composer = reader.thread.locator(".composer")
    composer.locator("textarea").fill(RUDE)
    composer.locator("input[name=name]").fill("Ada")
    composer.locator(".primary:not([type=button])").last.click()
    composer.locator(".nudge:visible button:not([type=button])").click()
    card = reader.card(RUDE)

    expect(card).to_contain_text(waiting)
    expect(card).to_contain_text(how_long)

    decide(busy, held(busy, article), "reject", "identity_attack")

    expect(card).to_contain_text(refused)
    expect(card).to_contain_text(why)
    reader.page.reload()
    expect(card).to_contain_text(why)
    reader.page.evaluate("localStorage.clear()")
    reader.page.reload()
    expect(reader.thread.locator("h2")).to_be_visible()
    expect(card).to_have_count(0)


@pytest.mark.parametrize("language", TOLD)
def test_every_known_reason_has_its_words(page: Page, server: RunningServer, language: str) -> None:
    """No author reads a reason by its name in the API."""
    page.goto(f"{server.url}/healthz")
    url = f"{server.url}/embed/{language}.js"
    assert page.evaluate(KNOWN, [url, list(REASONS)]) == []


def test_a_reason_of_the_moderators_own_is_told_as_it_was_written(
    reader: Reader, busy: RunningServer, newspaper: Newspaper
) -> None:
    """And as text, whatever is in it."""
    reader.open(newspaper.thread("own-words"))
    card = reader.post(RUDE, anyway=True)
    decide(busy, held(busy, "own-words"), "reject", "Please see <b>rule 3</b>")
    expect(card).to_contain_text("Reason: Please see <b>rule 3</b>.")


def test_who_is_banned_reads_until_when_and_keeps_the_text(
    reader: Reader, busy: RunningServer, newspaper: Newspaper
) -> None:
    """The next comment is refused in a sentence, and stays in its field."""
    reader.open(newspaper.thread("banned"))
    reader.post(RUDE, anyway=True)
    sent = {"comment_id": held(busy, "banned"), "kind": "ban", "days": 7}
    assert busy.as_admin("POST", "/api/v1/restrictions", sent).status == 201

    reader.write("And another thing that I would like to say.")
    reader.send()

    expect(reader.problems).to_contain_text("You cannot take part here until")
    expect(reader.write_area).to_have_value("And another thing that I would like to say.")


def published(reader: Reader, server: RunningServer, words: str) -> str:
    """Post a comment and see that it is published, however busy the machine; its id."""
    card = reader.post(words)
    link = card.locator(".time").get_attribute("href")
    assert link is not None
    made = link.removeprefix("#comment-")
    decide(server, made, "approve")
    expect(card).not_to_contain_text("Waiting for review")
    return made


def test_an_author_is_told_of_a_removal_after_publication(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A published comment that is taken down says so and why, at once and after a reload."""
    url = newspaper.thread("taken-down")
    reader.open(url)
    alone = published(reader, server, "A kind word that stands alone.")
    answered = published(reader, server, "A kind word that is answered.")
    publish(server, "taken-down", "A kind answer.", parent_id=answered)

    for made in (alone, answered):
        decide(server, made, "reject", "off_topic")

    for _ in ("at once", "after a reload"):
        for words in ("stands alone", "is answered"):
            expect(reader.card(words)).to_contain_text("Not published")
            expect(reader.card(words)).to_contain_text("Reason: It is not about the article")
        expect(reader.heading).to_have_text("1 comment")
        reader.open(url)


def test_what_its_author_erased_elsewhere_keeps_its_answers(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Deleted by other means while its author reads, a comment leaves its tombstone and replies."""
    reader.open(newspaper.thread("erased"))
    made = published(reader, server, "A kind word to be erased.")
    publish(server, "erased", "A kind answer that stays.", parent_id=made)
    reader.thread.get_by_role("button", name="1 new comment — show").click()
    key = f"belowline:{server.url}/:reader"
    token = reader.page.evaluate("(key) => JSON.parse(localStorage.getItem(key))", key)

    path = f"/api/v1/comments/{made}"
    assert server.request("DELETE", path, x_belowline_reader=token).status == 204

    expect(reader.comments.get_by_text("Deleted by its author")).to_be_visible()
    expect(reader.card("A kind answer that stays.")).to_be_visible()


def test_a_thread_opens_where_an_answered_comment_of_ones_own_waits(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Edited so that it waits, a comment with answers is shown to its author, and the rest too."""
    url = newspaper.thread("waits-above")
    reader.open(url)
    made = published(reader, server, "A kind word to be edited.")
    publish(server, "waits-above", "A kind answer that stays.", parent_id=made)
    reader.do(reader.card("to be edited"), "Edit")
    reader.thread.get_by_label("Edit your comment").fill(RUDE)
    reader.thread.get_by_role("button", name="Save").click()
    reader.post_anyway()
    expect(reader.card(RUDE)).to_contain_text("Waiting for review")

    reader.open(url)

    expect(reader.card(RUDE)).to_contain_text("Waiting for review")
    expect(reader.card("A kind answer that stays.")).to_be_visible()
