"""Several calls of the Perspective interface in one request, as Google's client libraries send them.

    --boundary                                      --boundary
    Content-Type: application/http                  Content-Type: application/http
    Content-ID: <base + 1>                          Content-ID: <response-base + 1>

    POST /v1alpha1/comments:analyze?key=… HTTP/1.1  HTTP/1.1 200 OK
    Content-Type: application/json                  Content-Type: application/json

    {"comment": …}                                  {"attributeScores": …}

Each is answered as if it had come alone, one after the other, with its own key and its own quota.
A batch may take a thread for many seconds, so only a few are answered at once.
What moderators decide together is elsewhere: batches.py.
"""

from __future__ import annotations

import io
import re
import secrets
from email.message import Message
from email.parser import BytesHeaderParser
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, request

from service.access.running import places
from service.api.answers import private
from service.api.blueprint import Blueprint, documented
from service.flow.live import TooBusy
from service.google import PREFIX, GoogleError, failure

CALLS = (f"{PREFIX}/comments:analyze", f"{PREFIX}/comments:suggestscore")
KIND = "multipart/mixed"
PASSED_ON = ("authorization", "x-goog-api-key")
MOST = 1000
"""Calls at once, as with Google."""

BUSY = "The service is currently unavailable: enough batches are being answered."
EMPTY_LINE = re.compile(rb"(?:\A|\r?\n)\r?\n")

Environ = dict[str, Any]

blueprint = Blueprint("google_batch", __name__, description="For Google's client libraries.")
blueprint.after_request(private)


@blueprint.route("/batch", methods=["POST"])
@documented(
    requestBody={"content": {KIND: {"schema": {"type": "string"}}}},
    responses={
        "200": {
            "description": "The answers, each under the id of its request.",
            "content": {KIND: {"schema": {"type": "string"}}},
        },
        "default": "DEFAULT_ERROR",
    },
)
def batch() -> Response:
    """Do several calls of the Perspective interface, together at most a megabyte."""
    boundary = f"batch_{secrets.token_hex(16)}"
    parts = _parts()
    try:
        with places().place_for_many():
            answers = b"".join(_part(boundary, part) for part in parts)
    except TooBusy as busy:
        raise GoogleError(503, BUSY, headers={"Retry-After": "1"}) from busy
    body = b"%s--%s--\r\n" % (answers, boundary.encode())
    return Response(body, content_type=f'{KIND}; boundary="{boundary}"')


def _parts() -> list[bytes]:
    """The requests in this one; raises a `GoogleError` where it is none of this kind."""
    about = Message()
    about["Content-Type"] = request.headers.get("Content-Type", "")
    boundary = about.get_boundary("").encode("utf-8", "replace")
    if about.get_content_type() != KIND or not boundary:
        raise _no_batch(f"expected {KIND} with a boundary")
    line = rb"(?:\A|\r?\n)--%s(?:--)?[ \t]*(?:\r?\n|\Z)" % re.escape(boundary)
    # Before the first line of a boundary and behind the last is nothing that counts.
    parts = re.split(line, request.get_data(), maxsplit=MOST + 2)[1:-1]
    if not 1 <= len(parts) <= MOST:
        raise _no_batch(f"expected 1 to {MOST} calls")
    return parts


def _no_batch(why: str) -> GoogleError:
    return GoogleError(400, f"Failed to parse batch request, error: {why}.")


def _part(boundary: str, part: bytes) -> bytes:
    """The answer to one of them, as a part of ours."""
    about, call = _cut(part)
    answer = _answered(call)
    status = HTTPStatus(answer.status_code)
    asked_as = "".join(str(about.get("Content-ID", "")).splitlines())
    lines = [
        f"--{boundary}",
        "Content-Type: application/http",
        *([f"Content-ID: <response-{asked_as.lstrip('<')}"] if asked_as else []),
        "",
        f"HTTP/1.1 {status.value} {status.phrase}",
        *(f"{name}: {value}" for name, value in answer.headers.items()),
        *("", ""),
    ]
    return "\r\n".join(lines).encode() + answer.get_data() + b"\r\n"


def _answered(call: bytes) -> Response:
    line, _, rest = call.lstrip().partition(b"\n")
    method, _, target = line.decode("latin-1").strip().partition(" ")
    path, _, query = target.partition(" ")[0].partition("?")
    if method != "POST" or path not in CALLS:
        return failure(404, "Only calls of the Perspective interface can be batched.")
    environ = _environ(path, query, *_cut(rest))
    # In contexts of its own: nothing of one call is left to the next.
    with current_app.app_context(), current_app.request_context(environ):
        return current_app.full_dispatch_request()


def _cut(data: bytes) -> tuple[Message, bytes]:
    """The headers at its beginning, and what comes behind the empty line."""
    head, body = [*EMPTY_LINE.split(data, maxsplit=1), b""][:2]
    return BytesHeaderParser().parsebytes(head), body


def _environ(path: str, query: str, inner: Message, body: bytes) -> Environ:
    """The request as if it had come alone, on the connection of the whole."""
    outer = request.environ
    environ = {
        name: value
        for name, value in outer.items()
        if not name.startswith(("HTTP_", "werkzeug.", "flask."))
    }
    environ |= {
        f"HTTP_{name.upper().replace('-', '_')}": inner[name] for name in PASSED_ON if inner[name]
    }
    return environ | {
        "HTTP_HOST": outer.get("HTTP_HOST", ""),
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": inner.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
