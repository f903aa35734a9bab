"""One request to an endpoint, and what came back.

The connection is made here, to an address that was judged a moment before; the certificate is
still checked against the name. Redirects are not followed: they would lead around the guard.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from typing import Any, TypeAlias

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader, ProtocolError, SSLError

from service.webhooks.addresses import AddressRefused, Guard, Target, target_of
from service.webhooks.deadline import Call, Deadlines, present_call

# Its warnings hold whole URLs, and whatever a receiver answered.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

TIMEOUT_S = 15.0
"""For everything together: the name, the connection, TLS, the request and the answer."""

MOST_READ = 64 * 1024
MOST_KEPT = 2000
"""Characters of an answer that the log keeps."""

MOST_HEADERS_KEPT, LONGEST_NAME_KEPT, LONGEST_HEADER_KEPT = 30, 100, 300
LONGEST_TRY_S = 3.0
"""For connecting to one of several addresses, while there are others."""

MOST_POOLS = 500
"""Endpoints to which connections are kept open; the longest unused ones are closed."""

AT_ONCE = 4
"""Requests on their way to one endpoint."""

Pool: TypeAlias = urllib3.HTTPConnectionPool


@dataclass(frozen=True)
class Answer:
    """What came of a request: a status where anything answered in time, else an error in words."""

    took_ms: int = 0
    address: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    error: str | None = None

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Sends, and keeps connections open in between."""

    def __init__(self, guard: Guard, *, timeout_s: float = TIMEOUT_S) -> None:
        """`guard` judges every address that is connected to."""
        self._guard = guard
        self._timeout_s = timeout_s
        self._deadlines = Deadlines()
        self._lock = threading.Lock()
        self._pools: dict[object, tuple[str, Pool]] = {}

    def post(self, key: object, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send `body` to `url`; `key` (whose endpoint it is) says which connections to use."""
        began = time.monotonic()
        with self._deadlines.within(self._timeout_s) as call:
            try:
                target = target_of(url)
                answer = self._answer(call, self._pool(key, url, target), target, headers, body)
            except (AddressRefused, OSError, HTTPError, HTTPException) as error:
                answer = Answer(error=self._in_words(call, error))
            took_ms = round((time.monotonic() - began) * 1000)
            return replace(answer, took_ms=took_ms, address=call.address)

    def stop(self) -> None:
        """End what is still on its way."""
        self._deadlines.cut_all()

    def _pool(self, key: object, url: str, target: Target) -> Pool:
        with self._lock:
            kept = self._pools.pop(key, None)
            if kept is None or kept[0] != url:
                kept = (url, _pool(target, self._guard))
            self._pools[key] = kept  # as the newest
            while len(self._pools) > MOST_POOLS:
                self._pools.pop(next(iter(self._pools)))[1].close()
        return kept[1]

    def _answer(
        self, call: Call, pool: Pool, target: Target, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        try:
            response = _request(call, pool, target, headers, body)
        except ProtocolError:
            if call.connected_anew or call.cut_off:
                raise
            # The receiver had closed a connection that was kept open: that is no answer yet.
            response = _request(call, pool, target, headers, body)
        told = {
            _kept(name, LONGEST_NAME_KEPT): _kept(value, LONGEST_HEADER_KEPT)
            for name, value in response.headers.items()
        }
        return Answer(
            status=response.status,
            headers=dict(list(told.items())[:MOST_HEADERS_KEPT]),
            body=_body(response),
            error=_why_no_success(response.status),
        )

    def _in_words(self, call: Call, error: Exception) -> str:
        if isinstance(error, AddressRefused):
            return str(error)
        if call.cut_off or isinstance(error, TimeoutError) or "timed out" in str(error):
            return f"No answer within {self._timeout_s:g} seconds."
        if isinstance(error, SSLError):
            return _kept(f"TLS failed: {error}", MOST_KEPT)
        if isinstance(error, ProtocolError | HTTPException | InvalidHeader):
            # Without its words: they are the receiver's, who may repeat what it was told.
            return f"The answer was broken off or no HTTP ({_kind(error)})."
        return _kept(f"No connection: {getattr(error, 'strerror', None) or error}", MOST_KEPT)


def _request(
    call: Call, pool: Pool, target: Target, headers: Mapping[str, str], body: bytes
) -> urllib3.BaseHTTPResponse:
    left = call.left()
    return pool.urlopen(
        "POST",
        target.path,
        body=body,
        headers=headers,
        retries=False,
        redirect=False,
        timeout=urllib3.Timeout(connect=left, read=left),
        preload_content=False,
        decode_content=False,
    )


def _body(response: urllib3.BaseHTTPResponse) -> str:
    """The beginning; who is still sending then, or breaks off, has answered nonetheless."""
    content = b""
    whole = False
    with suppress(HTTPError, HTTPException, OSError):
        content = response.read(MOST_READ, decode_content=False)
        whole = len(content) < MOST_READ
    if whole:
        response.release_conn()
    else:
        response.close()
    return _kept(content.decode("utf-8", "replace"), MOST_KEPT)


def _why_no_success(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return f"Answered {status}: redirects are not followed."
    return f"Answered {status}."


def _kind(error: Exception) -> str:
    """What went wrong, as the system calls it or by name; urllib3 wraps it in an error of its own."""
    inner = next((each for each in error.args if isinstance(each, Exception)), error)
    return getattr(inner, "strerror", None) or type(inner).__name__


def _kept(text: str, most: int) -> str:
    """As much as the log keeps, without what no database takes."""
    return text[:most].replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _pool(target: Target, guard: Guard) -> Pool:
    options: dict[str, Any] = {"maxsize": AT_ONCE, "guard": guard}
    if target.scheme == "https":
        return _HttpsPool(
            target.host, target.port, cert_reqs=ssl.CERT_REQUIRED, assert_hostname=None, **options
        )
    return _HttpPool(target.host, target.port, **options)


class _Guarded(HTTPConnection):
    """A connection to an address that its guard allows, made in the time of the present call."""

    def __init__(self, *arguments: Any, guard: Guard, **options: Any) -> None:
        self._guard = guard
        self._address: str | None = None
        super().__init__(*arguments, **options)

    def request(self, *arguments: Any, **options: Any) -> None:
        """Send over the connection, kept open or new."""
        if self.sock is not None:
            present_call().goes_over(self.sock, self._address)
        super().request(*arguments, **options)

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]
        """Wait for the answer; urllib3 goes on to here although the receiver has hung up."""
        if self.sock is None:
            raise ConnectionResetError("the receiver hung up")
        response = super().getresponse()
        if present_call().cut_off:
            response.close()
            raise TimeoutError  # to http.client, headers that we cut off have come to their end
        return response

    def _new_conn(self) -> socket.socket:
        """What urllib3 calls to connect, with TLS and without."""
        call = present_call()
        call.connected_anew = True
        addresses = self._guard.addresses_of(self.host, self.port)
        for tried, address in enumerate(addresses[:-1], start=1):
            with suppress(OSError):
                return self._connected(call, address, others=len(addresses) - tried)
        return self._connected(call, addresses[-1])

    def _connected(self, call: Call, address: str, others: int = 0) -> socket.socket:
        """Connect, in a time that leaves as much for each of the other addresses."""
        left = call.left()
        most = min(LONGEST_TRY_S, left / (others + 1)) if others else left
        connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        try:
            call.goes_over(connection, address)
            connection.settimeout(most)
            connection.connect((address, self.port))
            connection.settimeout(call.left())
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            connection.close()
            raise
        self._address = address
        return connection


class _GuardedTls(_Guarded, HTTPSConnection):
    """The same with TLS, for the name and not for the address."""


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Guarded


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _GuardedTls
