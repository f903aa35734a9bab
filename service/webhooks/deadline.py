"""Ends a request in time, whatever it is waiting for.

Timeouts of sockets count from the last byte: who sends one every few seconds is never late by
them. So each call has an end of its own, and is cut off there.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

WATCH_SECONDS = 0.1


@dataclass(eq=False)
class Call:
    """One request on its way: when it must be over, and where it went."""

    ends: float
    address: str | None = None
    cut_off: bool = False
    connected_anew: bool = False
    _handle: socket.socket | None = field(default=None, repr=False)

    def left(self) -> float:
        """Seconds until it must be over; raises `TimeoutError` when it is."""
        left = self.ends - time.monotonic()
        if left <= 0 or self.cut_off:
            raise TimeoutError
        return left

    def goes_over(self, connection: socket.socket, address: str | None) -> None:
        """It goes over this connection from now on."""
        self.over()
        self.address = address
        # A descriptor of its own for the same connection: TLS takes the socket itself away.
        self._handle = socket.socket(fileno=os.dup(connection.fileno()))

    def cut(self) -> None:
        """End it: whoever reads or writes gets nothing more."""
        self.cut_off = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def over(self) -> None:
        """Let go of the connection, which may serve other calls."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close()


_local = threading.local()


def present_call() -> Call:
    """The call that this thread is making."""
    call: Call = _local.call
    return call


class Deadlines:
    """Watches calls in a thread of its own, which ends when nothing is on its way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: set[Call] = set()
        self._watched = False

    @contextmanager
    def within(self, seconds: float) -> Iterator[Call]:
        """Make a call in this block, and in this thread, that is cut off after so many seconds."""
        call = Call(time.monotonic() + seconds)
        _local.call = call
        self._add(call)
        try:
            yield call
        finally:
            with self._lock:
                self._calls.discard(call)
                call.over()

    def cut_all(self) -> None:
        """End everything now."""
        with self._lock:
            for call in self._calls:
                call.cut()

    def _add(self, call: Call) -> None:
        with self._lock:
            self._calls.add(call)
            if self._watched:
                return
            self._watched = True
        threading.Thread(target=self._watch, name="deadlines", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(WATCH_SECONDS)
            moment = time.monotonic()
            with self._lock:
                if not self._calls:
                    self._watched = False
                    return
                for call in self._calls:
                    if call.ends <= moment:
                        call.cut()
