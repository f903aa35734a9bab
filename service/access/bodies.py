"""Requests that are only half sent may not take all of the server.

A thread that reads a body waits for as long as the client takes to send it, and granian knows no
limit for that. So bodies are read in at most half of the threads at once: a handful of clients
that begin to post and never finish can keep others from posting for as long as they stay, but
nobody from reading. A proxy that takes in whole requests first, such as nginx, spares even that.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import BoundedSemaphore
from typing import Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

PATIENCE_SECONDS = 0.5
"""How long a body may wait for its turn to be read."""


class Readable(Protocol):
    """What a server gives as `wsgi.input`."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; waits for the client."""


class Body:
    """A body that is read when it has its turn; raises 503 when that does not come."""

    def __init__(self, sent: Readable, turns: BoundedSemaphore) -> None:
        self._sent = sent
        self._turns = turns

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; waits for its turn, and then for the client."""
        if not self._turns.acquire(timeout=PATIENCE_SECONDS):
            raise ServiceUnavailable("Too many requests are only half sent.", retry_after=5)
        try:
            return self._sent.read(size)
        finally:
            self._turns.release()


def attach_bodies(app: Flask, threads: int) -> None:
    """Have the bodies of requests to `app` read in at most half of its `threads` at once."""
    turns = BoundedSemaphore(max(1, threads // 2))
    inner: WSGIApplication = app.wsgi_app

    def with_turns(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = Body(environ["wsgi.input"], turns)
        return inner(environ, start_response)

    app.wsgi_app = with_turns  # type: ignore[method-assign]
