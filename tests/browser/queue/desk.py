"""A moderator at work in a real browser."""

from itertools import count

from playwright.sync_api import Locator, Page, expect

from tests.running_server import RunningServer, wait_until

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
