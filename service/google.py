"""Failures as Google's interfaces tell them, for clients that were written for one of those.

    {"error": {"code": 400, "message": "…", "status": "INVALID_ARGUMENT", "details": [{…}]}}

Everything below `/v1alpha1` answers so, an unknown address and a fault of ours included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from flask import Response, request

PREFIX: Final = "/v1alpha1"
VERBS: Final = ("analyze", "suggestscore")
BATCH: Final = "/batch"
CONTENT_TYPE: Final = "application/json; charset=UTF-8"
SERVICE: Final = "commentanalyzer.googleapis.com"
"""Whose errors these look like; clients may compare it."""

STATUSES: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}

TYPE: Final = "type.googleapis.com/google."
FALSE: Final = ("false", "0")

Detail = dict[str, Any]


class GoogleError(Exception):
    """A request that is answered with one of Google's errors."""

    def __init__(
        self,
        code: int,
        message: str,
        *details: Detail,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`code` is the HTTP status; the status in words follows from it."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details
        self.headers = dict(headers or {})

    def answer(self) -> Response:
        """It as an answer."""
        response = failure(self.code, self.message, self.details)
        response.headers.update(self.headers)
        return response


def speaks_google() -> bool:
    """Whether the request that is being handled wants its failures so."""
    return f"{request.path}/".startswith(f"{PREFIX}/")


def takes_as_google() -> bool:
    """Whether the body of the request may be as large as Google takes it."""
    return request.path in (BATCH, *(f"{PREFIX}/comments:{verb}" for verb in VERBS))


def failure(code: int, message: str, details: Sequence[Detail] = ()) -> Response:
    """An answer in the shape of all of Google's failures."""
    error: dict[str, Any] = {
        "code": code,
        "message": sendable(message),
        "status": STATUSES.get(code, "INTERNAL"),
    }
    if details:
        error["details"] = list(details)
    return told({"error": error}, code)


def told(said: Mapping[str, Any], code: int = 200) -> Response:
    """An answer as Google's: on many lines, unless the client asks for one."""
    wanted = request.args.get("prettyPrint", request.args.get("$prettyPrint", "true"))
    option = 0 if wanted.lower() in FALSE else orjson.OPT_INDENT_2
    body = orjson.dumps(said, option=option | orjson.OPT_APPEND_NEWLINE)
    answer = Response(body, code, content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def sendable(text: str) -> str:
    """A text that may quote the request, without the half characters that no encoding has."""
    return text.encode("utf-8", "replace").decode()


def of_analyzer(error_type: str, **more: Any) -> Detail:
    """The detail with which the comment analyzer said what kind of error it was."""
    return {"@type": f"{TYPE}commentanalyzer.v1alpha1.Error", "errorType": error_type} | more


def of_reason(reason: str, **metadata: str) -> Detail:
    """The detail with which the machinery before it did."""
    return {
        "@type": f"{TYPE}rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": SERVICE} | metadata,
    }


def of_fields(violations: Sequence[tuple[str, str]]) -> Detail:
    """The detail that names fields, each with its path (“” is the request) and what is wrong."""
    return {
        "@type": f"{TYPE}rpc.BadRequest",
        "fieldViolations": [
            ({"field": sendable(path)} if path else {}) | {"description": sendable(says)}
            for path, says in violations
        ],
    }
