"""The short wait of a POST for the verdict on its comment.

It never costs more than a quarter of the threads, and none where the verdict cannot come soon:
with a backlog, or while no classifier works here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from service.access.running import scorer, settings
from service.flow import wake
from service.flow.sites import SiteFacts

SLOTS = "BELOWLINE_WAITING_SLOTS"
POLL_SECONDS = 0.02
BACKLOG = 16
"""Unscored comments beyond which a verdict will not come within the wait."""


def attach_waiting(app: Flask) -> None:
    """Bound how many requests of `app` may wait at once."""
    with app.app_context():
        most = max(1, settings().threads // 4)
    app.config[SLOTS] = threading.BoundedSemaphore(most)


def wait_for_verdict(comment_id: UUID, site: SiteFacts | None = None) -> None:
    """Wait until a comment just received on a site is judged, if that can be soon."""
    with _slot() as free:
        # Without a slot nobody waits any more, which has to be said as well.
        wake.wait_for(comment_id, settings().score_wait_ms / 1000 if free and _soon(site) else 0)


def wait_until(found: Callable[[], bool]) -> None:
    """Look every few milliseconds, no longer than a verdict may take, until `found` says so."""
    with _slot() as free:
        until = time.monotonic() + settings().score_wait_ms / 1000
        while free and not found() and time.monotonic() < until:
            time.sleep(POLL_SECONDS)


@contextmanager
def _slot() -> Iterator[bool]:
    """One of the places of those who wait; False when all are taken."""
    slots = cast(threading.BoundedSemaphore, current_app.config[SLOTS])
    free = slots.acquire(blocking=False)
    try:
        yield free
    finally:
        if free:
            slots.release()


def _soon(site: SiteFacts | None) -> bool:
    return scorer(site).state == "ready" and wake.backlog() <= BACKLOG
