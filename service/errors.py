"""Every failure in one shape: `application/problem+json` (RFC 9457).

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "…", "errors": {…}}

`errors` comes with 422 only and maps the path of a field (`author.name`, `rules.2.when.risk`) to
what is wrong with it. What nobody expected is answered with a fixed sentence; its text, which may
hold anything, goes to the log alone.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from flask import Flask, Response, request
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from service.flow.refused import Refused
from service.google import GoogleError, failure, sendable, speaks_google

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
WHOLE_REQUEST: Final = "request"
"""The name under which `errors` speaks of the request as a whole."""

MOST_DRAINED: Final = 4 * 1024 * 1024
CHUNK: Final = 64 * 1024

STATUS_OF_REFUSAL: Final = {
    "invalid": 422,
    "forbidden": 403,
    "closed": 403,
    "not_found": 404,
    "conflict": 409,
}

TOO_LARGE_AS_GOOGLE: Final = "Request payload size exceeds the limit: 1114112 bytes."
SENTENCES: Final = {
    400: "The request could not be understood.",
    401: "Please sign in, or send a valid API key.",
    403: "You may not do this.",
    404: "There is nothing at this address.",
    405: "This address does not take {method} requests.",
    413: "The request is too large: at most {most} kB are taken.",
    415: "The body must be JSON, sent with Content-Type: application/json.",
    422: "The request has mistakes: see errors.",
    429: "Too many requests. Please wait a moment and try again.",
    500: "Something went wrong on our side. It has been logged; please try again.",
    503: "The service cannot reach its database. Please try again in a moment.",
}


def problem(
    status: int, detail: str | None = None, errors: Mapping[str, list[str]] | None = None
) -> Response:
    """An answer in the one shape of all failures, or in Google's to whom speaks that."""
    sentence = detail or SENTENCES.get(status, HTTPStatus(status).description)
    if speaks_google():
        return failure(status, TOO_LARGE_AS_GOOGLE if status == 413 else sentence)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sendable(sentence),
    }
    if errors is not None:
        body["errors"] = {
            sendable(path): [sendable(message) for message in messages]
            for path, messages in errors.items()
        }
    answer = Response(orjson.dumps(body), status, content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def attach_errors(app: Flask) -> None:
    """Give `app` the handlers that turn every failure into a problem."""
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(GoogleError, GoogleError.answer)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(Exception, _unexpected)


def paths(messages: Any, path: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages, flat: `{"author": {"name": […]}}` to `{"author.name": […]}`."""
    if not isinstance(messages, dict):
        return {path or WHOLE_REQUEST: [str(message) for message in _as_list(messages)]}
    flat: dict[str, list[str]] = {}
    for name, inner in messages.items():
        below = path if name == "_schema" else f"{path}.{name}" if path else str(name)
        flat |= paths(inner, below)
    return flat


def _as_list(messages: Any) -> list[Any]:
    return messages if isinstance(messages, list) else [messages]


def _invalid(error: ValidationError) -> Response:
    return problem(422, errors=paths(error.messages))


def _refused(refused: Refused) -> Response:
    status = STATUS_OF_REFUSAL[refused.kind]
    if status == 422:
        return problem(422, errors={refused.field or WHOLE_REQUEST: [refused.message]})
    return problem(status, refused.message)


def _too_large(_error: RequestEntityTooLarge) -> Response:
    """Read what still comes, within bounds: a client that is still sending reads no answer."""
    stream = request.environ["wsgi.input"]
    left = MOST_DRAINED
    while left > 0 and (chunk := stream.read(min(CHUNK, left))):
        left -= len(chunk)
    most = (request.max_content_length or 0) // 1024
    return problem(413, SENTENCES[413].replace("{most}", str(most)))


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error  # a redirect
    known = error.description not in (None, type(error).description)
    detail = error.description if known else SENTENCES.get(error.code)
    answer = problem(error.code, detail and detail.replace("{method}", request.method))
    for name, value in error.get_headers():
        if name != "Content-Type":
            answer.headers[name] = value
    return answer


def _no_database(error: OperationalError) -> Response:
    log.error("the database does not answer", exc_info=error)
    answer = problem(503)
    answer.headers["Retry-After"] = "5"
    return answer


def _unexpected(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500)
