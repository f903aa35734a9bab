"""Programs that receive webhooks, each in a process of its own, and who stands before them."""

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

from tests.running_server import free_port, wait_until
from tests.service.webhooks.receiver import Answer, Got

ROOT = Path(__file__).parent.parent.parent
CONSUMER = ROOT / "examples" / "webhook_consumer.py"
START_SECONDS = 60


@dataclass(frozen=True)
class Program:
    """A program that listens; what it printed so far is in `log`."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        """Where webhooks lead to."""
        return f"http://127.0.0.1:{self.port}/hook"

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """One request; raises where no answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, {}, response.read()
        finally:
            connection.close()


@contextmanager
def running(
    command: Sequence[str | Path], folder: Path, port: int, **variables: str
) -> Iterator[Program]:
    """Run a program in `folder` while the block works, once it listens on `port`."""
    program = Program(port, folder / "printed.txt")
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | variables, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: _listens(process, program), START_SECONDS, program.log.read_text)
        yield program
    finally:
        process.terminate()
        process.wait(START_SECONDS)


@contextmanager
def consuming(folder: Path, secret: str, port: int) -> Iterator[Program]:
    """The example consumer, with its table in `folder`."""
    command: list[str | Path]
    command = [sys.executable, "-m", "flask", "--app", CONSUMER, "run", "--port", str(port)]
    with running(command, folder, port, WEBHOOK_SECRET=secret) as program:
        yield program


def _listens(process: subprocess.Popen[bytes], program: Program) -> bool:
    assert process.poll() is None, program.log.read_text()
    try:
        socket.create_connection(("127.0.0.1", program.port), 1).close()
    except OSError:
        return False
    return True


@dataclass
class Front:
    """Stands before a consumer as a bad network does: loses requests, loses answers, repeats.

    What it verifies with the official library, it keeps.
    """

    consumer: int = field(default_factory=free_port)
    """The port of the consumer."""
    secret: str = ""
    fails: float = 0.5
    """The share of requests that Belowline is answered an error to."""
    seen: dict[str, Got] = field(default_factory=dict)
    """The latest request of each id that was well signed."""
    forged: list[Got] = field(default_factory=list)
    requests: int = 0
    refused: int = 0
    _chance: random.Random = field(default_factory=lambda: random.Random(6))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, got: Got) -> Answer:
        """Verify, pass on or not, answer or not as the consumer did."""
        if len(got.body) < int(got.headers["content-length"]):
            return 400, {}, b""  # its sender was killed before it was out: that is no request yet
        with self._lock:
            self.requests += 1
            failing, passing = self._chance.random() < self.fails, self._chance.random() < 0.5
            self.refused += failing
            self._verify(got)
        if not failing or passing:
            status = self._pass_on(got)
        return (500, {}, b"bad luck") if failing else (status, {}, b"")

    def _verify(self, got: Got) -> None:
        try:
            Webhook(self.secret).verify(got.body, got.headers)
        except (WebhookVerificationError, ValueError):
            self.forged.append(got)
        else:
            self.seen[got.headers["webhook-id"]] = got

    def _pass_on(self, got: Got) -> int:
        program = Program(self.consumer, Path(os.devnull))
        return program.ask("POST", "/hook", got.headers, got.body)[0]
