"""Webhooks of a running service, made and looked at by its API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.running_server import RunningServer, wait_until

Json = dict[str, Any]
PATIENCE = 60


@dataclass(frozen=True)
class Hooked:
    """A webhook, and the service that sends to it."""

    server: RunningServer
    id: str
    secret: str

    @classmethod
    def make(cls, server: RunningServer, url: str, *events: str, **more: object) -> Hooked:
        """A new webhook for these types of events."""
        made = _told(server, "POST", "/webhooks", {"url": url, "events": list(events), **more})
        return cls(server, made["id"], made["secret"])

    def call(self, method: str, path: str, sent: object = None) -> Json:
        """What the API answers about the webhook."""
        return _told(self.server, method, f"/webhooks/{self.id}{path}", sent)

    def tested(self) -> Json:
        """A test's delivery, with its log, once it was tried."""
        delivery = self.call("POST", "/test", {})

        def told() -> Json:
            return _told(self.server, "GET", f"/deliveries/{delivery['id']}")

        wait_until(lambda: told()["attempts"] > 0, PATIENCE)
        return told()

    def number(self, state: str) -> int:
        """How many deliveries are in a state; 200 stands for more, too."""
        return len(self.call("GET", f"/deliveries?state={state}&limit=200")["items"])


def all_events(server: RunningServer, *types: str) -> list[Json]:
    """Every event that the service tells who catches up, in order."""
    events: list[Json] = []
    asked = "".join(f"&type={type_}" for type_ in types)
    after = ""
    while True:
        page = _told(server, "GET", f"/events?limit=200{asked}{after}")
        if not page["items"]:
            return events
        events += page["items"]
        after = f"&after={page['next_cursor']}"


def pages(items: list[str], size: int) -> Iterator[list[str]]:
    """The items in groups of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _told(server: RunningServer, method: str, path: str, sent: object = None) -> Json:
    answer = server.as_admin(method, f"/api/v1{path}", sent)
    assert answer.status in (200, 201), answer
    told: Json = answer.json()
    return told
