"""Readers who all post at once, and keep trying as a good client does."""

import hashlib
import http.client
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.running_server import RunningServer

THREADS = 6


@dataclass
class Crowd:
    """What they still want to say, and which comment each text became."""

    server: RunningServer
    unsaid: deque[str]
    said: dict[str, str] = field(default_factory=dict)
    """The comment's id by its text, for every post that was answered 201."""

    @classmethod
    def with_texts(cls, server: RunningServer, texts: Iterable[str]) -> "Crowd":
        """A crowd that wants to post these, all of them different."""
        return cls(server, deque(texts))

    def begin(self) -> list[threading.Thread]:
        """Let them post, each until all is said or the server is gone."""
        threads = [threading.Thread(target=self._post) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        return threads

    def began(self) -> bool:
        """Whether a post was answered yet."""
        return bool(self.said)

    def finish(self) -> None:
        """Post what is still unsaid."""
        for thread in self.begin():
            thread.join()
        assert not self.unsaid

    def _post(self) -> None:
        while True:
            try:
                text = self.unsaid.popleft()
            except IndexError:
                return
            try:
                self.said[text] = self._send(text)
            except (OSError, http.client.HTTPException):
                self.unsaid.append(text)
                return

    def _send(self, text: str) -> str:
        """Post a text; sent a second time, the key tells that it is the same post."""
        key = hashlib.sha256(text.encode()).hexdigest()
        sent = {"article": "crowd", "body": text, "author": {"name": "Ada"}}
        answer = self.server.request("POST", "/api/v1/comments", sent, idempotency_key=key)
        assert answer.status == 201, answer
        comment_id: str = answer.json()["comment"]["id"]
        return comment_id


def everything(server: RunningServer) -> dict[str, Any]:
    """All comments as moderators see them, by id."""
    found: dict[str, Any] = {}
    cursor: str | None = ""
    while cursor is not None:
        after = f"&cursor={cursor}" if cursor else ""
        answer = server.as_admin("GET", f"/api/v1/queue?state=all&sort=oldest&limit=200{after}")
        assert answer.status == 200, answer
        page = answer.json()
        found |= {item["comment"]["id"]: item for item in page["items"]}
        cursor = page["next_cursor"]
    return found


def unscored(server: RunningServer) -> int:
    """How many comments still wait for a score."""
    answer = server.as_admin("GET", "/api/v1/queue?state=unscored&limit=1")
    assert answer.status == 200, answer
    total: int = answer.json()["total"]
    return total
