"""The process that listens: granian in front of one worker process, which holds the app.

    python -m service.serve HOST PORT THREADS

`belowline serve` becomes this process once everything is prepared. What the preparation had
imported is gone then, so the parent stays small; it only starts the worker, passes the end on to
it and replaces it should it die.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

if TYPE_CHECKING:
    from flask import Flask

CONNECTIONS = 4096
"""Open connections; further ones wait. Readers' browsers keep theirs for `IDLE_MS` after a page."""

IDLE_MS = 30_000
MOST_HEADER_BYTES = 64 * 1024
STOP_SECONDS = 8
"""How long the worker may finish what is in hand; container engines wait 10 s before they kill."""


def main() -> None:
    """Listen until SIGTERM or SIGINT."""
    host, port, threads = sys.argv[1:]
    _allow_open_files(2 * CONNECTIONS)
    server = Granian(
        "service.app",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        blocking_threads=int(threads),
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(
            header_read_timeout=IDLE_MS, max_buffer_size=MOST_HEADER_BYTES
        ),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=load_app, wrap_loader=False)


def load_app() -> Flask:
    """Make the app, in the worker process."""
    # Until granian sets its own handlers, those of the parent are inherited, and would swallow
    # the signal that asks this process to end.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _die_with(multiprocessing.parent_process())
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for package in ("service", "models", "moderation"):
        logging.getLogger(package).setLevel(logging.INFO)
    # Imported here, because the parent needs nothing of it.
    from service.access.bodies import attach_bodies  # noqa: PLC0415
    from service.app import JOBS, create_app  # noqa: PLC0415
    from service.settings import read_settings  # noqa: PLC0415

    settings = read_settings(os.environ)
    app = create_app(settings)
    attach_bodies(app, settings.threads)
    jobs = app.extensions.get(JOBS)
    if jobs is not None:
        # Runs when the last request is answered; a forked process runs no `atexit`.
        Finalize(None, jobs.stop, exitpriority=10)
    # What stays for good is not looked through again: that took a tenth of a second each time.
    gc.collect()
    gc.freeze()
    return app


def _die_with(parent: BaseProcess | None) -> None:
    """End at once when the parent is killed: an orphan would hold the port against the next start.

    Whatever it has in hand is safe in the database, as with any crash.
    """

    def wait_and_die(parent: BaseProcess) -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)

    if parent is not None:
        name = "die-with-parent"
        threading.Thread(target=wait_and_die, args=[parent], name=name, daemon=True).start()


def _allow_open_files(wanted: int) -> None:
    """Raise the soft limit of open files, often 1024, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


if __name__ == "__main__":
    main()
