"""The short wait of a POST for the verdict on its comment.

It never costs more than a quarter of the threads, and none where the verdict cannot come soon:
with a backlog, or while no classifier works here.
"""

from __future__ import annotations

import threading
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from service.access.running import scorer, settings
from service.flow import wake

SLOTS = "BELOWLINE_WAITING_SLOTS"
BACKLOG = 16
"""Unscored comments beyond which a verdict will not come within the wait."""


def attach_waiting(app: Flask) -> None:
    """Bound how many requests of `app` may wait at once."""
    with app.app_context():
        most = max(1, settings().threads // 4)
    app.config[SLOTS] = threading.BoundedSemaphore(most)


def wait_for_verdict(comment_id: UUID) -> None:
    """Wait until a comment just received is scored and judged, if that can be soon."""
    slots = cast(threading.BoundedSemaphore, current_app.config[SLOTS])
    if not _soon() or not slots.acquire(blocking=False):
        wake.wait_for(comment_id, 0)  # nobody waits any more
        return
    try:
        wake.wait_for(comment_id, settings().score_wait_ms / 1000)
    finally:
        slots.release()


def _soon() -> bool:
    return scorer().state == "ready" and wake.backlog() <= BACKLOG
