"""Comments that mean harm, and servers that fail."""

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.widget.moderator import decide, publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

SCRIPTS = [
    "<script>window.hurt = 1</script> a friendly word",
    "<img src=x onerror='window.hurt = 1'> a friendly word",
    "<svg onload='window.hurt = 1'><animate onbegin='window.hurt = 1'></svg> a friendly word",
    "<details open ontoggle='window.hurt = 1'>a friendly word</details>",
    "[look](javascript:window.hurt=1) [and](data:text/html,<script>hurt=1</script>) a friendly word",
    "<iframe srcdoc='<script>top.hurt = 1</script>'></iframe> a friendly word",
    "<form action=/><button formaction='javascript:window.hurt=1'>a friendly word</button></form>",
    "![x](x 'onerror=window.hurt=1') `<script>window.hurt = 1</script>` a friendly word",
]
STYLES = [
    "<style>*{display:none!important}</style> a friendly word",
    "<p style='position:fixed;inset:0;background:red'>a friendly word</p>",
    "<div class='badge staff' part='badge staff'>Staff</div> a friendly word",
    "<link rel=stylesheet href=//x.example/x.css><base href=//x.example> a friendly word",
]
NARROW = {"width": 320, "height": 800}


def hang(server: RunningServer, article: str, body: str, name: str = "Mallory") -> str:
    """Post a comment that a moderator lets pass, whatever is in it; its id."""
    comment_id: str = server.post(article, body, name=name)["comment"]["id"]
    decide(server, comment_id, "approve")
    return comment_id


@pytest.mark.parametrize("body", [*SCRIPTS, *STYLES])
def test_what_looks_like_markup_neither_runs_nor_styles(
    reader: Reader, server: RunningServer, newspaper: Newspaper, body: str
) -> None:
    """Scripts, handlers, frames, forms and styles in a text or a name stay harmless words."""
    article = f"markup-{abs(hash(body))}"
    hang(server, article, body, name="<b onclick=hurt=1>Bold</b>")

    reader.open(newspaper.thread(article))

    card = reader.card("a friendly word")
    expect(card).to_be_visible()
    expect(card).to_contain_text("<b onclick=hurt=1>Bold</b>")
    bad = "script, img, svg, details, iframe, form, button, style, link, base, [style], [class], [part]"
    expect(card.locator(f".text :is({bad})")).to_have_count(0)
    expect(card.locator(".text a[href^='javascript'], .text a[href^='data']")).to_have_count(0)
    for link in card.locator(".text a").all():
        link.click()
    assert reader.page.evaluate("window.hurt") is None


def test_reversed_writing_turns_only_itself_round(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """No name holds a bidi override; in a text it leaves what stands beside it as it is."""
    override = "\u202e\u2066\u2067"
    refused = {"article": "bidi", "body": "Hello.", "author": {"name": f"Mallory{override}yrollaM"}}
    assert server.request("POST", "/api/v1/comments", refused).status == 422
    root = hang(server, "bidi", f"{override} backwards", name="\u05d0\u05d1\u05d2 1")
    publish(server, "bidi", "A friendly answer.", name="Grace", parent_id=root)

    reader.open(newspaper.thread("bidi"))

    for card in reader.comments.locator(".card").all():
        assert left(card.locator(".avatar")) < left(card.locator(".author"))
        assert left(card.locator(".author")) < left(card.locator(".time"))
        assert left(card.locator("[data-does=up]")) < left(card.locator("[data-does=flag]"))


def left(locator: Locator) -> float:
    """Where it begins, in pixels from the left."""
    box = locator.bounding_box()
    assert box is not None
    return box["x"]


def test_towers_of_accents_stay_on_their_own_line(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """A text whose letters carry hundreds of marks paints over no other comment and no button."""
    tower = "Z" + "\u0335\u0321\u0322\u0327\u0328\u0301\u0300\u0306" * 60
    hang(server, "zalgo", "A friendly word before.")
    hang(server, "zalgo", f"{tower} {tower} zalgo", name=f"Mal{tower[:90]}")
    hang(server, "zalgo", "A friendly word after.")
    reader.open(newspaper.thread("zalgo"))
    card = reader.comments.locator(".card").nth(1)
    actions, time = card.locator(".actions"), card.locator(".time")
    parts = [card.locator(part) for part in (".text", ".author")]
    for part in parts:  # of a fixed size, so that nothing moves when they are emptied
        part.evaluate(
            "(part) => { const { width, height } = part.getBoundingClientRect();"
            "part.style.cssText = `inline-size: ${width}px; block-size: ${height}px`; }"
        )
    for vote in actions.locator(".vote").all():  # slanting edges are never painted quite alike
        vote.evaluate("(vote) => { vote.style.visibility = 'hidden'; }")
    with_marks = actions.screenshot(), time.screenshot()

    for part in parts:
        part.evaluate("(part) => part.replaceChildren()")

    assert (actions.screenshot(), time.screenshot()) == with_marks


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("x" * 10_000, id="one word"),
        pytest.param("> " * 300 + "the innermost word", id="quotes"),
        pytest.param(
            "\n".join("  " * depth + "- the innermost word" for depth in range(80)), id="lists"
        ),
        pytest.param("> - " * 150 + "the innermost word", id="both"),
        pytest.param("```\n" + "x" * 5_000 + "\n```", id="code"),
        pytest.param("[" + "x" * 3_000 + "](https://example.org/" + "y" * 3_000 + ")", id="link"),
    ],
)
def test_no_text_breaks_the_layout(
    reader: Reader, server: RunningServer, newspaper: Newspaper, body: str
) -> None:
    """Words without end and quotes without end stay readable inside a screen of 320 pixels."""
    article = f"layout-{abs(hash(body))}"
    hang(server, article, body, name="W" * 100)
    reader.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    head = '<meta name="viewport" content="width=device-width">'
    script = f'<script type="module" src="{newspaper.comments}/embed.js"></script>'
    thread = f'<belowline-thread article="{article}"></belowline-thread>'

    reader.page.goto(newspaper.print(thread + script, head))
    text = reader.comments.locator(".text")
    text.wait_for()

    assert reader.sideways == 0
    narrowest = text.evaluate(
        "(text) => Math.min(...[text, ...text.querySelectorAll('*')].map((e) => e.clientWidth || 999))"
    )
    assert narrowest >= 160


@pytest.mark.parametrize("name", ["Staff", "Stаff", "Ada ✔ Staff", "Ada Lovelace · Moderator"])
def test_nobody_names_themselves_a_member_of_the_staff(
    reader: Reader, server: RunningServer, newspaper: Newspaper, name: str
) -> None:
    """A name is a name: the badge comes from the server alone, and a reader's has none."""
    article = f"staff-{abs(hash(name))}"
    hang(server, article, "A friendly word from the house.", name=name)

    reader.open(newspaper.thread(article))

    card = reader.card("from the house")
    expect(card.locator(".author")).to_have_text(name)
    expect(card.locator(".badge")).to_have_count(0)


CORS = {"Access-Control-Allow-Origin": "*"}
ANSWERS = {
    "an error": {"status": 500, "body": "<h1>"},
    "a page of HTML": {"status": 200, "body": "<h1>"},
    "nothing": {"status": 200, "body": ""},
    "a list": {"status": 200, "body": "[1, 2]"},
    "another shape": {"status": 200, "body": '{"comments": 3, "article": null}'},
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_server_that_answers_nonsense_is_named_and_asked_again(
    reader: Reader, server: RunningServer, newspaper: Newspaper, kind: str
) -> None:
    """When the thread cannot be loaded it says so and why, and loads at the press of a button."""
    publish(server, f"nonsense-{kind}", "Here all the same, a friendly word.")
    answer = ANSWERS[kind]
    reader.page.route("**/api/v1/comments?*", lambda route: route.fulfill(headers=CORS, **answer))
    reader.page.goto(newspaper.thread(f"nonsense-{kind}"))
    expect(reader.thread.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(reader.thread.get_by_role("alert")).to_contain_text("went wrong at our end")

    reader.page.unroute("**/api/v1/comments?*")
    reader.thread.get_by_role("button", name="Try again").click()

    expect(reader.card("Here all the same")).to_be_visible()


@pytest.mark.parametrize("kind", ANSWERS)
def test_nonsense_in_answer_to_a_comment_loses_no_word(
    reader: Reader, newspaper: Newspaper, kind: str
) -> None:
    """What the server says to a comment may be garbage; the reader is told, and keeps the text."""
    reader.open(newspaper.thread(f"garbled-{kind}"))
    reader.write("A thought worth keeping.")
    answer = ANSWERS[kind]
    reader.page.route("**/api/v1/comments", lambda route: route.fulfill(headers=CORS, **answer))

    reader.send()

    expect(reader.problems).to_contain_text("wrong at our end. Your text is still here.")
    expect(reader.write_area).to_have_value("A thought worth keeping.")


@pytest.mark.parametrize("body", ["{}", '{"votes": null, "mine": 1}'])
def test_nonsense_in_answer_to_a_vote_leaves_the_comment_as_it_was(
    another_reader: Reader, server: RunningServer, newspaper: Newspaper, body: str
) -> None:
    """An answer without votes in it is called our fault, and the next vote counts."""
    article = f"garbled-vote-{len(body)}"
    publish(server, article, "A friendly word to agree with.")
    reader = another_reader.open(newspaper.thread(article))
    card = reader.card("to agree with")
    reader.page.route("**/vote", lambda route: route.fulfill(headers=CORS, body=body))
    reader.do(card, "Agree")
    expect(reader.problems).to_have_text("Something went wrong at our end.")
    reader.page.unroute("**/vote")

    reader.do(card, "Agree")

    expect(card.get_by_role("button", name="Agree: 1", exact=True)).to_be_visible()


@pytest.mark.slow
def test_a_server_that_never_answers_is_given_up(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """While it waits the thread says that it loads; after twenty seconds, that it took too long."""
    publish(server, "slow", "Here all the same, a friendly word.")
    kept: list[Route] = []
    reader.page.route("**/api/v1/comments?*", lambda route: kept.append(route))  # noqa: PLW0108 - Playwright takes no built-in
    reader.page.goto(newspaper.thread("slow"))
    expect(reader.thread).to_contain_text("Loading comments")

    expect(reader.thread).to_contain_text("took too long", timeout=40_000)

    reader.page.unroute("**/api/v1/comments?*")
    reader.thread.get_by_role("button", name="Try again").click()
    expect(reader.card("Here all the same")).to_be_visible()


def test_a_server_that_is_not_there_is_named(reader: Reader, newspaper: Newspaper) -> None:
    """Where nothing answers at all, the thread says that the server could not be reached."""
    reader.page.route(f"{newspaper.comments}/api/**", lambda route: route.abort())

    reader.page.goto(newspaper.thread("unreachable"))

    expect(reader.thread.get_by_role("alert")).to_contain_text("could not be reached")
    expect(reader.thread.get_by_role("button", name="Try again")).to_be_visible()


def test_a_failure_beside_an_open_form_takes_no_word_from_it(
    reader: Reader, newspaper: Newspaper
) -> None:
    """A vote that fails is told below the edit begun at the comment, until the next one works."""
    reader.open(newspaper.thread("beside-a-form"))
    card = reader.post("The boat leaves at nine, friends.")
    reader.do(card, "Edit")
    area = reader.thread.get_by_label("Edit your comment")
    area.fill("The boat leaves at ten, friends.")
    reader.page.context.set_offline(True)

    for _ in range(2):
        reader.do(card, "Agree")
        expect(reader.problems).to_have_text("You are offline.")

    expect(area).to_have_value("The boat leaves at ten, friends.")
    reader.page.context.set_offline(False)
    reader.do(card, "Agree")
    expect(reader.problems).to_have_count(0)
    expect(area).to_have_value("The boat leaves at ten, friends.")


def test_quotes_within_quotes_are_as_readable_as_the_first(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """However deep a quote lies, its words do not fade."""
    hang(server, "faded", "> > > > > the innermost word")
    reader.open(newspaper.thread("faded"))
    color = "(element) => getComputedStyle(element).color"

    outer, inner = (reader.comments.locator(f"blockquote{nth}") for nth in (" >> nth=0", " p"))

    assert inner.evaluate(color) == outer.evaluate(color)
