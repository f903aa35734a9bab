"""What a reader writes, and what becomes of it before their eyes."""

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.widget.moderator import decide, held
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

RUDE = "You are a stupid idiot and everybody hates you."


def test_a_kind_comment_appears_at_once(reader: Reader, newspaper: Newspaper) -> None:
    """What a rule approves is shown in place, counted, announced to the page, and the form empty."""
    reader.open(newspaper.thread("kind"))
    reader.page.evaluate(
        "document.addEventListener('belowline:posted', (e) => (window.posted = e.detail))"
    )

    reader.write("What a *lovely* morning at the harbour.")
    reader.send()

    card = reader.card("morning at the harbour")
    expect(card.locator("em")).to_have_text("lovely")
    expect(card).to_contain_text("Ada Lovelace")
    expect(reader.heading).to_have_text("1 comment")
    expect(reader.page.locator("[data-comment-count]")).to_have_text("1 comment")
    expect(reader.write_area).to_have_value("")
    expect(reader.thread.get_by_text("Nobody has commented yet")).not_to_be_visible()
    posted = reader.page.evaluate("window.posted")
    assert posted["article"] == "kind"
    assert "<em>lovely</em>" in posted["comment"]["html"]


def test_a_rude_comment_waits_and_only_its_author_sees_it(
    reader: Reader, another_reader: Reader, newspaper: Newspaper
) -> None:
    """What is held is shown to its author as waiting, also after a reload, and to nobody else."""
    url = newspaper.thread("rude")
    reader.open(url)

    card = reader.post(RUDE, anyway=True)
    expect(card).to_contain_text("Waiting for review")
    expect(reader.heading).to_have_text("Comments")

    reader.open(url)
    expect(reader.card(RUDE)).to_contain_text("Waiting for review")
    another_reader.open(url)
    expect(another_reader.thread.get_by_text("Nobody has commented yet")).to_be_visible()
    expect(another_reader.card(RUDE)).to_have_count(0)


def test_its_author_sees_what_was_decided(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Approved, a waiting comment becomes one like any other and counts, without a reload."""
    reader.open(newspaper.thread("decided"))
    card = reader.post(RUDE, anyway=True)
    expect(card).to_contain_text("Waiting for review")

    decide(server, held(server, "decided"), "approve")

    expect(card).not_to_contain_text("Waiting for review")
    expect(reader.heading).to_have_text("1 comment")
    expect(card.get_by_role("button", name="Reply")).to_be_visible()
    expect(reader.thread.locator(".fresh")).not_to_be_visible()


def test_a_rejection_is_said_with_its_reason(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Rejected, it says so and why; its author can put it away, for good."""
    url = newspaper.thread("refused")
    reader.open(url)
    card = reader.post(RUDE, anyway=True)
    expect(card).to_contain_text("Waiting for review")

    decide(server, held(server, "refused"), "reject", "off_topic")

    expect(card).to_contain_text("Not published")
    expect(card).to_contain_text("not about the article")
    reader.do(card, "Dismiss")
    expect(card).to_have_count(0)
    reader.open(url)
    expect(reader.thread.get_by_text("Nobody has commented yet")).to_be_visible()


def test_a_reply_stands_below_what_it_answers(reader: Reader, newspaper: Newspaper) -> None:
    """The form opens at the comment, the reply appears under it, the name is still known."""
    reader.open(newspaper.thread("reply"))
    card = reader.post("Shall we all meet at the pier on Sunday?", "Grace")

    reader.do(card, "Reply")
    area = reader.thread.get_by_label("Reply to Grace")
    expect(area).to_be_focused()
    expect(reader.comments.get_by_label("Your name")).to_have_value("Grace")
    area.fill("With pleasure, at ten.")
    reader.thread.get_by_role("button", name="Post reply").click()

    expect(reader.comments.locator(".replies .card")).to_contain_text("With pleasure")
    expect(area).to_have_count(0)
    expect(reader.heading).to_have_text("2 comments")


def test_drafts_and_the_name_survive_a_reload(reader: Reader, newspaper: Newspaper) -> None:
    """Unsent text is there again after a reload, in the form of each place it was begun at."""
    url = newspaper.thread("draft")
    reader.open(url)
    card = reader.post("This is a fine idea for the town.")
    reader.write("A long thought, half fin", "Grace")
    reader.do(card, "Reply")
    reader.thread.get_by_label("Reply to Ada").fill("And another")

    reader.open(url)

    expect(reader.write_area).to_have_value("A long thought, half fin")
    reader.do(card, "Finish your reply")
    expect(reader.thread.get_by_label("Reply to Ada")).to_have_value("And another")


def test_a_lost_answer_never_posts_twice(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """When the answer is lost the text stays; sending it again gives the comment once."""
    url = newspaper.thread("twice")
    reader.open(url)
    sent: list[Request] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request)
        if len(sent) == 1 and route.request.method == "POST":
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    reader.page.route("**/api/v1/comments", lose_the_first_answer)
    reader.write("The tide tables are wrong again.")
    reader.send()
    expect(reader.problems).to_contain_text("could not be reached")
    expect(reader.write_area).to_have_value("The tide tables are wrong again.")
    reader.send()

    reader.card("The tide tables").wait_for()
    expect(reader.heading).to_have_text("1 comment")
    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert len(sent) == 2
    assert server.get("/api/v1/comments?article=twice")["article"]["count"] == 1


@pytest.mark.parametrize(
    ("status", "problem", "said"),
    [
        (429, {"detail": "Too many."}, "wait 12 seconds"),
        (413, {"detail": "Too large."}, "too long"),
        (500, {"detail": "An error."}, "wrong at our end"),
        (403, {"detail": "Comments rest on Sundays."}, "Comments rest on Sundays."),
    ],
)
def test_a_refusal_is_said_plainly_and_the_text_stays(
    reader: Reader, newspaper: Newspaper, status: int, problem: dict[str, str], said: str
) -> None:
    """Whatever the server refuses, the reader reads why and loses no word."""
    reader.open(newspaper.thread(f"refusal-{status}"))
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Retry-After",
        "Retry-After": "12",
    }
    refuse = lambda route: route.fulfill(status=status, headers=headers, json=problem)  # noqa: E731
    reader.write("A thought worth keeping.")
    reader.page.route("**/api/v1/comments", refuse)

    reader.send()

    expect(reader.problems).to_contain_text(said)
    expect(reader.write_area).to_have_value("A thought worth keeping.")


def test_what_is_wrong_is_said_beside_its_field(reader: Reader, newspaper: Newspaper) -> None:
    """Empty fields are asked for, a server's mistakes stand beside the field they are about."""
    reader.open(newspaper.thread("fields"))

    reader.send()
    expect(reader.thread.locator(".field.body .problem")).to_be_visible()
    expect(reader.thread.locator(".field.name .problem")).to_be_visible()
    expect(reader.write_area).to_be_focused()

    reader.write("x" * 10_001)
    reader.send()
    expect(reader.thread.locator(".field.body .problem")).to_contain_text("This is too long.")
    expect(reader.thread.locator(".field.name .problem")).not_to_be_visible()


def test_what_shows_nothing_is_no_comment(reader: Reader, newspaper: Newspaper) -> None:
    """Characters nobody sees are neither text nor name, for sending and for a preview."""
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.method))
    reader.open(newspaper.thread("invisible"))
    reader.write("\u200b \u2060", "\u200b")

    for button in ("Preview", "Post comment"):
        reader.thread.get_by_role("button", name=button).click()
        expect(reader.thread.locator(".field.body .problem")).to_have_text(
            "Please write something."
        )

    expect(reader.thread.locator(".field.name .problem")).to_have_text("Please give a name.")
    assert "POST" not in asked


def test_a_preview_shows_how_it_will_look(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """The preview is the server's own rendering, and nothing is posted by it."""
    reader.open(newspaper.thread("preview"))
    reader.write("Read **this** <script>alert(1)</script>")

    reader.thread.get_by_role("button", name="Preview").click()

    preview = reader.thread.locator(".preview")
    expect(preview.locator("strong")).to_have_text("this")
    expect(preview.locator("script")).to_have_count(0)
    assert server.get("/api/v1/comments?article=preview")["article"]["count"] == 0


def test_an_author_edits_and_deletes(reader: Reader, newspaper: Newspaper) -> None:
    """Within the window an author changes the text in place, and can take all of it back."""
    reader.open(newspaper.thread("edit"))
    card = reader.post("The boat leaves at nine.")

    reader.do(card, "Edit")
    reader.thread.get_by_label("Edit your comment").fill("The boat leaves at ten.")
    reader.thread.get_by_role("button", name="Save").click()
    card = reader.card("The boat leaves at ten.")
    expect(card).to_contain_text("edited")

    reader.do(card, "Delete")
    reader.comments.locator(".slot").get_by_role("button", name="Delete").click()
    expect(card).to_have_count(0)
    expect(reader.heading).to_have_text("Comments")


def test_an_edit_into_abuse_waits(reader: Reader, newspaper: Newspaper) -> None:
    """An edited comment that has to wait says so and does not count meanwhile."""
    reader.open(newspaper.thread("edit-rude"))
    card = reader.post("A calm and friendly word.")
    expect(reader.heading).to_have_text("1 comment")

    reader.do(card, "Edit")
    reader.thread.get_by_label("Edit your comment").fill(RUDE)
    reader.thread.get_by_role("button", name="Save").click()
    reader.post_anyway()

    expect(reader.card(RUDE)).to_contain_text("Waiting for review")
    expect(reader.heading).to_have_text("Comments")


def test_a_field_no_person_sees_catches_programs(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """The trap cannot be reached by eye, key or screen reader; what fills it is held."""
    reader.open(newspaper.thread("trap"))
    trap = reader.thread.locator("input[name=website]")
    expect(trap).to_have_attribute("tabindex", "-1")
    expect(reader.thread.get_by_role("textbox", name="Leave this empty")).to_have_count(0)
    box = trap.locator("xpath=..").bounding_box()
    assert box is not None
    assert box["width"] <= 1

    trap.evaluate("(field) => (field.value = 'https://pills.example')")
    card = reader.post("Such an interesting and helpful article.")

    expect(card).to_contain_text("Waiting for review")
    assert held(server, "trap")


def test_insults_are_sent_only_on_second_thought(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Before a hurtful text goes out its author is asked, once; kind words are never asked about."""
    asked = previews(reader.page)
    reader.open(newspaper.thread("nudge"))
    reader.write(RUDE)
    reader.send()
    nudge = reader.thread.get_by_role("alert").filter(has_text="may find this insulting")

    expect(nudge.get_by_role("button", name="Edit")).to_be_focused()
    assert server.get("/api/v1/comments?article=nudge")["comments"] == []
    reader.page.keyboard.press("Enter")
    expect(nudge).not_to_be_visible()
    expect(reader.write_area).to_be_focused()
    expect(reader.write_area).to_have_value(RUDE)

    reader.send()
    expect(reader.card(RUDE)).to_contain_text("Waiting for review")
    reader.post("What a kind and lovely evening it was.")
    assert len(asked) == 2


def test_another_text_is_another_question(reader: Reader, newspaper: Newspaper) -> None:
    """Rewritten and still hurtful, it is asked about again; what was asked is gone meanwhile."""
    reader.open(newspaper.thread("nudge-again"))
    reader.write(RUDE)
    reader.send()
    nudge = reader.thread.locator(".nudge")
    expect(nudge).to_be_visible()

    reader.write_area.fill(f"{RUDE} So there.")
    expect(nudge).not_to_be_visible()
    reader.send()

    expect(nudge).to_be_visible()


def test_who_is_offline_loses_nothing(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Offline is called offline, the text is kept, and one press sends it once the line is back."""
    reader.open(newspaper.thread("offline"))
    reader.write("The ferry is late and so is the tide.")
    reader.page.context.set_offline(True)
    reader.send()
    expect(reader.problems).to_contain_text("You are offline. Your text is still here.")
    expect(reader.write_area).to_have_value("The ferry is late and so is the tide.")

    reader.page.context.set_offline(False)
    reader.thread.locator(".composer").get_by_role("button", name="Try again").click()

    reader.card("The ferry is late").wait_for()
    assert server.get("/api/v1/comments?article=offline")["article"]["count"] == 1


def test_who_waits_is_told_how_long_that_usually_takes(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Once people have decided something, a waiting author reads how long they usually need."""
    reader.open(newspaper.thread("wait"))
    first = reader.post(RUDE, anyway=True)
    decide(server, held(server, "wait"), "reject", "abuse")
    expect(first).to_contain_text("insults or threatens")

    second = reader.post(f"{RUDE} Twice.", anyway=True)

    expect(second).to_contain_text("That usually takes about")


def previews(page: Page) -> list[Request]:
    """The questions whether a text may hurt that a page asks from now on."""
    asked: list[Request] = []

    def keep(request: Request) -> None:
        if request.method == "POST" and "/preview" in request.url:
            asked.append(request)

    page.on("request", keep)
    return asked
