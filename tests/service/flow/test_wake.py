"""Waking the work: a hint in this process, never the truth."""

import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest

from service.flow import wake


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Nothing is remembered from another test."""
    wake.nothing_due()
    wake.scoring.clear()
    yield
    wake.nothing_due()
    wake.scoring.clear()


def test_a_saved_comment_wakes_the_scoring() -> None:
    """Whoever waits for work goes on."""
    assert not wake.scoring.is_set()
    wake.comment_saved()
    assert wake.scoring.is_set()


def test_the_backlog_is_what_was_saved_and_not_scored() -> None:
    """It never falls below none, whoever scored what."""
    wake.comment_saved()
    wake.comment_saved()
    assert wake.backlog() == 2
    wake.comment_scored(uuid4())
    assert wake.backlog() == 1
    for _ in range(3):
        wake.comment_scored(uuid4())
    assert wake.backlog() == 0
    wake.comment_saved()
    wake.nothing_due()
    assert wake.backlog() == 0


def test_who_waits_goes_on_with_the_verdict() -> None:
    """Whether it comes before or while somebody waits for it."""
    early, late = uuid4(), uuid4()
    wake.expect(early)
    wake.comment_scored(early)
    assert wake.wait_for(early, 10)
    wake.expect(late)
    scoring = threading.Timer(0.02, wake.comment_scored, [late])
    scoring.start()
    assert wake.wait_for(late, 10)
    scoring.join()


def test_who_waits_in_vain_is_told_so() -> None:
    """No verdict in time, or nothing that was expected: the comment is pending for now."""
    comment_id = uuid4()
    wake.expect(comment_id)
    wake.comment_scored(uuid4())
    assert not wake.wait_for(comment_id, 0)
    wake.comment_scored(comment_id)
    assert not wake.wait_for(comment_id, 0), "who has left waits no more"
    assert not wake.wait_for(uuid4(), 0)
