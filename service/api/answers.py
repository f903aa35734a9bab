"""Answers as bytes: JSON by orjson, ETags, and 304 where the client has the same bytes."""

from __future__ import annotations

from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import orjson
from flask import Response, request
from flask.json.provider import JSONProvider

JSON = "application/json"


def _build() -> str:
    try:
        return version("belowline")
    except PackageNotFoundError:
        return "0.0.0"


BUILD = _build()
"""The version of this program: another one may write the same page with other bytes."""


class Json(JSONProvider):
    """orjson for everything that Flask writes and reads."""

    def dumps(self, obj: Any, **_kwargs: Any) -> str:
        """`obj` as JSON text."""
        return orjson.dumps(obj, default=str).decode()

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:
        """What a JSON text says."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """`obj` as an answer."""
        content = orjson.dumps(self._prepare_response_obj(args, kwargs), default=str)
        return Response(content, content_type=JSON)


def etag_of(*parts: bytes) -> str:
    """A strong ETag over these bytes, with its quotes."""
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part)
    return f'"{digest.hexdigest()}"'


def copy_of(body: bytes, etag: str, cache_control: str, content_type: str = JSON) -> Response:
    """An answer that is the same for everybody: these bytes, or 304 to whom has them."""
    headers = {"ETag": etag, "Cache-Control": cache_control}
    if already_has(etag):
        return Response(status=304, headers=headers)
    return Response(body, content_type=content_type, headers=headers)


def already_has(etag: str) -> bool:
    """Whether the client's copy is the one of this ETag."""
    known = request.environ.get("HTTP_IF_NONE_MATCH")
    if known is None:
        return False
    if known == etag:
        return True
    return known.strip() == "*" or request.if_none_match.contains_weak(etag.strip('"'))


def private(response: Response) -> Response:
    """Keep what concerns one person out of every cache; for `after_request`."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def copy_of_json(told: Any, cache_control: str) -> Response:
    """`told` as JSON bytes, with an ETag over them."""
    body = orjson.dumps(told)
    return copy_of(body, etag_of(body), cache_control)
