"""A moderator at work in a real browser."""

import secrets
from itertools import count
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from tests.running_server import Json, Moderator, RunningServer, wait_until

RUDE = "You are a stupid idiot and your opinion is complete garbage"
numbers = count(1)


def new_moderator(server: RunningServer, role: str = "moderator") -> Moderator:
    """Another moderator of the service, who has reserved and uncovered nothing yet."""
    someone = Moderator(f"{role}-{next(numbers)}@example.org", secrets.token_urlsafe(12))
    sent = {"email": someone.email, "password": someone.password, "role": role}
    answer = server.as_admin("POST", "/api/v1/moderators", sent)
    assert answer.status == 201, answer
    return someone


class Desk:
    """A moderator at work on the held comments of one article, which no other test uses."""

    def __init__(
        self,
        server: RunningServer,
        page: Page,
        who: Moderator | None = None,
        article: str | None = None,
    ) -> None:
        self.server, self.page = server, page
        self.who = who or server.moderator
        self.article = article or f"desk-{next(numbers)}"

    def post_held(self, *names: str, body: str = RUDE) -> list[str]:
        """Comments under the article that wait for a person, one by each of these authors."""
        ids = [self._post(name, self.saying(body, at)) for at, name in enumerate(names)]
        wait_until(lambda: all(self.status(one) == "pending" and self.is_held(one) for one in ids))
        return ids

    def saying(self, body: str, number: int) -> str:
        """A text that nobody else has posted: what is posted three times is held for that."""
        return f"{body}, says number {number} of {self.article}"

    def _post(self, name: str, body: str) -> str:
        return str(self.server.post(self.article, body, name=name)["comment"]["id"])

    def post_approved(self, name: str, body: str, **more: str) -> Json:
        """What the API answers to a comment that is posted, once it is approved.

        The article's name makes the text one that nobody else has posted.
        """
        posted = self.server.post(self.article, f"{body} ({self.article})", name=name, **more)
        comment_id = posted["comment"]["id"]
        wait_until(lambda: self.status(comment_id) != "pending" or self.is_held(comment_id))
        if self.status(comment_id) != "approved":
            self.decide("approve", comment_id)
        return posted

    def decide(self, action: str, *ids: str, **why: str) -> None:
        """Decide comments as somebody else does."""
        sent = {"items": [{"comment_id": id_} for id_ in ids], "action": action, **why}
        answer = self.server.as_admin("POST", "/api/v1/decisions", sent)
        assert answer.status == 200, answer
        assert len(answer.json()["decisions"]) == len(ids), answer

    def flag(self, comment_id: str, reason: str, text: str = "") -> None:
        """Flag a shown comment as a reader who is not its author."""
        sent = {"reason": reason} | ({"text": text} if text else {})
        path = f"/api/v1/comments/{comment_id}/flags"
        answer = self.server.request("POST", path, sent)
        assert answer.status == 201, answer

    def items(self, state: str) -> list[Json]:
        """The article's comments in a state of the queue, as the API tells."""
        path = f"/api/v1/queue?state={state}&article={self.article}&limit=200"
        return list(self.server.as_admin("GET", path).json()["items"])

    def totals(self) -> Json:
        """How many comments of the article each state has, as the API tells."""
        path = f"/api/v1/queue/totals?article={self.article}"
        return dict(self.server.as_admin("GET", path).json()["totals"])

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
        self.page.get_by_label("E-mail address").fill(self.who.email)
        self.page.get_by_label("Password").fill(self.who.password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(self.server.url + path)

    def enter(self) -> None:
        """Have a session in this browser without the form, which other tests are about."""
        sent = {"email": self.who.email, "password": self.who.password}
        answer = self.page.context.request.post(f"{self.server.url}/api/v1/session", data=sent)
        assert answer.ok, answer.text()

    def open(self, **view: str) -> None:
        """Open a view of the article's comments as somebody signed in, the oldest first."""
        self.enter()
        asked = {"sort": "oldest", "article": self.article} | view
        self.page.goto(f"{self.server.url}/queue?{urlencode(asked)}")
        self.has_come()

    def has_come(self) -> None:
        """Wait until the list is there, or the word that nothing is."""
        expect(self.page.locator("#state-total")).not_to_be_empty()
        expect(self.page.locator("#list article, #empty").first).to_be_visible()

    def tab(self, name: str) -> Locator:
        """The tab of a state, with its number."""
        states = self.page.get_by_role("navigation", name="Comments by state")
        return states.get_by_role("link", name=name)

    def card(self, author: str) -> Locator:
        """The card of this author's comment."""
        return self.page.get_by_role("article", name=author, exact=True)

    @property
    def cards(self) -> Locator:
        """All cards on the page."""
        return self.page.get_by_role("article")

    def headings(self) -> list[str]:
        """The authors of the cards on the page, from top to bottom."""
        return self.page.locator(".card h3").all_inner_texts()

    @property
    def said(self) -> Locator:
        """The live region that says what has just happened."""
        return self.page.locator("#said")

    def press(self, key: str) -> None:
        """Press one key, wherever the focus is."""
        self.page.keyboard.press(key)
