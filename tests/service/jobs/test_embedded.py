"""The jobs as threads of the serving process."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_network
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from models.database import db, now, writing
from models.events import Event
from service.flow.check import check
from service.flow.claims import HOST
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from service.jobs import embedded
from service.jobs.embedded import EmbeddedJobs
from service.webhooks import claims
from service.webhooks.addresses import Guard
from service.webhooks.endpoints import GUARD, create
from tests.running_server import wait_until
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import Newsroom
from tests.service.webhooks.receiver import receiving


@contextmanager
def _running(app: Flask, scorer: Scorer, score_threads: int = 1) -> Iterator[EmbeddedJobs]:
    jobs = EmbeddedJobs(app, Scorers(scorer), score_threads)
    jobs.start()
    try:
        yield jobs
    finally:
        jobs.stop()


def _threads() -> set[threading.Thread]:
    return set(threading.enumerate())


def _wait_for_status(room: Newsroom, comment_id: UUID, status: str) -> None:
    wait_until(
        lambda: room.row(comment_id).status == status,
        otherwise=lambda: f"it stays {room.row(comment_id).status}",
    )


def test_a_comment_is_scored_as_soon_as_it_is_there(
    room: Newsroom, shared_app: Flask, scorer: Scorer
) -> None:
    """The thread wakes, the classifier reads, the rules decide, and the count is announced."""
    with _running(shared_app, scorer):
        comment_id = room.post("What a lovely walk along the river.")
        _wait_for_status(room, comment_id, "approved")
        wait_until(lambda: _told_counts() == [1])


def _told_counts() -> list[int]:
    db.session.rollback()
    events = db.session.scalars(select(Event).where(Event.type == "article.count_changed"))
    return [event.data["article"]["count"] for event in events]


def test_what_came_before_the_start_is_scored(
    room: Newsroom, shared_app: Flask, scorer: Scorer
) -> None:
    """Rows are the truth: nobody needs to have woken anybody."""
    comments = [room.post() for _ in range(40)]
    with _running(shared_app, scorer, score_threads=2):
        for comment_id in comments:
            _wait_for_status(room, comment_id, "approved")
    assert room.article().count == room.recount() == 40


def test_the_sweep_finds_what_no_wake_up_told_of(
    room: Newsroom, shared_app: Flask, scorer: Scorer
) -> None:
    """A comment that another process saved is found within a second or two."""
    [comment_id] = fill(room.site.id, "a", 1, 0)
    with _running(shared_app, scorer):
        wait_until(lambda: room.row(comment_id).scored_revision is None)
        room.due(comment_id)
        wait_until(lambda: room.row(comment_id).scored_revision == 1)


def test_a_start_frees_the_claims_of_the_dead(
    room: Newsroom, shared_app: Flask, scorer: Scorer
) -> None:
    """After a crash nothing waits for its lease to run out."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    comment_id = room.post()
    tomorrow = now() + timedelta(days=1)
    room.backdate(comment_id, score_claim=f"{HOST}:{gone.pid}/x", score_due_at=tomorrow)
    with _running(shared_app, scorer):
        _wait_for_status(room, comment_id, "approved")


def test_votes_reach_the_ranks(
    room: Newsroom, shared_app: Flask, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every few seconds (here sooner), by themselves."""
    hurried = tuple((seconds / 100, job) for seconds, job in embedded.EVERY)
    monkeypatch.setattr(embedded, "EVERY", hurried)
    comment_id = room.approved()
    room.vote(comment_id)
    with _running(shared_app, scorer):
        wait_until(lambda: room.row(comment_id).rank > 0)


def test_a_failure_ends_no_thread(
    room: Newsroom, shared_app: Flask, scorer: Scorer, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and the same thread does the work once that is possible."""

    class Stumbling(Scorer):
        """The bundled classifier, which once cannot say which it is."""

        stumbled = False

        @property
        def revision(self) -> str | None:
            if not self.stumbled and threading.current_thread().name.startswith("score"):
                self.stumbled = True
                raise OSError("just this once")
            return scorer.revision

        @property
        def state(self) -> str:
            return scorer.state

        def score(self, texts: object) -> list[dict[str, float]]:
            return scorer.score(texts)  # type: ignore[arg-type]

    stumbling = Stumbling("bundled")
    comment_id = room.post()
    with _running(shared_app, stumbling):
        wait_until(lambda: "just this once" in caplog.text)
        assert room.row(comment_id).status == "pending"
        room.due(comment_id)
        _wait_for_status(room, comment_id, "approved")


def test_a_database_that_is_away_is_one_line(
    shared_app: Flask, scorer: Scorer, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """However long that lasts, and whichever job meets it, the log is not filled with tracebacks;

    and the process ends as quietly, though it cannot give back what it had claimed.
    """

    def away(*_: object) -> None:
        raise OperationalError("UPDATE", None, OSError("disk full"))

    monkeypatch.setattr(embedded, "EVERY", ((0.01, away),))
    monkeypatch.setattr(claims, "release", away)
    with _running(shared_app, scorer):
        wait_until(lambda: "a job failed and will be run again: disk full" in caplog.text)
    assert "a round of deliveries failed and will be made again: disk full" in caplog.text
    assert "Traceback" not in caplog.text


def test_without_a_classifier_comments_wait(
    room: Newsroom, shared_app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """They stay pending, unclaimed and without blame, until a classifier is there."""
    absent = Scorer(str(tmp_path_factory.mktemp("model") / "none.ckpt"))
    comment_id = room.post()
    with _running(shared_app, absent):
        wait_until(lambda: absent.state == "degraded")
    row = room.row(comment_id)
    assert (row.status, row.score_claim, row.score_attempts) == ("pending", None, 0)


def test_a_stop_ends_every_thread(room: Newsroom, shared_app: Flask, scorer: Scorer) -> None:
    """And what is not begun stays in the database."""
    before = _threads()
    with _running(shared_app, scorer):
        assert len(_threads() - before) >= 4
    assert _threads() <= before
    comment_id = room.post()
    assert room.row(comment_id).score_due_at is not None


def test_events_are_placed_and_delivered(room: Newsroom, shared_app: Flask, scorer: Scorer) -> None:
    """As soon as they are there: what the rules decide is told to who asked for it."""
    shared_app.extensions[GUARD] = Guard((ip_network("127.0.0.0/8"),))
    with receiving() as receiver:
        with writing() as session:
            create(session, url=receiver.url, events=["comment.approved", "article.count_changed"])
        with _running(shared_app, scorer):
            room.post("What a lovely walk along the river.")
            wait_until(lambda: len(receiver.got) == 2)
        told = {got.type: got.json["data"] for got in receiver.got}
        assert told["comment.approved"]["comment"]["status"] == "approved"
        assert told["article.count_changed"]["article"]["count"] == 1
    assert check().differences == []
