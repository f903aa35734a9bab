"""Several calls of the Perspective interface in one request, as Google's client libraries send them.

    --boundary                                      --boundary
    Content-Type: application/http                  Content-Type: application/http
    Content-ID: <base + 1>                          Content-ID: <response-base + 1>

    POST /v1alpha1/comments:analyze?key=… HTTP/1.1  HTTP/1.1 200 OK
    Content-Type: application/json                  Content-Type: application/json

    {"comment": …}                                  {"attributeScores": …}

Each is answered as if it had come alone, one after the other, with its own key and its own quota.
"""

from __future__ import annotations

import io
import secrets
from email.message import Message
from email.parser import BytesParser
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, request

from service.api.answers import private
from service.api.blueprint import Blueprint, documented
from service.google import PREFIX, GoogleError, failure

CALLS = (f"{PREFIX}/comments:analyze", f"{PREFIX}/comments:suggestscore")
KIND = "multipart/mixed"
PASSED_ON = ("authorization", "x-goog-api-key")

Environ = dict[str, Any]

blueprint = Blueprint("batch", __name__, description="For Google's client libraries.")
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
    answers = b"".join(_part(boundary, part) for part in _parts())
    body = b"%s--%s--\r\n" % (answers, boundary.encode())
    return Response(body, content_type=f'{KIND}; boundary="{boundary}"')


def _parts() -> list[Message]:
    """The requests in this one; raises a `GoogleError` where it is none of this kind."""
    head = f"Content-Type: {request.headers.get('Content-Type', '')}\r\n\r\n".encode()
    whole = BytesParser().parsebytes(head + request.get_data())
    said = whole.get_payload() if whole.get_content_type() == KIND else None
    parts = [part for part in said if isinstance(part, Message)] if isinstance(said, list) else []
    if not parts:
        raise GoogleError(400, f"Failed to parse batch request, error: expected {KIND}.")
    return parts


def _part(boundary: str, part: Message) -> bytes:
    """The answer to one of them, as a part of ours."""
    answer = _answered(part)
    status = HTTPStatus(answer.status_code)
    asked_as = "".join(str(part.get("Content-ID", "")).splitlines())
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


def _answered(part: Message) -> Response:
    said = part.get_payload(decode=True)
    line, _, rest = (said if isinstance(said, bytes) else b"").lstrip().partition(b"\n")
    method, _, target = line.decode("latin-1").strip().partition(" ")
    path, _, query = target.partition(" ")[0].partition("?")
    if method != "POST" or path not in CALLS:
        return failure(404, "Only calls of the Perspective interface can be batched.")
    inner = BytesParser().parsebytes(rest)
    body = inner.get_payload(decode=True)
    environ = _environ(path, query, inner, body if isinstance(body, bytes) else b"")
    # In contexts of its own: nothing of one call is left to the next.
    with current_app.app_context(), current_app.request_context(environ):
        return current_app.full_dispatch_request()


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
