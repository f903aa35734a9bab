"""A request ends in time and says what came of it, whatever the other side does."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from service.webhooks.addresses import Guard
from service.webhooks.send import MOST_KEPT, Answer, Sender
from tests.running_server import free_port
from tests.service.webhooks.receiver import listening, read_request, receiving

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
HERE = Guard(LOOPBACK)
PATIENCE = 0.6
"""Seconds instead of 15, so that tests need not wait."""


def post(url: str, guard: Guard = HERE, timeout_s: float = 10) -> Answer:
    """One request by a sender of its own."""
    return Sender(guard, timeout_s=timeout_s).post("e", url, {"x-test": "1"}, b"{}")


def said(answer: Answer) -> str:
    """The error, which must be there."""
    assert answer.error is not None
    return answer.error


def test_a_request_is_answered() -> None:
    """Status, headers and the beginning of the body come back, with the address."""
    with receiving(lambda got: (201, {"X-Seen": got.headers["x-test"]}, got.body)) as receiver:
        answer = post(receiver.url)
    assert (answer.status, answer.body, answer.error) == (201, "{}", None)
    assert answer.headers["X-Seen"] == "1"
    assert answer.address == "127.0.0.1"
    assert answer.delivered


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    """Wherever they lead: the answer itself is the failure."""
    with (
        receiving() as inner,
        receiving(lambda _got: (status, {"Location": inner.url}, b"")) as outer,
    ):
        answer = post(outer.url)
        assert answer.status == status
        assert not answer.delivered
        assert "redirects are not followed" in said(answer)
        assert inner.got == []


@pytest.mark.parametrize("status", [200, 204, 304, 400, 404, 500, 503])
def test_only_2xx_is_delivered(status: int) -> None:
    """Nothing from 300 on is."""
    with receiving(lambda _got: (status, {}, b"")) as receiver:
        assert post(receiver.url).delivered is (status < 300)


def _raw(answer: bytes) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(answer)

    return serve


def _never(connection: socket.socket) -> None:
    read_request(connection)
    connection.recv(1)


def _in_drops(connection: socket.socket) -> None:
    read_request(connection)
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok":
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def _after_the_timeout(connection: socket.socket) -> None:
    read_request(connection)
    time.sleep(3 * PATIENCE)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


def _reads_nothing(connection: socket.socket) -> None:
    time.sleep(3 * PATIENCE)


def _half_of_the_headers(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Half: of")
    connection.recv(1)


def _resets(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


@pytest.mark.parametrize(
    "serve",
    [_never, _in_drops, _after_the_timeout, _reads_nothing, _half_of_the_headers],
    ids=lambda each: each.__name__,
)
def test_no_answer_in_time_is_a_failure(serve: Callable[[socket.socket], None]) -> None:
    """Silence, an answer drop by drop, and one that comes too late end at the same moment."""
    with listening(serve) as url:
        answer = post(url, timeout_s=PATIENCE)
    assert answer.status is None
    assert "No answer within 0.6 seconds" in said(answer)
    assert answer.took_ms >= PATIENCE * 1000


GARBAGE = {
    "bytes": b"\x00\xff garbage \r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "a status that is none": b"HTTP/1.1 banana\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok",
    "nothing": b"",
    "half a line": b"HTTP/1.1 2",
    "500 headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    "a huge header": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_a_failure(kind: str) -> None:
    """What is no HTTP, or ends in the middle of it, is told as that."""
    with listening(_raw(GARBAGE[kind])) as url:
        answer = post(url)
    assert not answer.delivered
    assert "broken off or no HTTP" in said(answer)


def test_an_error_repeats_nothing_that_a_receiver_said() -> None:
    """It may have been a reader's words."""
    with listening(lambda connection: connection.sendall(read_request(connection))) as url:
        answer = post(url)
    assert "broken off or no HTTP" in said(answer)
    assert "/hook" not in said(answer)


def test_names_of_headers_are_kept_short_and_broken_ones_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither the table of attempts nor the log of the service is for a receiver to fill."""
    lines = b"X" * 5000 + b": y\r\nSECRET without a colon\r\n"
    answers = b"HTTP/1.1 200 OK\r\n" + lines + b"Content-Length: 0\r\n\r\n"
    with listening(_raw(answers)) as url:
        answer = post(f"{url}?token=SECRET")
    assert answer.delivered
    assert max(len(name) for name in answer.headers) == 100
    assert "SECRET" not in caplog.text


def test_a_reset_is_a_failure() -> None:
    """Who hangs up at once has taken nothing."""
    with listening(_resets) as url:
        answer = post(url)
    assert not answer.delivered
    assert said(answer)


def test_of_ten_megabytes_64_kilobytes_are_read() -> None:
    """A large answer is an answer; most of it is never read, and little is kept."""
    sent = threading.Event()

    def serve(connection: socket.socket) -> None:
        read_request(connection)
        try:
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + b"x" * 10_000_000
            )
            sent.set()
        except OSError:
            pass

    with listening(serve) as url:
        answer = post(url)
    assert answer.delivered
    assert answer.body == "x" * MOST_KEPT
    assert not sent.is_set(), "all of it was read"


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 100\r\n\r\nshort",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x00",
    ],
    ids=["too short", "no chunk", "no gzip"],
)
def test_who_breaks_off_after_the_status_has_answered(rest: bytes) -> None:
    """The status says that it was taken; what is wrong with the rest changes nothing."""
    with listening(_raw(b"HTTP/1.1 200 OK\r\n" + rest)) as url:
        assert post(url).delivered


def test_an_endless_body_ends_in_time() -> None:
    """The status was there in time, and so it counts."""

    def serve(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    with listening(serve) as url:
        answer = post(url, timeout_s=PATIENCE)
    assert answer.delivered
    assert answer.took_ms < 5000


def test_nobody_listens() -> None:
    """A closed port is a failure like any other."""
    answer = post(f"http://127.0.0.1:{free_port()}/")
    assert answer.status is None
    assert "refused" in said(answer)


def test_an_answer_is_kept_as_text_that_a_database_takes() -> None:
    """Whatever bytes came."""
    with receiving(lambda _got: (500, {}, b"a\0b\xff\xfe")) as receiver:
        answer = post(receiver.url)
    assert answer.body == "a\ufffdb\ufffd\ufffd"


def test_connections_are_kept_open() -> None:
    """Two requests need one connection, and a closed one is no failure."""
    connections: list[int] = []

    def serve(connection: socket.socket) -> None:
        connections.append(1)
        for _ in range(2):
            read_request(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    sender = Sender(HERE)
    with listening(serve) as url:
        answers = [sender.post("e", url, {}, b"{}") for _ in range(5)]
    assert all(answer.delivered for answer in answers)
    assert len(connections) == 3


# Into nobody's network


def test_the_address_that_was_judged_is_the_one_connected_to() -> None:
    """A name that changes its answer after the check leads nowhere else."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with receiving() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        answer = post(f"http://hooks.example:{port}/hook", Guard(LOOPBACK, resolve))
        assert answer.delivered
        assert answer.address == "127.0.0.1"
        assert asked == ["hooks.example"], "the name is resolved once for a connection"
        assert receiver.got[0].headers["host"] == f"hooks.example:{port}"


def test_a_name_that_turned_inward_is_refused_when_connecting() -> None:
    """Public when the endpoint was made, inner when the request is: nothing is connected to."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    guard = Guard((), lambda _host, _port: next(answers))
    with receiving() as receiver:
        url = receiver.url.replace("127.0.0.1", "hooks.example")
        guard.check(url)
        answer = post(url, guard)
        assert answer.status is None
        assert "127.0.0.1 is this machine itself" in said(answer)
        assert answer.address is None
        assert receiver.got == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "[::1]"],
)
def test_no_form_of_this_machine_is_connected_to(host: str) -> None:
    """Not even where such a URL came into the database some other way."""
    with receiving() as receiver:
        answer = post(receiver.url.replace("127.0.0.1", host), Guard())
        assert answer.status is None
        assert said(answer)
        assert receiver.got == []


def test_another_address_is_tried_where_the_first_does_not_answer() -> None:
    """All of them were judged together."""
    with receiving() as receiver:
        guard = Guard(LOOPBACK, lambda _host, _port: ["127.0.0.9", "127.0.0.1"])
        answer = post(receiver.url.replace("127.0.0.1", "hooks.example"), guard)
    assert answer.address == "127.0.0.1"
    assert answer.delivered


def test_an_address_that_swallows_everything_leaves_time_for_the_others() -> None:
    """It gets its share of the time, not all of it; the log names the one that answered."""
    with receiving() as receiver, _swallowing(int(receiver.url.split(":")[2][:-5])) as hole:
        guard = Guard(LOOPBACK, lambda _host, _port: [hole, "127.0.0.1"])
        answer = post(receiver.url.replace("127.0.0.1", "hooks.example"), guard, timeout_s=2)
    assert answer.delivered, answer.error
    assert answer.address == "127.0.0.1"


@contextmanager
def _swallowing(port: int) -> Iterator[str]:
    """An address of this machine where a connection is neither taken nor refused."""
    address, waiting = "127.0.0.9", []
    with socket.socket() as listener:
        listener.bind((address, port))
        listener.listen(0)
        try:
            for _ in range(4):
                waiting.append(socket.socket())
                waiting[-1].setblocking(False)
                waiting[-1].connect_ex((address, port))
            yield address
        finally:
            for each in waiting:
                each.close()
