"""A receiver that fails half of all requests, and a service that is killed again and again.

At full size: ``WEBHOOK_DECISIONS=2000 WEBHOOK_KILLS=10 python -m pytest tests/journeys/test_webhooks.py``.
"""

import http.client
import json
import os
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journeys.hooked import Hooked, Json, all_events
from tests.journeys.receivers import Front, Program, consuming
from tests.running_server import RunningServer, wait_until
from tests.service.webhooks.receiver import receiving

DECISIONS = int(os.environ.get("WEBHOOK_DECISIONS", "150"))
KILLS = int(os.environ.get("WEBHOOK_KILLS", "3"))
ARTICLES = [f"news/{number}" for number in range(5)]
COMMENTS = 30
TYPES = (
    "comment.created",
    "comment.held",
    "comment.approved",
    "comment.rejected",
    "article.count_changed",
)
PATIENCE = 120 + DECISIONS / 10


@dataclass
class Desk:
    """A moderator who decides one comment after the other, and tries again when nobody answers."""

    server: RunningServer
    comments: list[str]
    decided: list[Json] = field(default_factory=list)
    """Every decision that was answered."""
    _chance: random.Random = field(default_factory=lambda: random.Random(2000))

    def work(self) -> None:
        """Make all the decisions."""
        for _ in range(DECISIONS):
            action = self._chance.choice(["approve", "reject", "hold"])
            items = [{"comment_id": self._chance.choice(self.comments)}]
            self.decided += self._answered({"items": items, "action": action})

    def _answered(self, sent: Json) -> list[Json]:
        while True:
            try:
                answer = self.server.as_admin("POST", "/api/v1/decisions", sent)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            assert answer.status == 200, answer
            decisions: list[Json] = answer.json()["decisions"]
            return decisions


@pytest.mark.timeout(60 * KILLS + 2 * PATIENCE)
def test_nothing_is_lost(sending: RunningServer, tmp_path: Path) -> None:
    """Every event of every decision arrives, well signed, and the consumer's counts are right."""
    front = Front(fails=0.5)
    with receiving(front.answer) as receiver:
        hook = Hooked.make(sending, receiver.url, *TYPES, article_prefix="news/")
        front.secret = hook.secret
        with consuming(tmp_path, hook.secret, front.consumer) as consumer:
            desk = Desk(sending, _written(sending))
            _decided_through_kills(desk)
            wait_until(lambda: _settled(hook, consumer), PATIENCE, lambda: _state(hook, front))
    events = {event["id"]: event for event in all_events(sending, *TYPES)}
    assert set(front.seen) == set(events)
    announced = {event["data"].get("decision", {}).get("id") for event in events.values()}
    assert {decision["id"] for decision in desk.decided} <= announced
    assert len(desk.decided) >= DECISIONS * 0.8  # holding what is held already decides nothing
    assert front.forged == []
    assert front.refused > 0.4 * front.requests
    assert "All is well" in sending.command("check")


def _written(server: RunningServer) -> list[str]:
    assert server.api_key  # made now, not while the server is about to be killed
    text = "The ferry was on time again, said reader {}."
    return [
        str(server.post(ARTICLES[each % len(ARTICLES)], text.format(each))["comment"]["id"])
        for each in range(COMMENTS)
    ]


def _decided_through_kills(desk: Desk) -> None:
    moment = random.Random(10)
    deciding = threading.Thread(target=desk.work)
    deciding.start()
    for kill in range(1, KILLS + 1):
        enough = kill * DECISIONS // (KILLS + 2)
        wait_until(lambda enough=enough: len(desk.decided) >= enough, PATIENCE)  # type: ignore[misc]
        time.sleep(moment.uniform(0, 0.3))
        desk.server.kill()
        desk.server.start()
    deciding.join()


def _settled(hook: Hooked, consumer: Program) -> bool:
    """Whether all was delivered, and the consumer's table is what the service counts."""
    asked = "&".join(f"article={article}" for article in ARTICLES)
    counts = hook.server.get(f"/api/v1/counts?{asked}")["counts"]
    table = json.loads(consumer.ask("GET", "/counts", {})[2])
    return bool(table == counts and hook.number("pending") == 0)


def _state(hook: Hooked, front: Front) -> str:
    waiting, failed = hook.number("pending"), hook.number("failed")
    return f"{waiting} pending, {failed} failed, {front.requests} requests"
