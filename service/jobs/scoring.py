"""The threads of one model: one keeps it loaded, the others score with it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from moderation.events import SCORER_DEGRADED
from service.flow import wake
from service.flow.announce import announce_scorer
from service.flow.score import retry_failed
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from service.jobs.work import InContext, score_due

logger = logging.getLogger(__name__)

WATCH_SECONDS = 2.0
"""Between two looks at whether the model still works and its files are as they were."""

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
"""Between tries to load a model that cannot be had: twice as long each time, up to this."""

SWEEP_SECONDS = 1.0


class Scoring:
    """Starts and ends the threads. Daemons, so that a process that must die can."""

    def __init__(
        self, scorer: Scorer, scorers: Scorers, in_context: InContext, threads: int = 1
    ) -> None:
        """`scorers` knows which sites are this one's to read."""
        self.scorer = scorer
        self._scorers = scorers
        self._in_context = in_context
        self._ending = threading.Event()
        scorer.listeners.append(self._announce)
        works: list[tuple[str, Callable[[], None]]] = [("load", self._keep_loaded)]
        works += [(f"score-{number}", self._score) for number in range(threads)]
        self._threads = [
            threading.Thread(target=work, name=f"{name} {scorer.title}", daemon=True)
            for name, work in works
        ]

    def start(self) -> None:
        """Load, and go to work."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Begin nothing any more, and let go of the scorer once what is in hand is finished."""
        self._ending.set()
        with suppress(ValueError):  # a second time
            self.scorer.listeners.remove(self._announce)
        wake.scoring.set()

    def join(self, seconds: float) -> None:
        """Wait until what is in hand is finished; `end` was called."""
        for thread in self._threads:
            if thread.is_alive():
                thread.join(seconds)

    def at_work(self) -> bool:
        """Whether a thread still has something in hand."""
        return any(thread.is_alive() for thread in self._threads)

    def _keep_loaded(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._ending.is_set():
            before = self.scorer.state
            if not self._is_loaded():
                self._ending.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
                continue
            if before != "ready":
                self._in_context(self._catch_up)
            pause = FIRST_PAUSE_SECONDS
            self._ending.wait(WATCH_SECONDS)

    def _is_loaded(self) -> bool:
        """Whether it is ready; whatever went wrong is a reason to try again, and no end."""
        try:
            return self.scorer.keep_loaded()
        except Exception as error:  # noqa: BLE001 - such as a disk that went away under the look
            self.scorer.degrade(error)  # logs it, once
            return False

    def _announce(self, scorer: Scorer, event: str) -> None:
        """Other systems learn that comments wait, and that they no longer do."""
        state: Literal["degraded", "recovered"]
        state = "degraded" if event == SCORER_DEGRADED else "recovered"
        self._in_context(lambda: announce_scorer(state, scorer.reason))

    def _catch_up(self) -> None:
        """The classifier is there: what waited for it is scored now."""
        number = retry_failed(self._scorers.sites_of(self.scorer))
        if number:
            logger.info("%d comments that could not be scored are tried again", number)
        wake.scoring.set()

    def _score(self) -> None:
        while not self._ending.is_set():
            wake.scoring.wait(SWEEP_SECONDS)
            wake.scoring.clear()
            while self.scorer.state == "ready" and not self._ending.is_set():
                if not self._in_context(self._score_batch):
                    break

    def _score_batch(self) -> int:
        sites = self._scorers.sites_of(self.scorer)
        return score_due(self.scorer, self._in_context, sites)
