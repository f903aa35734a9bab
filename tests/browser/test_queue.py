"""The moderators' queue in a real browser, on a real service that scores with the real model."""

import re
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.running_server import RunningServer, wait_until

pytestmark = pytest.mark.browser

RUDE = "You are a stupid idiot and your opinion is complete garbage"
numbers = count(1)


class Desk:
    """A moderator at work on the held comments of one article, which no other test uses."""

    def __init__(self, server: RunningServer, page: Page) -> None:
        self.server, self.page = server, page
        self.article = f"desk-{next(numbers)}"

    def post_held(self, *names: str, body: str = RUDE) -> list[str]:
        """Comments under the article that wait for a person, one by each of these authors."""
        ids = [self._post(name, f"{body}, says number {at}") for at, name in enumerate(names)]
        wait_until(lambda: all(self.status(one) == "pending" and self.is_held(one) for one in ids))
        return ids

    def _post(self, name: str, body: str) -> str:
        return str(self.server.post(self.article, body, name=name)["comment"]["id"])

    def items(self, state: str) -> list[dict]:
        """The article's comments in a state of the queue, as the API tells."""
        path = f"/api/v1/queue?state={state}&article={self.article}&limit=200"
        return list(self.server.as_admin("GET", path).json()["items"])

    def is_held(self, comment_id: str) -> bool:
        """Whether the comment is scored and waits for a person."""
        return any(item["comment"]["id"] == comment_id for item in self.items("held"))

    def status(self, comment_id: str) -> str:
        """Where a comment is now, as the API tells."""
        items = {item["comment"]["id"]: item["comment"] for item in self.items("all")}
        return str(items[comment_id]["status"])

    def becomes(self, comment_id: str, status: str) -> None:
        """Wait until a comment has this status."""
        wait_until(lambda: self.status(comment_id) == status)

    def sign_in(self, path: str = "/queue") -> None:
        """Open a page of the queue as nobody, and sign in on the form that comes."""
        self.page.goto(self.server.url + path)
        self.page.get_by_label("E-mail address").fill(self.server.moderator.email)
        self.page.get_by_label("Password").fill(self.server.moderator.password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(self.server.url + path)

    def open(self, **view: str) -> None:
        """Sign in and open a view of the article's comments, the oldest first."""
        asked = {"sort": "oldest", "article": self.article} | view
        self.sign_in("/queue?" + "&".join(f"{name}={value}" for name, value in asked.items()))
        expect(self.page.locator("#state-total")).not_to_be_empty()

    def card(self, author: str) -> Locator:
        """The card of this author's comment."""
        return self.page.get_by_role("article", name=author, exact=True)

    @property
    def cards(self) -> Locator:
        """All cards on the page."""
        return self.page.get_by_role("article")

    @property
    def said(self) -> Locator:
        """The live region that says what has just happened."""
        return self.page.locator("#said")

    def press(self, key: str) -> None:
        """Press one key, wherever the focus is."""
        self.page.keyboard.press(key)


@pytest.fixture
def desk(server: RunningServer, page: Page) -> Desk:
    """A desk on the shared server. The page looks for news every few seconds: allow it several."""
    expect.set_options(timeout=15_000)
    return Desk(server, page)


# Signing in and out


def test_who_is_not_signed_in_comes_back_to_the_view_asked_for(desk: Desk) -> None:
    """The queue sends strangers to the sign-in page, which returns to the very view they wanted."""
    desk.page.goto(f"{desk.server.url}/queue?state=rejected&sort=newest")
    expect(desk.page).to_have_url(re.compile(r"/queue/sign-in\?view="))
    desk.sign_in("/queue?state=rejected&sort=newest")
    expect(desk.page.get_by_role("heading", name="Rejected comments")).to_be_visible()


def test_sign_in_goes_nowhere_but_to_the_queue(desk: Desk) -> None:
    """An address made by somebody else cannot make sign-in lead away from the queue."""
    server, page = desk.server, desk.page
    page.goto(f"{server.url}/queue/sign-in?view=//elsewhere.example/%26q=x%26state=approved")
    page.get_by_label("E-mail address").fill(server.moderator.email)
    page.get_by_label("Password").fill(server.moderator.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Approved comments")).to_be_visible()
    assert page.url.startswith(f"{server.url}/queue?")


def test_a_wrong_password_is_said_plainly(desk: Desk) -> None:
    """A wrong password is answered in words beside the form, and the form stays usable."""
    desk.page.goto(f"{desk.server.url}/queue/sign-in")
    problem = desk.page.get_by_role("alert")
    desk.page.get_by_role("button", name="Sign in").click()
    expect(problem).to_have_text("Enter your e-mail address.")
    desk.page.get_by_label("E-mail address").fill(desk.server.moderator.email)
    desk.page.get_by_label("Password").fill("wrong horse")
    desk.press("Enter")
    expect(problem).to_have_text("This e-mail address and password do not belong together.")
    desk.sign_in()


def test_too_many_attempts_are_told_to_wait(tmp_path: Path, page: Page) -> None:
    """After ten attempts in a minute, the form says when to try again, right password or not."""
    server = RunningServer(tmp_path, {"BELOWLINE_RATE_LIMITS": "on"})
    try:
        page.goto(f"{server.start().url}/queue/sign-in")
        page.get_by_label("E-mail address").fill(server.moderator.email)
        for _ in range(10):
            attempt(page, "wrong horse")
            expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        attempt(page, server.moderator.password)
        expect(page.get_by_role("alert")).to_have_text(
            re.compile(r"^Too many attempts. Try again in (\d+ seconds?|a minute)\.$")
        )
    finally:
        server.stop()


def attempt(page: Page, password: str) -> None:
    """Send the sign-in form with this password and wait for what comes back."""
    page.get_by_label("Password").fill(password)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Sign in").click()


def test_sign_out_ends_the_session(desk: Desk) -> None:
    """After signing out, the queue is closed again."""
    desk.sign_in()
    desk.page.get_by_role("button", name="Sign out").click()
    expect(desk.page.get_by_role("heading", name="Sign in to moderate")).to_be_visible()
    desk.page.goto(f"{desk.server.url}/queue")
    expect(desk.page).to_have_url(f"{desk.server.url}/queue/sign-in")


# What a card says


def test_a_card_says_what_a_moderator_needs(desk: Desk) -> None:
    """A card has the comment, its author and article, why it waits, and every score as a number."""
    desk.post_held("Maria Keller")
    desk.open()
    card = desk.card("Maria Keller")
    expect(card.locator(".comment")).to_have_text(f"{RUDE}, says number 0")
    expect(card).to_contain_text("no decided comments yet")
    expect(card).to_contain_text(f"on {desk.article} · just now")
    expect(card).to_contain_text("version 1")
    expect(card).to_contain_text(re.compile(r"No rule approved it: risk (0|1)\.\d\d"))
    for label in ("Toxicity", "Insult", "Threat", "Obscene", "Identity attack"):
        row = card.locator(".bars div", has=desk.page.get_by_text(label, exact=True))
        expect(row.get_by_role("definition")).to_have_text(re.compile(r"^[01]\.\d\d$"))


def test_what_readers_write_stays_text(desk: Desk) -> None:
    """Markup in a name or a comment is shown, not run."""
    name = "<img src=x onerror=alert(1)>"
    desk.post_held(name, body=f"{RUDE} <script>alert(2)</script> [x](javascript:alert(3))")
    desk.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    desk.open()
    expect(desk.page.get_by_role("heading", name=name)).to_be_visible()
    assert desk.cards.locator("img, script, [onerror], a[href^=javascript]").count() == 0


# Deciding


def test_one_key_approves_and_one_takes_it_back(desk: Desk) -> None:
    """a approves the current comment and goes on to the next; u brings it back, undecided."""
    first, _ = desk.post_held("Ann", "Bob")
    desk.open()
    desk.press("j")
    desk.press("k")
    expect(desk.card("Ann")).to_be_focused()
    desk.press("a")
    expect(desk.card("Ann")).to_have_count(0)
    expect(desk.card("Bob")).to_be_focused()
    expect(desk.said).to_have_text("Approved Ann’s comment.")
    desk.becomes(first, "approved")
    desk.press("u")
    expect(desk.card("Ann")).to_be_focused()
    expect(desk.card("Ann")).to_contain_text("Approved, then undone.")
    assert desk.status(first) == "pending"


def test_a_comment_can_be_decided_again_after_an_undo(desk: Desk) -> None:
    """What was taken back is decided anew in its present version, without a conflict."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("a")
    desk.press("u")
    expect(desk.card("Ann")).to_contain_text("then undone")
    desk.press("r")
    expect(desk.said).to_have_text("Rejected Ann’s comment.")
    desk.becomes(only, "rejected")


def test_buttons_decide_like_keys(desk: Desk) -> None:
    """Reject by mouse takes the card away, and the toast's Undo brings it back."""
    _, second = desk.post_held("Ann", "Bob")
    desk.open()
    desk.card("Bob").get_by_role("button", name="Reject").click()
    expect(desk.card("Bob")).to_have_count(0)
    expect(desk.card("Ann")).to_be_focused()
    desk.becomes(second, "rejected")
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.card("Bob")).to_be_visible()
    assert desk.status(second) == "pending"


def test_an_approved_comment_can_be_held(desk: Desk) -> None:
    """h takes an approved comment back to the held ones; it is not offered for held ones."""
    (only,) = desk.post_held("Ann")
    desk.open()
    expect(desk.card("Ann").get_by_role("button", name="Hold")).to_have_count(0)
    desk.press("h")
    expect(desk.said).to_have_text("This comment is held already.")
    desk.press("a")
    desk.becomes(only, "approved")
    desk.page.get_by_role("link", name="Approved").click()
    expect(desk.card("Ann")).to_be_visible()
    desk.press("h")
    desk.becomes(only, "pending")
    desk.page.get_by_role("link", name=re.compile("^Held")).click()
    expect(desk.card("Ann")).to_contain_text(f"Held by {desk.server.moderator.email}")


def test_an_escalated_comment_waits_for_a_second_person(desk: Desk) -> None:
    """e leaves a comment undecided and puts it among the escalated ones."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("e")
    expect(desk.said).to_have_text("Escalated Ann’s comment.")
    wait_until(lambda: len(desk.items("escalated")) == 1)
    assert desk.status(only) == "pending"
    desk.page.get_by_role("link", name="Escalated").click()
    expect(desk.card("Ann")).to_be_visible()


def test_quick_hands_lose_nothing(desk: Desk) -> None:
    """Keys pressed faster than the service answers decide each card once, in order."""
    ids = desk.post_held(*(f"Reader {number}" for number in range(8)))
    desk.open()
    expect(desk.cards).to_have_count(8)
    for key in "arararar":
        desk.press(key)
    expect(desk.cards).to_have_count(0)
    wait_until(lambda: [desk.status(one) for one in ids] == ["approved", "rejected"] * 4)
    for _ in ids:
        desk.press("u")
    expect(desk.cards).to_have_count(8)
    assert {desk.status(one) for one in ids} == {"pending"}


def test_the_last_decision_leaves_a_quiet_page(desk: Desk) -> None:
    """With nothing left the page says so, and the focus is on its heading."""
    desk.post_held("Ann")
    desk.open(q="says")
    desk.press("r")
    expect(desk.page.get_by_text("No comment here matches these filters.")).to_be_visible()
    expect(desk.page.get_by_role("heading", name="Held comments 0")).to_be_focused()


# When a decision fails


def test_a_conflict_brings_the_card_back_and_says_who(desk: Desk) -> None:
    """Where somebody decided first, the card returns with who and what; then one may overrule."""
    (only,) = desk.post_held("Ann")
    desk.open()
    decision = {"items": [{"comment_id": only}], "action": "reject"}
    assert desk.server.as_admin("POST", "/api/v1/decisions", decision).status == 200
    desk.press("a")
    notice = desk.card("Ann").locator(".notice")
    expect(notice).to_contain_text(re.compile(r"Rejected by .*tests.*, just now\."))
    expect(notice).to_contain_text("Your decision was not recorded.")
    assert desk.status(only) == "rejected"
    desk.press("a")
    desk.becomes(only, "approved")


def test_a_lost_connection_brings_the_card_back(desk: Desk) -> None:
    """A decision the service never heard of is said to be lost, and can be made again."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.page.context.set_offline(True)
    desk.press("a")
    expect(desk.card("Ann").locator(".notice")).to_contain_text("The service does not answer.")
    assert desk.status(only) == "pending"
    desk.page.context.set_offline(False)
    desk.press("a")
    desk.becomes(only, "approved")


def test_an_ended_session_asks_to_sign_in_again(desk: Desk) -> None:
    """When the session is gone, the next decision leads to the sign-in page and back to the view."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.page.context.clear_cookies()
    desk.press("a")
    expect(desk.page).to_have_url(re.compile(r"/queue/sign-in\?view="))
    assert desk.status(only) == "pending"


# Keys


def test_keys_rest_while_the_moderator_types(desk: Desk) -> None:
    """Letters in a field, with Ctrl, or from a key held down decide nothing."""
    ids = desk.post_held("Ann", "Bob", "Cem")
    desk.open()
    desk.page.get_by_label("Words in the comment").fill("")
    desk.page.keyboard.type("jar")
    expect(desk.page.get_by_label("Words in the comment")).to_have_value("jar")
    desk.card("Bob").focus()
    desk.press("Control+j")
    expect(desk.card("Bob")).to_be_focused()
    desk.page.keyboard.down("a")
    desk.page.keyboard.down("a")
    desk.page.keyboard.down("a")
    desk.page.keyboard.up("a")
    desk.becomes(ids[1], "approved")
    expect(desk.cards).to_have_count(2)
    assert [desk.status(ids[0]), desk.status(ids[2])] == ["pending", "pending"]


def test_enter_and_space_on_a_card_do_nothing(desk: Desk) -> None:
    """On a card itself Enter and Space decide nothing."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.card("Ann").focus()
    desk.press("Enter")
    desk.press("Space")
    expect(desk.card("Ann")).to_be_visible()
    expect(desk.said).to_be_empty()
    assert desk.status(only) == "pending"


def test_help_lists_the_keys_and_can_switch_them_off(desk: Desk) -> None:
    """? explains the keys; switched off there, they stay off, and buttons still decide."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("?")
    help_ = desk.page.get_by_role("dialog", name="Keys")
    expect(help_).to_contain_text("Next comment")
    help_.get_by_label("Decide with single keys").uncheck()
    help_.get_by_role("button", name="Close").click()
    desk.page.reload()
    desk.card("Ann").focus()
    desk.press("a")
    expect(desk.said).to_be_empty()
    desk.card("Ann").get_by_role("button", name="Approve").click()
    desk.becomes(only, "approved")


# The list


def test_new_comments_are_announced_and_nothing_jumps(desk: Desk) -> None:
    """What comes in meanwhile is a number until asked for; then each comment is there once."""
    desk.post_held("Ann", "Bob")
    desk.open(sort="newest")
    desk.card("Ann").focus()
    desk.post_held("Cem")
    show = desk.page.get_by_role("button", name="1 new — show")
    expect(show).to_be_visible()
    expect(desk.cards).to_have_count(2)
    expect(desk.card("Ann")).to_be_focused()
    show.click()
    expect(desk.card("Cem")).to_be_focused()
    expect(desk.cards).to_have_count(3)
    expect(show).to_have_count(0)


def test_an_empty_list_fills_by_itself(desk: Desk) -> None:
    """Where nothing is on the page there is nothing to disturb: new comments just appear."""
    desk.open()
    expect(desk.page.locator("#empty")).to_be_visible()
    desk.post_held("Ann")
    expect(desk.card("Ann")).to_be_visible()


def test_more_continues_where_the_page_ended(desk: Desk) -> None:
    """A long queue comes in pages, in order, with no comment twice and none left out."""
    names = [f"Reader {number:02}" for number in range(35)]
    desk.post_held(*names)
    desk.open()
    expect(desk.cards).to_have_count(30)
    desk.page.get_by_role("button", name="Show more").click()
    expect(desk.card("Reader 30")).to_be_focused()
    assert desk.page.locator(".card h3").all_inner_texts() == names
    expect(desk.page.get_by_role("button", name="Show more")).to_be_hidden()


def test_states_filters_and_orders_change_the_view(desk: Desk) -> None:
    """Tabs carry their totals; filters narrow the list; address and Back button follow."""
    first, _ = desk.post_held("Ann", "Bob")
    desk.open()
    desk.card("Ann").get_by_role("button", name="Reject").click()
    desk.becomes(first, "rejected")
    expect(desk.page.get_by_role("link", name="Held 1")).to_be_visible()
    desk.page.get_by_role("link", name="Rejected 1").click()
    expect(desk.card("Ann")).to_be_visible()
    desk.page.get_by_label("Order", exact=True).select_option("Newest first")
    expect(desk.page).to_have_url(re.compile("state=rejected&sort=newest"))
    desk.page.get_by_label("Words in the comment").fill("nobody wrote this")
    desk.page.get_by_role("button", name="Apply").click()
    expect(desk.page.get_by_text("No comment here matches these filters.")).to_be_visible()
    desk.page.go_back()
    expect(desk.card("Ann")).to_be_visible()


def test_a_label_with_its_score_narrows_the_list(desk: Desk) -> None:
    """Only comments whose score of the label reaches the given number stay."""
    desk.post_held("Ann")
    desk.open()
    desk.page.get_by_label("Label").select_option("Threat")
    desk.page.get_by_label("Score at least").fill("1")
    desk.page.get_by_role("button", name="Apply").click()
    expect(desk.cards).to_have_count(0)
    desk.page.get_by_label("Score at least").fill("0")
    desk.page.get_by_role("button", name="Apply").click()
    expect(desk.card("Ann")).to_be_visible()


# For every eye and screen

CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => {
    const [r, g, b] = rgb(color).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const {backgroundColor} = getComputedStyle(at);
      if (rgb(backgroundColor)[3] === 255) return backgroundColor;
    }
    return "white";
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility({visibilityProperty: true})) continue;
    const pair = [light(getComputedStyle(element).color), light(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) poor.push(`${element.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""
"""Texts whose contrast with their ground is below 4.5 : 1 (WCAG 2.2, 1.4.3 AA, relative luminance)."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(desk: Desk, scheme: str) -> None:
    """In both colour schemes every text stands out from its ground as WCAG AA asks."""
    desk.post_held("Ann", "Bob")
    desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.page.goto(f"{desk.server.url}/queue/sign-in")
    assert desk.page.evaluate(CONTRASTS) == []
    desk.open()
    desk.press("a")
    desk.press("u")
    expect(desk.card("Ann")).to_contain_text("then undone")
    assert desk.page.evaluate(CONTRASTS) == []


def test_everything_fits_a_small_phone(desk: Desk) -> None:
    """At 360 px nothing makes the page scroll sideways, long words included, and buttons decide."""
    desk.page.set_viewport_size({"width": 360, "height": 740})
    (only,) = desk.post_held("Ann" * 20, body=f"{RUDE} {'a' * 400}")
    desk.open()
    expect(desk.cards).to_have_count(1)
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360
    desk.page.get_by_role("button", name="Approve").click()
    desk.becomes(only, "approved")
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_page_has_a_real_outline(desk: Desk) -> None:
    """One h1, an h2 for the list, an h3 a card; the cards are items of a list."""
    desk.post_held("Ann", "Bob")
    desk.open()
    expect(desk.cards).to_have_count(2)
    levels = desk.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].filter((one) => one.checkVisibility())"
        ".map((one) => one.tagName)"
    )
    assert levels == ["H1", "H2", "H3", "H3"]
    assert desk.page.locator("ol > li > article").count() == 2
