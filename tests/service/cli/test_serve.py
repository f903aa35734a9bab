"""`belowline serve`: what the operator of a real process meets."""

import http.client
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from service.serve import MOST_HEADER_BYTES
from tests.running_server import BELOWLINE, Json, RunningServer, wait_until


@pytest.fixture
def restless(server: RunningServer) -> Iterator[RunningServer]:
    """A server that may be left dead, and is alive again afterwards."""
    yield server
    if server.process is None:
        server.start()


def answers(server: RunningServer) -> bool:
    """Whether anybody takes connections at the server's port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", server.port)) == 0


def workers(parent: int) -> list[int]:
    """The processes whose parent this is, as Linux tells."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")


def test_a_taken_port(server: RunningServer) -> None:
    """Who asks for a port that is taken is told so, rather than share it with whoever has it."""
    words = [str(BELOWLINE), "serve", "--port", str(server.port)]
    done = subprocess.run(
        words, env=server.environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"belowline: Cannot listen on 127.0.0.1:{server.port} (--host, --port): "
        "Address already in use.\n"
    )


def test_links_lead_to_where_it_listens(server: RunningServer) -> None:
    """Unless a public address is set, the links in events are those of the port that was chosen."""
    server.post("linked", "The ferry ran on time.")

    def events() -> list[Json]:
        told: list[Json] = server.as_admin("GET", "/api/v1/events").json()["items"]
        return told

    wait_until(lambda: bool(events()))
    links = events()[0]["data"]["comment"]["links"]
    assert links["queue"].startswith(f"{server.url}/queue?comment=")


def test_a_clean_end(restless: RunningServer) -> None:
    """SIGTERM ends it with exit code 0, and nobody is left at the port."""
    restless.get("/readyz")
    assert restless.stop() == 0
    assert not answers(restless)


@needs_proc
def test_no_orphan(restless: RunningServer) -> None:
    """When only the parent is killed the worker ends too, and the port is free for the next start."""
    assert restless.process is not None
    [worker] = workers(restless.process.pid)
    restless.process.kill()
    restless.process.wait()
    restless.process = None
    wait_until(lambda: not answers(restless), otherwise=lambda: f"{worker} still listens")
    restless.start()


@needs_proc
def test_a_worker_is_replaced(server: RunningServer) -> None:
    """When the worker dies another takes its place."""
    assert server.process is not None
    parent = server.process.pid
    [worker] = workers(parent)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: workers(parent) not in ([], [worker]))
    wait_until(lambda: answers(server) and server.request("GET", "/readyz").status == 200)


def test_what_is_in_hand_is_finished(restless: RunningServer) -> None:
    """A request that was being read when the end was asked for is still answered."""
    body = b'{"articles": ["a"]}'
    with closing(http.client.HTTPConnection("127.0.0.1", restless.port, timeout=30)) as connection:
        connection.putrequest("POST", "/api/v1/counts")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[:5])
        assert restless.get("/healthz")["status"] == "ok"  # by now the first one has been taken
        assert restless.process is not None
        restless.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not answers(restless))
        connection.send(body[5:])
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"counts":{"a":0}}')
    assert restless.process.wait(30) == 0
    restless.process = None


def test_a_body_that_is_too_large(server: RunningServer) -> None:
    """A client that sends 1 MB reads its 413, and may go on over the same connection."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        json = {"Content-Type": "application/json"}
        connection.request("POST", "/api/v1/comments", b"x" * 1_000_000, json)
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Content-Type"]) == (413, "application/problem+json")
        answer.read()
        local = connection.sock.getsockname()
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, connection.sock.getsockname()) == (200, local)


def test_half_sent_requests(server: RunningServer) -> None:
    """Clients that begin to post and never finish keep nobody from reading, and leave no trace."""
    half = b"POST /api/v1/comments HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
    half += b'Content-Type: application/json\r\n\r\n{"article'
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    try:
        for client in clients:
            client.sendall(half)
        for _ in range(3):
            assert server.get("/api/v1/counts?article=a") == {"counts": {"a": 0}}
        sent = {"article": "a", "body": "Words.", "author": {"name": "Ada"}}
        answer = server.request("POST", "/api/v1/comments", sent)
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    finally:
        for client in clients:
            client.close()
    wait_until(lambda: server.request("POST", "/api/v1/comments", sent).status == 201)


def test_headers_that_are_too_large(server: RunningServer) -> None:
    """Headers take a bounded amount of memory."""
    answer = server.request("GET", "/healthz", cookie="c" * 2 * MOST_HEADER_BYTES)
    assert answer.status == 431


def test_nothing_is_logged_of_requests(server: RunningServer) -> None:
    """Addresses that are asked for, which may hold keys, stay out of the log."""
    server.request("POST", "/v1alpha1/comments:analyze?key=bl_geheim", {})
    server.request("GET", "/api/v1/counts?article=geheim")
    assert "geheim" not in server.log


def test_the_first_run(tmp_path: Path) -> None:
    """The first run makes a moderator, whose password it prints once, and a demonstration;

    another, on a host that is named, serves what is there.
    """
    server = RunningServer(tmp_path)
    first = started(server)
    assert f"{server.url}/demo" in first
    password = re.search(r"as editor@example\.com with the password\s+(\S+)", first)
    assert password is not None
    sent = {"email": "editor@example.com", "password": password[1]}
    assert server.request("POST", "/api/v1/session", sent).status == 200
    assert server.get("/api/v1/counts?article=demo-night-ferry")["counts"]["demo-night-ferry"] > 9
    assert server.request("GET", "/demo").status == 200
    assert server.stop() == 0
    second = started(server, "--host", "localhost")
    assert f"http://localhost:{server.port}/queue" in second
    assert "password" not in second
    assert server.stop() == 0


def started(server: RunningServer, *words: str) -> str:
    """Start it as `make run` does, wait until it is ready, and see what it said until then."""
    log = server.folder / "first.log"
    with log.open("wb") as out:
        server.process = subprocess.Popen(
            [BELOWLINE, "serve", "--first-run", "--port", str(server.port), *words],
            env=server.environ, cwd=server.folder, stdout=out, stderr=out,
        )  # fmt: skip
    wait_until(lambda: answers(server) and server.request("GET", "/readyz").status == 200, 60)
    return log.read_text()
