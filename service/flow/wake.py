"""Waking the work, in this process. A lost wake-up costs a second: the sweep finds the rows.

Another engine (a queue with workers of its own) takes the place of these events; rows in
the database say what is to be done, here nothing is remembered but that something is.
"""

from __future__ import annotations

import threading
from uuid import UUID

scoring = threading.Event()
"""Set when a comment was saved that wants a score."""

delivering = threading.Event()
"""Set when an event was saved that wants its place, and perhaps a delivery."""

_lock = threading.Lock()
_waiting: dict[UUID, threading.Event] = {}
_unscored = 0


def comment_saved() -> None:
    """A comment that wants a score was committed."""
    global _unscored
    with _lock:
        _unscored += 1
    scoring.set()


def comment_scored(comment_id: UUID) -> None:
    """A comment's scoring ended, with a verdict or with an error: whoever waits goes on."""
    global _unscored
    with _lock:
        _unscored = max(0, _unscored - 1)
        waiting = _waiting.get(comment_id)
    if waiting is not None:
        waiting.set()


def nothing_due() -> None:
    """The database holds no comment that wants a score now, whoever scored those of this process."""
    global _unscored
    with _lock:
        _unscored = 0


def backlog() -> int:
    """How many comments saved by this process still wait for a score."""
    return _unscored


def expect(comment_id: UUID) -> None:
    """Say that somebody will wait for this comment's verdict."""
    with _lock:
        _waiting[comment_id] = threading.Event()


def wait_for(comment_id: UUID, seconds: float) -> bool:
    """Wait for the verdict on an expected comment; False when it did not come in time."""
    with _lock:
        waiting = _waiting.get(comment_id)
    try:
        return waiting is not None and waiting.wait(seconds)
    finally:
        with _lock:
            _waiting.pop(comment_id, None)
