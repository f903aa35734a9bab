"""Calls that somebody waits for go before all that can wait."""

import threading
import time
from collections.abc import Sequence

import pytest

from service.flow import live
from service.flow.live import Calls, Places, TooBusy, giving_way, one_by_one


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Calls of a process in which there have been none."""
    calls = Calls()
    monkeypatch.setattr(live, "calls", calls)
    return calls


class Scored:
    """Notes which texts are scored together."""

    def __init__(self) -> None:
        """None yet."""
        self.groups: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        self.groups.append(list(texts))
        return [{"toxicity": float(text)} for text in texts]


TEXTS = [str(number) for number in range(20)]
SCORES = [{"toxicity": float(number)} for number in range(20)]


def test_without_calls_all_is_scored_together(calls: Calls) -> None:
    """So that a batch keeps all cores busy."""
    scored = Scored()
    assert giving_way(scored, TEXTS) == SCORES
    assert scored.groups == [TEXTS]


def test_after_a_call_it_is_looked_for_the_next(calls: Calls) -> None:
    """A handful at a time, in order."""
    with calls.one():
        pass
    scored = Scored()
    assert giving_way(scored, TEXTS) == SCORES
    assert [len(group) for group in scored.groups] == [8, 8, 4]


def test_a_batch_waits_for_a_call_in_hand(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is scored before the call is answered."""
    scored = Scored()
    done: list[object] = []
    monkeypatch.setattr(live, "GIVE_WAY_SECONDS", 30.0)
    with calls.one():
        batch = threading.Thread(target=lambda: done.append(giving_way(scored, TEXTS)))
        batch.start()
        batch.join(0.2)
        assert scored.groups == []
    batch.join(30)
    assert done == [SCORES]


def test_calls_without_end_do_not_stop_a_batch(calls: Calls) -> None:
    """It goes on after a moment, a handful at a time."""
    with calls.one():
        assert giving_way(Scored(), TEXTS) == SCORES


def test_parts_of_a_text_are_scored_one_by_one() -> None:
    """None of them queues up behind a batch."""
    scored = Scored()
    assert one_by_one(scored, TEXTS[:3]) == SCORES[:3]
    assert scored.groups == [["0"], ["1"], ["2"]]


def test_a_call_has_its_turn(calls: Calls) -> None:
    """Others let it go first meanwhile; what it raises is raised."""
    places = Places(16)
    assert places.in_turn(calls.quiet) is False
    with pytest.raises(ValueError, match="on purpose"):
        places.in_turn(lambda: int("on purpose"))


def test_turns_do_not_come_without_end(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """While as many are scored as there are cores, others wait a little and are then told so."""
    monkeypatch.setattr(live, "usable_cores", lambda: 1)
    monkeypatch.setattr(live, "PATIENCE_SECONDS", 0.05)
    places, go_on, begun = Places(16), threading.Event(), threading.Event()
    answers: list[str] = []

    def work() -> str:
        begun.set()
        go_on.wait(30)
        return "done"

    first = threading.Thread(target=lambda: answers.append(places.in_turn(work)))
    first.start()
    begun.wait(30)
    with pytest.raises(TooBusy):
        places.in_turn(lambda: answers.append("too late"))
    go_on.set()
    first.join(30)
    assert places.in_turn(lambda: "again") == "again"
    assert answers == ["done"]  # however long it took


def test_a_long_text_keeps_no_other_waiting(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends long texts has them scored one after the other, while all else is answered."""
    places, go_on = Places(16), threading.Event()
    first = threading.Thread(target=lambda: places.in_turn(lambda: go_on.wait(30), live.LONG + 1))
    first.start()
    wait_until_in_hand(calls, 1)
    with monkeypatch.context() as impatient, pytest.raises(TooBusy):
        impatient.setattr(live, "PATIENCE_SECONDS", 0.01)
        places.in_turn(lambda: None, live.LONG + 1)
    assert places.in_turn(lambda: "answered", live.LONG) == "answered"
    go_on.set()
    first.join(30)


def test_only_half_of_the_threads_wait(calls: Calls) -> None:
    """The others answer readers; whoever comes too many is told at once."""
    places, go_on = Places(4), threading.Event()
    waiting = [
        threading.Thread(target=lambda: places.in_turn(lambda: go_on.wait(30))) for _ in range(2)
    ]
    for thread in waiting:
        thread.start()
    wait_until_in_hand(calls, 2)
    with pytest.raises(TooBusy):
        places.in_turn(lambda: None)
    go_on.set()
    for thread in waiting:
        thread.join(30)


def wait_until_in_hand(calls: Calls, number: int) -> None:
    """Returns when so many calls are in hand."""
    end = time.monotonic() + 30
    while calls.in_hand < number and time.monotonic() < end:
        time.sleep(0.01)


def test_few_threads_score_long_lists(calls: Calls) -> None:
    """And calls do not wait for them."""
    places = Places(8)
    with places.place_for_many():
        assert calls.in_hand == 0
        with pytest.raises(TooBusy), places.place_for_many():
            pass
        assert places.in_turn(lambda: "answered") == "answered"
