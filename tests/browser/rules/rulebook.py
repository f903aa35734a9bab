"""An admin at work on the rules in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from moderation.rules import DEFAULT_RULES
from tests.running_server import RunningServer

PASSWORD = "correct horse battery"
ADMIN, MODERATOR = "admin@example.org", "mod@example.org"
SHIPPED = [
    {"name": rule.name, "when": dict(rule.when), "then": rule.then} for rule in DEFAULT_RULES
]
SLURS = {"name": "slurs", "when": {"words": {"in": ["slurs"]}}, "then": "reject"}
Json = dict[str, Any]


class Rulebook:
    """The page at `/queue/rules`, and the API to see what it did."""

    def __init__(self, server: RunningServer, page: Page) -> None:
        self.server, self.page = server, page

    def api(self, method: str, path: str, sent: object = None) -> Any:
        """What the API answers an admin, which must be a success."""
        answer = self.server.as_admin(method, f"/api/v1{path}", sent)
        assert answer.status in (200, 204), answer
        return answer.json() if answer.body else None

    def start_anew(self) -> None:
        """The rules as they are shipped, one word list, the settings of a new site."""
        self.api("PUT", "/rules", {"rules": []})
        for each in self.api("GET", "/words")["items"]:
            self.api("DELETE", f"/words/{each['name']}")
        self.api("PUT", "/words/slurs", {"words": ["blatherskite"]})
        self.api("PUT", "/rules", {"rules": SHIPPED})
        self.api("PATCH", "/sites/default", {"mode": "auto", "flag_limit": 5, "message": ""})

    def rules(self) -> list[Json]:
        """The rules as the API tells them."""
        rules: list[Json] = self.api("GET", "/rules")["rules"]
        return rules

    def open(self, who: str = ADMIN, path: str = "/queue/rules") -> None:
        """Sign in and open the page."""
        self.page.goto(self.server.url + path)
        self.page.get_by_label("E-mail address").fill(who)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(self.server.url + path)
        if path.startswith("/queue/rules"):
            expect(self.parts).to_be_visible()

    def part(self, name: str) -> None:
        """Go to a part of the page."""
        self.parts.get_by_role("link", name=name, exact=True).click()

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def reach(self, role: str, name: str) -> None:
        """Go on by Tab until this has the focus."""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if focused.and_(self.page.get_by_role(role, name=name)).count():  # type: ignore[arg-type]
                return
        raise AssertionError(f"Tab does not lead to {name}")

    def rule(self, number: int) -> Locator:
        """The form of the rule at this place, from 1 on."""
        return self.page.locator(".rule").nth(number - 1)

    @property
    def parts(self) -> Locator:
        """The links to the parts of the page."""
        return self.page.get_by_role("navigation", name="Parts of this page")

    @property
    def names(self) -> list[str]:
        """The names of the rules as they stand in the form."""
        return [each.input_value() for each in self.page.locator(".rule .name").all()]

    @property
    def said(self) -> Locator:
        """What has just happened."""
        return self.page.locator("#said")
