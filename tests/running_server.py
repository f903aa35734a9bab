"""The real `belowline serve`, in a process of its own, as an operator starts it."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BELOWLINE = Path(sys.executable).with_name("belowline")
READY_SECONDS = 60
Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers in lower case, and the bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Moderator:
    """What a moderator types to sign in."""

    email: str
    password: str


@dataclass
class RunningServer:
    """One instance folder and the process that serves it, on a port of its own."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=lambda: free_port())  # noqa: PLW0108 - it is defined below
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def instance(self) -> Path:
        """The folder of all its data."""
        return self.folder / "instance"

    @property
    def environ(self) -> dict[str, str]:
        """The environment of its process, and of the commands beside it."""
        own = {name: value for name, value in os.environ.items() if "BELOWLINE_" not in name}
        chosen = {"BELOWLINE_INSTANCE": str(self.instance), "BELOWLINE_RATE_LIMITS": "off"}
        return own | chosen | {"HF_HUB_OFFLINE": "1"} | dict(self.variables)

    @property
    def log(self) -> str:
        """All that the process has said, over every start."""
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> "RunningServer":
        """Start the process (in a group of its own) and wait until it says it is ready."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [BELOWLINE, "serve", "--host", "127.0.0.1", "--port", str(self.port)],
                env=self.environ, cwd=self.folder, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_until(self._is_ready, READY_SECONDS, lambda: f"not ready; it said:\n{self.log}")
        return self

    @contextmanager
    def running(self) -> Iterator["RunningServer"]:
        """Start it, and after the block have it end in good order."""
        try:
            yield self.start()
        finally:
            code = self.stop()
        assert code == 0, self.log

    def stop(self) -> int:
        """Ask it to end, as a service manager does (SIGTERM); its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the whole process group at once (SIGKILL): nothing of it can tidy up."""
        self._end(signal.SIGKILL)

    def command(self, *words: str, text: str = "") -> str:
        """What `belowline` with these words prints, given `text` to read; it must succeed."""
        done = subprocess.run(
            [BELOWLINE, *words], env=self.environ, cwd=self.folder, input=text,
            capture_output=True, text=True, check=False, timeout=READY_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, f"belowline {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    @cached_property
    def moderator(self) -> Moderator:
        """A moderator of every site, made by the command line when first asked for."""
        someone = Moderator("moderator@example.org", secrets.token_urlsafe(12))
        self.command("moderator", "add", someone.email, "--password-stdin", text=someone.password)
        return someone

    @cached_property
    def api_key(self) -> str:
        """The key of an admin, made by the command line when first asked for."""
        return self.command("api-key", "create", "--name", "tests", "--role", "admin").strip()

    def request(self, method: str, path: str, sent: object = None, **headers: str) -> Answer:
        """One request on a connection of its own; `sent` goes out as JSON.

        Headers are named in Python's way: ``if_none_match`` is ``If-None-Match``.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = None if sent is None else json.dumps(sent)
        if body is not None:
            named.setdefault("content-type", "application/json")
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            lower = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, lower, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Any:
        """The JSON at `path`, which must be there (200)."""
        answer = self.request("GET", path, **headers)
        assert answer.status == 200, answer
        return answer.json()

    def as_admin(self, method: str, path: str, sent: object = None) -> Answer:
        """A request with the admin's key."""
        return self.request(method, path, sent, authorization=f"Bearer {self.api_key}")

    def post(
        self,
        article: str,
        body: str,
        *,
        name: str = "Ada",
        parent_id: str | None = None,
        token: str | None = None,
    ) -> Json:
        """Post a comment as a reader does; the answer, which must be a 201."""
        sent: Json = {"article": article, "body": body, "author": {"name": name}}
        if parent_id is not None:
            sent["parent_id"] = parent_id
        headers = {} if token is None else {"x_belowline_reader": token}
        answer = self.request("POST", "/api/v1/comments", sent, **headers)
        assert answer.status == 201, answer
        created: Json = answer.json()
        return created

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"it ended by itself; it said:\n{self.log}"
        try:
            return self.request("GET", "/readyz").status == 200
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> int:
        if self.process is None:
            return 0
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        code = self.process.wait(timeout=READY_SECONDS)
        self.process = None
        return code


def wait_until(
    condition: Callable[[], bool],
    seconds: float = 15,
    otherwise: Callable[[], str] = lambda: "it did not happen",
) -> None:
    """Wait for what must happen soon; after `seconds` without it, fail with `otherwise`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.05)


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
