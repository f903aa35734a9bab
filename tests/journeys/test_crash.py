"""`kill -9` under load: what was answered is there, and the database agrees with itself."""

import http.client
import itertools
import random
import threading
import time

import pytest

from tests.journeys.crowd import Crowd, everything, unscored
from tests.running_server import RunningServer, wait_until

KILLS = 20


def test_killed_in_the_middle_of_300_posts(server: RunningServer) -> None:
    """Every comment answered 201 survives and gets its score; repeated posts are not doubled."""
    texts = [f"The ferry sailed {number} times, and on time." for number in range(300)]
    crowd = Crowd.with_texts(server, texts)
    posting = crowd.begin()
    wait_until(lambda: len(crowd.said) >= 150, 60)
    server.kill()
    for thread in posting:
        thread.join()
    answered = dict(crowd.said)
    assert 150 <= len(answered) < 300
    server.start()
    kept = everything(server)
    assert set(answered.values()) <= set(kept)
    crowd.finish()
    wait_until(lambda: unscored(server) == 0, 60)
    kept = everything(server)
    assert sorted(item["comment"]["body"] for item in kept.values()) == sorted(texts)
    assert {crowd.said[text] for text in texts} == set(kept)
    assert "All is well" in server.command("check")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_again_and_again(server: RunningServer) -> None:
    """In 20 kills under load no comment and no decision that was answered is lost."""
    numbers = itertools.count()
    same_each_time = random.Random(20)
    answered: set[str] = set()
    decided: set[str] = set()
    assert server.api_key  # made now, not while it is about to be killed
    for kill in range(KILLS):
        texts = (f"Kill {kill}, and the harbour has {next(numbers)} boats." for _ in range(500))
        crowd = Crowd.with_texts(server, texts)
        posting = crowd.begin()
        moderator = threading.Thread(target=_reject_some, args=(crowd, decided))
        moderator.start()
        wait_until(crowd.began)
        time.sleep(same_each_time.uniform(0, 0.5))
        server.kill()
        for thread in (*posting, moderator):
            thread.join()
        answered |= set(crowd.said.values())
        server.start()
    wait_until(lambda: unscored(server) == 0, 60)
    kept = everything(server)
    assert answered <= set(kept)
    assert {kept[comment_id]["comment"]["status"] for comment_id in decided} == {"rejected"}
    assert len(answered) > KILLS
    assert len(decided) > KILLS
    assert "All is well" in server.command("check")


def _reject_some(crowd: Crowd, decided: set[str]) -> None:
    """Reject comments as they come, one by one, until the server is gone."""
    seen: set[str] = set()
    while True:
        fresh = set(crowd.said.values()) - seen
        seen |= fresh
        for comment_id in fresh:
            sent = {"items": [{"comment_id": comment_id}], "action": "reject"}
            try:
                answer = crowd.server.as_admin("POST", "/api/v1/decisions", sent)
            except (OSError, http.client.HTTPException):
                return
            assert answer.status == 200, answer
            decided |= {decision["comment_id"] for decision in answer.json()["decisions"]}
        time.sleep(0.001)
        if crowd.server.process is None:
            return
