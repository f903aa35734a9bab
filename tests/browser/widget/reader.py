"""A reader in front of a thread: where things are on it, and what one does there."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

CUT = """thread => [...thread.shadowRoot.querySelectorAll('*')].filter((element) => {
    const { overflowX } = getComputedStyle(element);
    const hidden = element.closest('.unseen, [hidden]') || element.matches('option, select');
    return !hidden && overflowX !== 'auto' && element.scrollWidth > element.clientWidth + 1
        && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline';
}).map((element) => `${element.className}: ${element.textContent.slice(0, 60)}`)"""
"""What is wider than the box it stands in, and so would be cut or stick out."""


@dataclass(frozen=True)
class Reader:
    """Someone reading a page with a thread on it."""

    page: Page

    @property
    def thread(self) -> Locator:
        """The thread, forms and all."""
        return self.page.locator("belowline-thread")

    @property
    def comments(self) -> Locator:
        """The comments alone."""
        return self.thread.locator(".comments")

    @property
    def heading(self) -> Locator:
        """How many there are."""
        return self.thread.get_by_role("heading", level=2)

    @property
    def problems(self) -> Locator:
        """What went wrong, as far as it is told."""
        return self.thread.locator(".problem:visible")

    def open(self, url: str) -> "Reader":
        """Go to a page and wait until its thread is there."""
        self.page.goto(url)
        self.write_area.wait_for()
        return self

    @property
    def write_area(self) -> Locator:
        """Where a new comment is written."""
        return self.thread.get_by_label("Write a comment")

    def write(self, text: str, name: str = "Ada Lovelace") -> None:
        """Fill in a new comment without sending it."""
        self.write_area.fill(text)
        self.thread.locator(".composer").get_by_label("Your name").fill(name)

    def send(self) -> None:
        """Press the button."""
        self.thread.get_by_role("button", name="Post comment").click()

    def post(self, text: str, name: str = "Ada Lovelace", *, anyway: bool = False) -> Locator:
        """Write and send a comment (`anyway` where it may hurt); its card, once it is there."""
        self.write(text, name)
        self.send()
        if anyway:
            self.post_anyway()
        card = self.card(text)
        card.wait_for()
        return card

    def post_anyway(self) -> None:
        """Send what was said to be insulting."""
        self.thread.get_by_role("button", name="Post anyway").click()

    def card(self, text: str) -> Locator:
        """The comment with this text, without its replies."""
        return self.comments.locator(".card").filter(has_text=text)

    def do(self, card: Locator, what: str) -> None:
        """Press the button of that name on a comment."""
        card.get_by_role("button", name=re.compile(f"^{what}")).click()

    def cut(self) -> list[str]:
        """The texts that do not fit where they stand, and so are cut or stick out."""
        found: list[str] = self.thread.evaluate(CUT)
        return found

    @property
    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        wider: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wider
