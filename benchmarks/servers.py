"""Processes that serve, each on a free port of 127.0.0.1, ended by their process id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.client import Answer, Asked, ask

READY_S = 90
STOP_S = 20


class Server:
    """A process that has begun to serve on `port`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    @property
    def pid(self) -> int:
        """The id of the process that was started; it may have started more."""
        return self.process.pid

    def ask(self, asked: Asked) -> Answer:
        """One request."""
        return ask(self.port, asked)

    def stop(self) -> int:
        """End it as a service manager does; its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()


@contextmanager
def serving(
    command: Callable[[int], Sequence[str | Path]],
    folder: Path,
    log: str,
    ready: Callable[[Server], bool],
    variables: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run the command for a free port in `folder` while the block works."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("BELOWLINE_")}
    with (folder / log).open("wb") as output:
        process = subprocess.Popen(
            command(port), cwd=folder, env=own | dict(variables or {}),
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    server = Server(process, port, folder / log)
    try:
        _wait(server, ready)
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(path: str) -> Callable[[Server], bool]:
    """Ready is who answers 200 there."""
    return lambda server: server.ask(Asked(path)).status == 200


def _wait(server: Server, ready: Callable[[Server], bool]) -> None:
    end = time.monotonic() + READY_S
    while not ready(server):
        if server.process.poll() is not None or time.monotonic() > end:
            said = server.log.read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"the server is not ready; it said:\n{said[-2000:]}")
        time.sleep(0.1)
