"""The answer to a new comment waits a moment for the verdict, and only where that is worth it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from service.access import running
from service.api.waiting import BACKLOG, wait_for_verdict
from service.flow import wake
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.someone import ONE_DATABASE, Someone, posted

pytestmark = ONE_DATABASE


@pytest.fixture
def patient(app: Flask, settings: Settings, scorer: Scorer) -> Iterator[Flask]:
    """A service with a classifier, which waits for a minute if it waits at all."""
    running.attach(app, replace(settings, score_wait_ms=60_000), scorer)
    wake.nothing_due()
    yield app
    wake.nothing_due()


def waiting(app: Flask, comment_id: UUID) -> threading.Thread:
    """A thread that waits for the verdict on a comment."""

    def wait() -> None:
        with app.app_context():
            wait_for_verdict(comment_id)

    wake.expect(comment_id)
    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_the_answer_says_what_became_of_it(
    patient: Flask, reader: Someone, score_all: Callable[[], None]
) -> None:
    """A clean comment is answered as approved, in the same request."""
    done = threading.Event()

    def score() -> None:
        while not done.is_set():
            score_all()

    scoring = threading.Thread(target=score)
    scoring.start()
    try:
        created = posted(reader, body="Thank you for this thoughtful article.")
    finally:
        done.set()
        scoring.join()

    assert created["comment"]["status"] == "approved"


def test_a_verdict_ends_the_wait(patient: Flask) -> None:
    """Who waits goes on when the comment is scored."""
    comment_id = uuid4()
    thread = waiting(patient, comment_id)
    wake.comment_scored(comment_id)

    thread.join(30)
    assert not thread.is_alive()


def test_a_quarter_of_the_threads_may_wait(patient: Flask, settings: Settings) -> None:
    """Whoever comes when that many wait is answered at once."""
    most = settings.threads // 4
    ids = [uuid4() for _ in range(most)]
    threads = [waiting(patient, comment_id) for comment_id in ids]

    one_more = waiting(patient, uuid4())
    one_more.join(30)
    assert not one_more.is_alive()
    assert all(thread.is_alive() for thread in threads)
    for comment_id in ids:
        wake.comment_scored(comment_id)
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def test_nobody_waits_behind_a_backlog(patient: Flask) -> None:
    """When many comments are unscored, the answer comes at once and says pending."""
    for _ in range(BACKLOG + 1):
        wake.comment_saved()

    thread = waiting(patient, uuid4())
    thread.join(30)
    assert not thread.is_alive()


def test_nobody_waits_for_a_classifier_that_is_not_there(
    patient: Flask, settings: Settings
) -> None:
    """While it loads, or when it has failed to, there is no verdict to wait for."""
    running.attach(patient, replace(settings, score_wait_ms=60_000), Scorer("bundled"))

    thread = waiting(patient, uuid4())
    thread.join(30)
    assert not thread.is_alive()
