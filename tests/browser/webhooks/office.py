"""An admin at work on the webhooks in a real browser, with receivers on this machine."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.running_server import RunningServer, wait_until

PASSWORD = "correct horse battery"
ADMIN = "admin@example.org"
Json = dict[str, Any]


class Office:
    """The page at `/queue/webhooks`, and the API to make and see what it is about."""

    def __init__(self, server: RunningServer, page: Page) -> None:
        self.server, self.page = server, page

    def api(self, method: str, path: str, sent: object = None) -> Json:
        """What the API answers an admin, which must be a success."""
        answer = self.server.as_admin(method, f"/api/v1{path}", sent)
        assert answer.status in (200, 201), answer
        told: Json = answer.json()
        return told

    def webhook(self, url: str, *events: str, **more: object) -> Json:
        """A new webhook for these types of events."""
        sent = {"url": url, "events": list(events or ["comment.created"]), **more}
        return self.api("POST", "/webhooks", sent)

    def deliveries(self, webhook: Json) -> list[Json]:
        """The newest of its deliveries, as the API tells."""
        found: list[Json] = self.api("GET", f"/webhooks/{webhook['id']}/deliveries?limit=200")[
            "items"
        ]
        return found

    def become(self, webhook: Json, state: str, number: int) -> None:
        """Wait until so many of its deliveries are in a state."""
        wait_until(
            lambda: [each["state"] for each in self.deliveries(webhook)].count(state) == number, 30
        )

    def sign_in(self, path: str = "/queue/webhooks", who: str = ADMIN) -> None:
        """Open a page as nobody, and sign in on the form that comes."""
        self.page.goto(self.server.url + path)
        self.page.get_by_label("E-mail address").fill(who)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(self.server.url + path)

    def open(self, webhook: Json, **filters: str) -> None:
        """Sign in and open the page of one webhook."""
        more = "".join(f"&{name}={value}" for name, value in filters.items())
        self.sign_in(f"/queue/webhooks?webhook={webhook['id']}{more}")
        expect(self.heading(webhook["url"])).to_be_visible()

    def heading(self, name: str) -> Locator:
        """A heading with exactly these words."""
        return self.page.get_by_role("heading", name=name, exact=True)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def problem(self, field: str) -> Locator:
        """What is said beside a field of the form."""
        return self.page.locator(f"#{field}-problem")

    def secret(self) -> str:
        """The secret that the page shows now."""
        field = self.page.get_by_label("Secret", exact=True)
        expect(field).to_have_value(re.compile("whsec_"))
        return field.input_value()

    @property
    def said(self) -> Locator:
        """The live region beside the buttons of a webhook."""
        return self.page.locator("#webhook-said")

    @property
    def log(self) -> Locator:
        """The rows of the log."""
        return self.page.get_by_role("list", name="Deliveries").get_by_role("listitem")
