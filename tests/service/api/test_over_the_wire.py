"""What only a real server with a real connection shows."""

import http.client
import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.running_server import RunningServer

pytestmark = pytest.mark.slow

MEGABYTE = json.dumps({"article": "a", "body": "x" * 1_000_000, "author": {"name": "A"}}).encode()


def connected(server: RunningServer) -> http.client.HTTPConnection:
    """A connection to the server."""
    return http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)


def chunks(body: bytes) -> Iterator[bytes]:
    """A body in pieces of 16 kB."""
    for start in range(0, len(body), 16_384):
        yield body[start : start + 16_384]


@pytest.mark.parametrize("path", ["/api/v1/comments", "/api/v1/session", "/nowhere"])
def test_who_sends_a_megabyte_reads_their_413(server: RunningServer, path: str) -> None:
    """The body is drained, so the client that is still sending gets its answer."""
    connection = connected(server)
    connection.request("POST", path, MEGABYTE, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()

    assert answer.status == 413
    assert told["title"] == "Request Entity Too Large"


@pytest.mark.parametrize(("body", "status"), [(MEGABYTE, 413), (b'{"body": "A fair point."}', 200)])
def test_a_body_may_come_in_chunks(server: RunningServer, body: bytes, status: int) -> None:
    """It is read to its end; to leave the length unsaid helps nobody past the limit."""
    connection = connected(server)
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    connection.request("POST", "/api/v1/preview", chunks(body), headers, encode_chunked=True)
    answer = connection.getresponse()
    answer.read()
    connection.close()

    assert answer.status == status


def test_a_connection_goes_on_after_a_413(server: RunningServer) -> None:
    """The next request on it is answered as if nothing had been."""
    connection = connected(server)
    connection.request("POST", "/api/v1/comments", MEGABYTE, {"Content-Type": "application/json"})
    connection.getresponse().read()
    connection.request("GET", "/api/v1/counts?article=a")
    answer = connection.getresponse()
    answer.read()
    connection.close()

    assert answer.status == 200


def test_a_small_body_that_nobody_reads_does_no_harm(server: RunningServer) -> None:
    """A refusal before the body was read leaves the connection usable."""
    connection = connected(server)
    for _ in range(3):
        connection.request("POST", "/api/v1/decisions", b"x" * 60_000)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 401
    connection.close()


def test_a_304_has_no_body(server: RunningServer) -> None:
    """Not even a length that a client would wait for."""
    etag = server.request("GET", "/api/v1/counts?article=a").headers["etag"]
    answer = server.request("GET", "/api/v1/counts?article=a", if_none_match=etag)

    assert (answer.status, answer.body) == (304, b"")


def test_head_is_get_without_a_body(server: RunningServer) -> None:
    """The same headers."""
    got = server.request("GET", "/api/v1/comments?article=a")
    head = server.request("HEAD", "/api/v1/comments?article=a")

    assert head.body == b""
    assert head.headers["etag"] == got.headers["etag"]


def test_what_is_no_http_is_no_crash(server: RunningServer) -> None:
    """The server goes on after a client that speaks something else."""
    host = urlsplit(server.url)
    with socket.create_connection((host.hostname, host.port), timeout=30) as connection:
        connection.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        connection.recv(1000)

    assert server.request("GET", "/healthz").status == 200
