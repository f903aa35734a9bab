"""Two serving processes on one database share the work and tell the same story."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.crowd import Crowd, everything, unscored
from tests.running_server import RunningServer, wait_until

BOTH = {"BELOWLINE_SCORE_THREADS": "2"}


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[RunningServer, RunningServer]]:
    """Two processes on one instance, each at a port of its own."""
    pair = RunningServer(tmp_path, BOTH), RunningServer(tmp_path, BOTH)
    try:
        yield pair[0].start(), pair[1].start()
    finally:
        codes = [server.stop() for server in pair]
    assert codes == [0, 0], pair[0].log


def count(server: RunningServer) -> int:
    """The number of comments that readers are told."""
    number: int = server.get("/api/v1/counts?article=crowd")["counts"]["crowd"]
    return number


def texts(number: int) -> list[str]:
    """That many different clean texts."""
    return [f"The library was open on {each} Sundays this time." for each in range(number)]


def scores_by_comment(server: RunningServer) -> list[int]:
    """How often each comment was scored."""
    with closing(sqlite3.connect(server.instance / "belowline.db")) as database:
        scored = (
            "SELECT count(scores.id) FROM comments LEFT JOIN scores ON comment_id = comments.id"
        )
        return [row[0] for row in database.execute(f"{scored} GROUP BY comments.id")]


def test_they_share_the_work(pair: tuple[RunningServer, RunningServer], tmp_path: Path) -> None:
    """No comment is scored twice, both tell the same count, and a backup meanwhile is whole."""
    crowds = [Crowd.with_texts(server, texts(240)[half::2]) for half, server in enumerate(pair)]
    posting = [thread for crowd in crowds for thread in crowd.begin()]
    wait_until(lambda: sum(len(crowd.said) for crowd in crowds) > 60, 60)
    pair[0].command("backup", str(tmp_path / "backup.tar.gz"))
    for thread in posting:
        thread.join()
    wait_until(lambda: unscored(pair[0]) == 0, 60)
    assert scores_by_comment(pair[0]) == [1] * 240
    wait_until(lambda: count(pair[0]) == count(pair[1]) == 240)
    assert "All is well" in pair[1].command("check")
    elsewhere = RunningServer(tmp_path / "elsewhere")
    elsewhere.folder.mkdir()
    elsewhere.command("restore", str(tmp_path / "backup.tar.gz"))
    assert "All is well" in elsewhere.command("check")


def test_a_decision_reaches_the_other(pair: tuple[RunningServer, RunningServer]) -> None:
    """Who decides is answered with the new count at once, the other process soon after."""
    here, there = pair
    crowd = Crowd.with_texts(here, texts(3))
    crowd.finish()
    wait_until(lambda: count(here) == count(there) == 3)
    items = [{"comment_id": comment_id} for comment_id in crowd.said.values()]
    answer = here.as_admin("POST", "/api/v1/decisions", {"items": items, "action": "reject"})
    assert len(answer.json()["decisions"]) == 3
    assert count(here) == 0
    wait_until(lambda: count(there) == 0)
    page = there.get("/api/v1/comments?article=crowd")
    assert (page["comments"], page["article"]["count"]) == ([], 0)


def test_one_takes_over_from_the_other(pair: tuple[RunningServer, RunningServer]) -> None:
    """What a process had claimed when it died is scored by the one that lives, once."""
    alive, dying = pair
    crowd = Crowd.with_texts(dying, texts(200))
    posting = crowd.begin()
    wait_until(lambda: len(crowd.said) > 100, 60)
    dying.kill()
    for thread in posting:
        thread.join()
    wait_until(lambda: unscored(alive) == 0, 60)
    assert set(crowd.said.values()) <= set(everything(alive))
    assert set(scores_by_comment(alive)) == {1}
    assert "All is well" in alive.command("check")
