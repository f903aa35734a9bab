"""Parts of the OpenAPI document that no schema and no decorator knows of."""

from __future__ import annotations

from typing import Any

import marshmallow

ETAG = {
    "description": "Changes whenever the answer does.",
    "schema": {"type": "string"},
}
COPY = {
    200: {"headers": {"ETag": ETAG}},
    304: {"description": "You have the present copy."},
}
"""What a read with an ETag answers besides its schema."""

TEXT = {"type": "string"}
"""The schema of a page that is no JSON."""

IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "The ETag of the copy that you have.",
    "schema": {"type": "string"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "description": "The ETag of what you read; 412 says that somebody has changed it since.",
    "schema": {"type": "string"},
}
READER = {
    "in": "header",
    "name": "X-Belowline-Reader",
    "description": "The `reader_token` of this reader's first write.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "A new random text for each comment; a repeated send is answered as the first.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def query_of(schema: type[marshmallow.Schema]) -> dict[str, Any]:
    """The parameters of a query string."""
    return {"parameters": [{"in": "query", "schema": schema}, IF_NONE_MATCH]}


def cached(
    schema: type[marshmallow.Schema] | dict[str, str],
    description: str,
    content_type: str = "application/json",
) -> dict[str, Any]:
    """The answers of a read that has an ETag."""
    return {
        "200": {
            "description": description,
            "headers": {"ETag": ETAG},
            "content": {content_type: {"schema": schema}},
        },
        "304": {"description": "You have the present copy."},
        "404": "NOT_FOUND",
        "422": "UNPROCESSABLE_ENTITY",
        "default": "DEFAULT_ERROR",
    }
