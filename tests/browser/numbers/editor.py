"""An editor in chief looks at the numbers in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.running_server import RunningServer

NUMBERS = "/queue/numbers"
CHARTS = ("What came in", "Who decided", "How long people took", "What was overturned")
Json = dict[str, Any]


class Editor:
    """The page at `/queue/numbers`, and the API that it shows."""

    def __init__(self, server: RunningServer, page: Page) -> None:
        self.server, self.page = server, page

    def sign_in(self) -> None:
        """Open the page as nobody, and sign in on the form that comes."""
        self.page.goto(self.server.url + NUMBERS)
        self.page.get_by_label("E-mail address").fill(self.server.moderator.email)
        self.page.get_by_label("Password").fill(self.server.moderator.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.shows("")

    def open(self, address: str) -> None:
        """Go to the page with a choice in its address."""
        self.page.goto(self.server.url + NUMBERS + address)
        self.shows(address)

    def shows(self, address: str) -> None:
        """Wait until this is the address, and its figures are there."""
        expect(self.page).to_have_url(self.server.url + NUMBERS + address)
        expect(self.page.get_by_role("status")).to_contain_text("are shown")

    def stats(self, query: str = "") -> Json:
        """What the API tells, of the same days as the page by itself."""
        zone = self.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
        told: Json = self.server.as_admin("GET", f"/api/v1/stats?tz={zone}{query}").json()
        return told

    def figure(self, name: str) -> Locator:
        """One of the big figures."""
        return self.page.locator(".figure").filter(has=self.page.get_by_text(name, exact=True))

    def section(self, title: str) -> Locator:
        """A chart or table with all that belongs to it."""
        return self.page.get_by_role("region", name=title)

    def rows(self, title: str) -> list[list[str]]:
        """The body of a section's table, as a screen reader has it."""
        rows = self.section(title).locator("tbody tr")
        return [row.locator("th, td").all_text_contents() for row in rows.all()]

    def paint(self, title: str) -> str:
        """What is painted on a chart's canvas."""
        painted: str = self.section(title).locator("canvas").evaluate("(it) => it.toDataURL()")
        return painted
