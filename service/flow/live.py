"""Calls that somebody waits for while a text is scored, before all that can wait.

A caller such as Coral gives up after 800 ms and publishes. So single texts are scored one after
the other, as many at a time as there are cores; what works through many texts (sweeps, re-scores, long
lists) looks before each handful whether such a call is in hand, and then lets it go first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from moderation.classifier import Classifier
from moderation.classifier.cores import usable_cores

T = TypeVar("T")
Scores = dict[str, float]
Score = Callable[[Sequence[str]], list[Scores]]

AT_ONCE = 8
"""Texts that are scored between two looks, while calls come in."""
QUIET_SECONDS = 2.0
"""Without a call for so long, nobody looks."""
GIVE_WAY_SECONDS = 0.1
"""How long each handful waits at most: the busiest day must not stop all else for good."""
LONG = 4_000
"""Characters. To score more may take seconds, and only one such text is in hand at a time."""
PATIENCE_SECONDS = 0.4
"""How long a call waits for its turn: after that it is better told so."""


class TooBusy(Exception):
    """Enough texts are being scored; in a moment there will be room for another."""


class Calls:
    """Those in hand, of this process."""

    def __init__(self) -> None:
        """None yet."""
        self._in_hand = 0
        self._last = float("-inf")
        self._changed = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        """A call that others are to let go first, within the block."""
        with self._changed:
            self._in_hand += 1
        try:
            yield
        finally:
            with self._changed:
                self._in_hand -= 1
                self._last = time.monotonic()
                if not self._in_hand:
                    self._changed.notify_all()

    @property
    def in_hand(self) -> int:
        """How many there are now."""
        return self._in_hand

    def quiet(self) -> bool:
        """Whether there is none, and has been none for a while."""
        with self._changed:
            return not self._in_hand and time.monotonic() - self._last > QUIET_SECONDS

    def go_first(self) -> None:
        """Wait until none is in hand, for a moment at most."""
        with self._changed:
            self._changed.wait_for(lambda: not self._in_hand, GIVE_WAY_SECONDS)


calls = Calls()


class Places:
    """How many requests may be scoring, or wait for that, at once: readers are served as well.

    Single texts are scored in turn, in a few threads of their own. A thread keeps what the longest
    text needed, and there are many that answer requests. Long texts have one for themselves: else
    two of them, by anybody who likes, would keep all others waiting until their callers give up.
    """

    def __init__(self, threads: int) -> None:
        """At most half of the `threads` that answer requests; a few of them with long lists."""
        self._places = threading.BoundedSemaphore(max(1, threads // 2))
        self._lists = threading.BoundedSemaphore(max(1, threads // 8))
        self._short = ThreadPoolExecutor(usable_cores(), "live")
        self._long = ThreadPoolExecutor(1, "live-long")

    def in_turn(self, work: Callable[[], T], characters: int = 0) -> T:
        """What a call's `work` on so many characters gives, done before all that can wait.

        Raises `TooBusy` where its turn does not come soon.
        """
        if not self._places.acquire(blocking=False):
            raise TooBusy
        try:
            with calls.one():
                return self._done((self._long if characters > LONG else self._short).submit(work))
        finally:
            self._places.release()

    def _done(self, scoring: Future[T]) -> T:
        try:
            return scoring.result(PATIENCE_SECONDS)
        except TimeoutError as late:
            if scoring.cancel():  # its turn has not come
                raise TooBusy from late
            return scoring.result()

    @contextmanager
    def place_for_many(self) -> Iterator[None]:
        """A place for a long list, which lets single texts go first; raises `TooBusy`."""
        if not self._lists.acquire(blocking=False):
            raise TooBusy
        try:
            yield
        finally:
            self._lists.release()


def one_by_one(score: Score, texts: Sequence[str]) -> list[Scores]:
    """The scores of the parts of one text, each in this very thread.

    Together they would queue up behind all the windows of a batch.
    """
    return [scores for text in texts for scores in score([text])]


def giving_way(score: Score, texts: Sequence[str]) -> list[Scores]:
    """The scores of many texts, whose turn comes after that of calls."""
    if calls.quiet():
        return score(texts)
    scored: list[Scores] = []
    for start in range(0, len(texts), AT_ONCE):
        calls.go_first()
        scored += score(texts[start : start + AT_ONCE])
    return scored


class GivingWay:
    """A classifier for long work, which lets calls go first."""

    def __init__(self, classifier: Classifier) -> None:
        """Scores with `classifier`."""
        self.name = classifier.name
        self.revision = classifier.revision
        self.labels = classifier.labels
        self._score = classifier.score

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """See Classifier.score."""
        return giving_way(self._score, texts)
