"""Load: the same few connections, each sending its next request when it has its answer.

`wrk` does it where it is installed; a client of our own does it elsewhere, whose Python takes more
of the machine from the server. Posts are always sent by our own, which reads every answer. Only
this machine is ever asked.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("wrk.lua")
TIMEOUT_S = 30


@dataclass(frozen=True)
class Asked:
    """One request. A body is JSON."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back, the moments around it (Unix time), and how long it took in seconds."""

    status: int
    body: bytes
    asked_at: float
    answered_at: float

    @property
    def seconds(self) -> float:
        """From asking to the last byte."""
        return self.answered_at - self.asked_at

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Load:
    """What a load measured. `wrong` counts answers that were none of 2xx or 3xx, or did not come."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    wrong: int

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return (self.requests - self.wrong) / self.seconds


class Connection:
    """One connection to 127.0.0.1, opened again whenever the server has closed it."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def ask(self, asked: Asked, asked_at: float | None = None) -> Answer:
        """The answer; status 0 where none came. `asked_at` is when it should have been asked."""
        start = time.time() if asked_at is None else asked_at
        headers = dict(asked.headers)
        if asked.body:
            headers["Content-Type"] = "application/json"
        try:
            self._http.request(asked.method, asked.path, asked.body.encode() or None, headers)
            response = self._http.getresponse()
            return Answer(response.status, response.read(), start, time.time())
        except (OSError, http.client.HTTPException):
            self._http.close()
            return Answer(0, b"", start, time.time())

    def close(self) -> None:
        """Let go."""
        self._http.close()


def ask(port: int, asked: Asked) -> Answer:
    """One request on a connection of its own."""
    connection = Connection(port)
    try:
        return connection.ask(asked)
    finally:
        connection.close()


def client_name() -> str:
    """What asks for the reads, in words."""
    return "reads asked for by wrk" if shutil.which("wrk") else "reads asked for by Python"


def load(port: int, asked: Sequence[Asked], seconds: float, connections: int) -> Load:
    """Ask these in turn, over and over, for so many seconds."""
    if shutil.which("wrk"):
        return _by_wrk(port, asked, seconds, connections)
    numbers = itertools.count()
    answers = in_turn(port, lambda: asked[next(numbers) % len(asked)], seconds, connections)
    return measured(answers)


def in_turn(
    port: int, following: Callable[[], Asked], seconds: float, connections: int
) -> list[Answer]:
    """Every answer of a load by our own client; `following` gives each next request."""
    end = time.monotonic() + seconds

    def work(connection: Connection, answers: list[Answer]) -> None:
        while time.monotonic() < end:
            answers.append(connection.ask(following()))

    return _in_threads(port, work, connections)


def at_rate(
    port: int, following: Callable[[], Asked], rate: float, seconds: float, connections: int
) -> list[Answer]:
    """So many requests a second whether or not the answers keep up, as readers do.

    Each takes from the moment it was due, so that waiting for a free connection counts.
    """
    numbers = itertools.count()
    start, number = time.time() + 0.1, int(rate * seconds)

    def work(connection: Connection, answers: list[Answer]) -> None:
        while (mine := next(numbers)) < number:
            due = start + mine / rate
            time.sleep(max(0.0, due - time.time()))
            answers.append(connection.ask(following(), due))

    return _in_threads(port, work, connections)


def measured(answers: Sequence[Answer]) -> Load:
    """The figures of such a load."""
    wrong = sum(not 200 <= answer.status < 400 for answer in answers)
    span = max(a.answered_at for a in answers) - min(a.asked_at for a in answers)
    p50, p99 = percentile(answers, 50), percentile(answers, 99)
    return Load(len(answers), span, p50, p99, wrong)


def percentile(answers: Sequence[Answer], share: float) -> float:
    """How many milliseconds this share (in per cent) of the answers took at most."""
    taken = sorted(answer.seconds for answer in answers)
    return taken[min(len(taken) - 1, int(len(taken) * share / 100))] * 1000


def _in_threads(
    port: int, work: Callable[[Connection, list[Answer]], None], connections: int
) -> list[Answer]:
    answers: list[list[Answer]] = [[] for _ in range(connections)]
    opened = [Connection(port) for _ in range(connections)]
    threads = [
        threading.Thread(target=work, args=pair, daemon=True)
        for pair in zip(opened, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for connection in opened:
        connection.close()
    return [answer for some in answers for answer in some]


def _by_wrk(port: int, asked: Sequence[Asked], seconds: float, connections: int) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as requests:
        requests.writelines(f"{each.method}\t{each.path}\t{each.body}\n" for each in asked)
        requests.flush()
        done = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"),
                *(f"--timeout={TIMEOUT_S}s", "-s", str(SCRIPT), f"http://127.0.0.1:{port}"),
            ],
            env=os.environ | {"BENCH_REQUESTS": requests.name},
            capture_output=True, text=True, check=True, timeout=seconds + 2 * TIMEOUT_S,
        )  # fmt: skip
    return Load(**json.loads(done.stdout.splitlines()[-1]))
