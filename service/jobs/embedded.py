"""The jobs as threads of the serving process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial

from flask import Flask

from models.database import db
from service.flow import wake
from service.flow.forget import forget_the_old
from service.flow.score import free_claims_of_the_dead
from service.flow.scorer import RELOAD_SECONDS, Scorer
from service.flow.vote import refresh_ranks
from service.jobs.work import announce_moved_counts, score_due
from service.webhooks.prune import prune_deliveries
from service.webhooks.worker import Worker

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 1.0
STOP_SECONDS = 5.0
DELIVERING_SECONDS = 2.0
"""How long requests to other systems may take to come back at the end; they are made again."""

EVERY: tuple[tuple[float, Callable[[], object]], ...] = (
    (1.0, announce_moved_counts),
    (5.0, refresh_ranks),
    (3600.0, prune_deliveries),
    (3600.0, forget_the_old),
)
"""Seconds between two runs, and the job."""


class EmbeddedJobs:
    """Starts and stops the threads. Daemons, so that a process that must die can."""

    def __init__(self, app: Flask, scorer: Scorer, score_threads: int = 1) -> None:
        self._app = app
        self._scorer = scorer
        self._stopping = threading.Event()
        works: list[tuple[str, Callable[[], None]]] = [("load", self._load)]
        works += [(f"score-{number}", self._score) for number in range(score_threads)]
        self._deliveries = Worker(app)
        works += [("deliver", lambda: self._deliveries.run(self._stopping))]
        works += [(job.__name__, partial(self._repeat, s, job)) for s, job in EVERY]
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True) for name, work in works
        ]

    def start(self) -> None:
        """Free what dead processes had claimed, and go to work."""
        self._in_context(lambda: _log_freed(free_claims_of_the_dead()))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is in hand; what is not begun stays in the database."""
        self._stopping.set()
        wake.scoring.set()
        wake.delivering.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(STOP_SECONDS)
        self._deliveries.stop(DELIVERING_SECONDS)

    def _load(self) -> None:
        while not self._stopping.is_set() and not self._scorer.load():
            self._stopping.wait(RELOAD_SECONDS)
        wake.scoring.set()

    def _score(self) -> None:
        while not self._stopping.is_set():
            wake.scoring.wait(SWEEP_SECONDS)
            wake.scoring.clear()
            while self._scorer.state == "ready" and not self._stopping.is_set():
                if not self._in_context(self._score_batch):
                    break

    def _score_batch(self) -> int:
        return score_due(self._scorer, self._in_context)

    def _repeat(self, seconds: float, job: Callable[[], object]) -> None:
        while not self._stopping.wait(seconds):
            self._in_context(job)

    def _in_context(self, job: Callable[[], object]) -> object:
        """Run a job with a session of its own; a failure is logged, and the thread lives on."""
        try:
            with self._app.app_context():
                try:
                    return job()
                finally:
                    db.session.remove()
        except Exception:
            logger.exception("a job failed and will be run again")
            self._stopping.wait(PAUSE_AFTER_ERROR_SECONDS)
            return None


def _log_freed(number: int) -> None:
    if number:
        logger.info("%d comments claimed by a process that is gone will be scored anew", number)
