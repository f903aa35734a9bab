"""The Perspective interface in the OpenAPI document: its calls read and answer in their own way."""

from __future__ import annotations

from typing import Any

import marshmallow

from service.google import CONTENT_TYPE
from service.schemas import perspective as schemas
from service.schemas.base import Strict

SECURITY: list[dict[str, list[str]]] = [
    {"keyInAddress": []},
    {"keyInHeader": []},
    {"apiKey": []},
]
SECURITY_SCHEMES = {
    "keyInAddress": {
        "type": "apiKey",
        "in": "query",
        "name": "key",
        "description": "Below `/v1alpha1` only. Proxies may log it; a header they do not.",
    },
    "keyInHeader": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Goog-Api-Key",
        "description": "Below `/v1alpha1` only.",
    },
}
FAILURES = {
    "400": "The request is wrong, or the key is; `details` say how.",
    "403": "There is no key.",
    "413": "More than a megabyte.",
    "429": "The quota of the key is used up. `Retry-After` says for how long.",
    "500": "Something went wrong on our side.",
    "503": "No classifier is there, or too much is asked of it.",
}
PARAMETERS = [
    {
        "in": "query",
        "name": "alt",
        "description": "Only json.",
        "schema": {"type": "string", "enum": ["json"]},
    },
    {
        "in": "query",
        "name": "prettyPrint",
        "description": "false: the answer on one line. Other parameters of Google's are ignored.",
        "schema": {"type": "string"},
    },
]


def _operation(takes: type[Strict], tells: type[Strict], told: str) -> dict[str, Any]:
    return {
        "security": SECURITY,
        "parameters": PARAMETERS,
        "requestBody": {"required": True, "content": {"application/json": {"schema": takes}}},
        "responses": {
            "200": {"description": told, "content": _json(tells)},
            **{
                status: {"description": says, "content": _json(schemas.GoogleFailure)}
                for status, says in FAILURES.items()
            },
        },
    }


def _json(schema: type[marshmallow.Schema]) -> dict[str, Any]:
    return {CONTENT_TYPE: {"schema": schema}}


ANALYZE = _operation(
    schemas.AnalyzeCommentRequest,
    schemas.AnalyzeCommentResponse,
    "The scores. The header `X-Belowline-Held` names the reason where scores of 1.0 stand for "
    "what could not be read (language, attribute, absent, failed, busy).",
)
SUGGEST = _operation(
    schemas.SuggestCommentScoreRequest,
    schemas.SuggestCommentScoreResponse,
    "The suggestion is kept.",
)
