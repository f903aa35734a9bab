"""The jobs as threads of the serving process."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from functools import partial

from flask import Flask
from sqlalchemy.exc import OperationalError

from models.database import db
from service.flow import wake
from service.flow.forget import forget_the_old
from service.flow.score import free_claims_of_the_dead
from service.flow.scorers import Scorers
from service.flow.sites import models_of_sites
from service.flow.vote import refresh_ranks
from service.flow.waiting import mend_what_older_programs_wrote, raise_overdue
from service.jobs.scoring import Scoring
from service.jobs.work import announce_moved_counts, forget_old_suggestions
from service.webhooks.prune import prune_deliveries
from service.webhooks.worker import Worker

logger = logging.getLogger(__name__)

PAUSE_AFTER_ERROR_SECONDS = 1.0
STOP_SECONDS = 5.0
FOLLOW_SECONDS = 1.0
"""Between two looks at which models the sites have chosen."""
DELIVERING_SECONDS = 2.0
"""How long requests to other systems may take to come back at the end; they are made again."""

EVERY: tuple[tuple[float, Callable[[], object]], ...] = (
    (1.0, announce_moved_counts),
    (5.0, refresh_ranks),
    (60.0, raise_overdue),
    (3600.0, prune_deliveries),
    (3600.0, forget_the_old),
    (3600.0, forget_old_suggestions),
)
"""Seconds between two runs, and the job."""


class EmbeddedJobs:
    """Starts and stops the threads. Daemons, so that a process that must die can."""

    def __init__(self, app: Flask, scorers: Scorers, score_threads: int = 1) -> None:
        """`score_threads` score with the server's own model; one does with each other."""
        self._app = app
        self._scorers = scorers
        self._stopping = threading.Event()
        own = Scoring(scorers.own, scorers, self._in_context, score_threads)
        self._scorings = {scorers.own.name: own}
        self._leaving: list[Scoring] = []
        follow = (FOLLOW_SECONDS, self._follow_the_sites)
        self._deliveries = Worker(app)
        works: list[tuple[str, Callable[[], None]]] = [
            (job.__name__, partial(self._repeat, seconds, job)) for seconds, job in (follow, *EVERY)
        ]
        works += [("deliver", lambda: self._deliveries.run(self._stopping))]
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True) for name, work in works
        ]

    def start(self) -> None:
        """Free what dead processes had claimed, mend what older ones wrote, and go to work."""
        self._in_context(lambda: _log_freed(free_claims_of_the_dead()))
        self._in_context(mend_what_older_programs_wrote)
        for scoring in self._scorings.values():
            scoring.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is in hand; what is not begun stays in the database."""
        self._stopping.set()
        wake.delivering.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(STOP_SECONDS)
        for scoring in self._scorings.values():
            scoring.end()
        for scoring in (*self._scorings.values(), *self._leaving):
            scoring.join(STOP_SECONDS)
        self._deliveries.stop(DELIVERING_SECONDS)

    def _follow_the_sites(self) -> None:
        """Read with the models that sites have chosen, and no longer with those that none has."""
        self._forget_who_left()
        begun, ended = self._scorers.follow(set(models_of_sites().values()))
        for scorer in ended:
            scoring = self._scorings.pop(scorer.name)
            scoring.end()
            self._leaving.append(scoring)
        for scorer in begun:
            scoring = Scoring(scorer, self._scorers, self._in_context)
            self._scorings[scorer.name] = scoring
            scoring.start()

    def _forget_who_left(self) -> None:
        """Once its threads have ended a model's memory is free, and not at some later time."""
        still = [scoring for scoring in self._leaving if scoring.at_work()]
        if len(still) < len(self._leaving):
            self._leaving = still
            gc.collect()

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
        except OperationalError as error:  # where it was says nothing: the database is away or full
            logger.warning("a job failed and will be run again: %s", error.orig)
        except Exception:
            logger.exception("a job failed and will be run again")
        self._stopping.wait(PAUSE_AFTER_ERROR_SECONDS)
        return None


def _log_freed(number: int) -> None:
    if number:
        logger.info("%d comments claimed by a process that is gone will be scored anew", number)
