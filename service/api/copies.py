"""Pages as copies of bytes, kept in this process by everything that they depend on.

A key holds the versions of all that a page is made of. What changes gets another key, so nothing
is ever invalidated by hand; what is no longer asked for falls out at the end.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

import marshmallow
from flask import Response, request

from service.api.answers import JSON, already_has, copy_of, etag_of
from service.api.blueprint import StrictParser

MOST_BYTES = 32 * 1024 * 1024
LONGEST_KEPT_QUERY = 2000

Key = tuple[Hashable, ...]

_parser = StrictParser()


class Copies:
    """Bodies with their ETags, the least recently used dropped beyond a number of bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """`most_bytes` bounds the bodies together."""
        self._most = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[str, bytes]] = OrderedDict()

    def answer(
        self, key: Key, make: Callable[[], bytes], cache_control: str, content_type: str = JSON
    ) -> Response:
        """The page of that key, made when it is not there; 304 to a client that has it."""
        kept = self._get(key)
        if kept is None:
            etag = etag_of(repr(key).encode())
            if already_has(etag):
                return copy_of(b"", etag, cache_control)
            kept = (etag, make())
            self._put(key, kept)
        etag, body = kept
        return copy_of(body, etag, cache_control, content_type)

    def _get(self, key: Key) -> tuple[str, bytes] | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _put(self, key: Key, kept: tuple[str, bytes]) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._bytes += len(kept[1])
            while self._bytes > self._most:
                _, (_, body) = self._kept.popitem(last=False)
                self._bytes -= len(body)


COPIES = Copies()
"""Those of this process, for every kind of page; the first part of a key names the kind."""


def asked(schema: type[marshmallow.Schema]) -> dict[str, Any]:
    """This request's query string, checked. The same string is checked once; do not change it."""
    query = request.query_string
    if len(query) > LONGEST_KEPT_QUERY:
        return _checked(schema, query)
    return _kept_checked(schema, query)


def _checked(schema: type[marshmallow.Schema], _query: bytes) -> dict[str, Any]:
    checked: dict[str, Any] = _parser.parse(schema(), request, location="query")
    return checked


_kept_checked = lru_cache(maxsize=2048)(_checked)
