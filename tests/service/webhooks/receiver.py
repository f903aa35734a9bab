"""Who is told: real servers on this machine, well-behaved and otherwise."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

Json = dict[str, Any]


@dataclass(frozen=True)
class Got:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Json:
        """What it says."""
        read: Json = orjson.loads(self.body)
        return read

    @property
    def type(self) -> str:
        """The type of the event."""
        return str(self.json["type"])


Answer = tuple[int, dict[str, str], bytes]
OK: Answer = (200, {}, b"thanks")


@dataclass
class Receiver:
    """A web server that keeps what it gets; `answer` says what it thinks of each request."""

    answer: Callable[[Got], Answer] = lambda _got: OK
    got: list[Got] = field(default_factory=list)
    most_at_once: int = 0
    url: str = ""
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def bodies(self, type_: str | None = None) -> list[Json]:
        """What the requests said, in order, perhaps those of one type."""
        return [got.json for got in list(self.got) if type_ in (None, got.type)]

    def handle(self, got: Got) -> Answer:
        """Keep a request and answer it."""
        with self._lock:
            self.got.append(got)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return self.answer(got)
        finally:
            with self._lock:
                self._at_once -= 1


@contextmanager
def receiving(
    answer: Callable[[Got], Answer] = lambda _got: OK, tls: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    """A receiver on a port of its own, with keep-alive, and with TLS if wanted."""
    receiver = Receiver(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, extra, content = receiver.handle(Got(self.path, headers, body, time.time()))
            with suppress(OSError):
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **extra}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

        def handle_error(self, *_args: Any) -> None:
            """Who talks to us may leave without a word."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/hook"
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does with each connection whatever it likes; its URL."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:

        def accept() -> None:
            while not over.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=use, args=[connection], daemon=True).start()

        def use(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                serve(connection)

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)


def read_request(connection: socket.socket) -> bytes:
    """A whole request: its head and as much as it says that there is."""
    content = b""
    while b"\r\n\r\n" not in content:
        content += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = content.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
