"""Whoever waits for the score of a text goes before comments that are scored in batches."""

import threading
from collections.abc import Callable, Sequence

import pytest

from service.flow import live
from service.flow.scorer import Scorer
from service.jobs.work import score_due
from tests.service.flow.newsroom import Newsroom

InContext = Callable[[Callable[[], object]], object]


@pytest.fixture
def in_context(room: Newsroom) -> InContext:
    """The context of the test itself: the job runs in its thread."""
    return lambda job: job()


class Watched(Scorer):
    """The bundled classifier; a call comes in with the first texts of a batch."""

    def __init__(self) -> None:
        """Nothing was scored yet."""
        super().__init__("bundled")
        self.together: list[int] = []
        self.in_hand: list[bool] = []
        self.waiting = threading.Event()

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Scorer.score."""
        self.together.append(len(texts))
        self.in_hand.append(self.waiting.is_set())
        scored = super().score(texts)
        if len(self.together) == 1:
            threading.Thread(target=self._call).start()
            assert self.waiting.wait(30)
        return scored

    def _call(self) -> None:
        with live.calls.one():
            self.waiting.set()
            threading.Event().wait(0.2)  # as long as a text is read
            self.waiting.clear()


@pytest.fixture
def watched(scorer: Scorer) -> Watched:
    """Loaded like the classifier of all tests."""
    watched = Watched()
    watched._classifier, watched._state = scorer.classifier, "ready"
    return watched


def test_a_batch_lets_a_call_go_first(
    room: Newsroom, watched: Watched, in_context: InContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With calls about, it is scored a handful at a time, none of them while one is in hand."""
    monkeypatch.setattr(live, "GIVE_WAY_SECONDS", 30.0)
    comments = [room.post(f"What a lovely walk, for the {number}th time.") for number in range(9)]
    with live.calls.one():
        pass  # a moment ago
    assert score_due(watched, in_context) == 9
    assert watched.together == [8, 8, 2]
    assert watched.in_hand == [False, False, False]
    assert {room.row(comment).status for comment in comments} == {"approved"}


def test_without_calls_a_batch_is_scored_at_once(
    room: Newsroom, scorer: Scorer, in_context: InContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost where nobody asks."""
    monkeypatch.setattr(live, "QUIET_SECONDS", -1.0)
    groups: list[int] = []

    class Counting(Scorer):
        def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
            groups.append(len(texts))
            return scorer.score(texts)

    counting = Counting("bundled")
    counting._classifier = scorer.classifier
    for number in range(9):
        room.post(f"What a lovely walk, for the {number}th time.")
    assert score_due(counting, in_context) == 9
    assert groups == [18]
