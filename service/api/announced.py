"""The `webhooks` section of the OpenAPI document: what Belowline sends by itself."""

from __future__ import annotations

from typing import Any

import flask_smorest

from moderation.events import TYPES
from service.schemas.event_examples import example_of
from service.schemas.events import name_of, schema_of

HEADERS = (
    ("webhook-id", "The event's id, the same in every attempt.", "string"),
    ("webhook-timestamp", "When this attempt was made, in Unix seconds.", "integer"),
    ("webhook-signature", "`v1,` and base64; during a rotation two, with a space between.", "string"),
)  # fmt: skip


def describe_webhooks(api: flask_smorest.Api) -> None:
    """Add an entry for each type of event, with its schema and an example."""
    for type_ in TYPES:
        api.spec.components.schema(name_of(type_), schema=schema_of(type_))
    api.spec.options["webhooks"] = {type_: {"post": _operation(type_)} for type_ in TYPES}


def _operation(type_: str) -> dict[str, Any]:
    body = {
        "schema": {"$ref": f"#/components/schemas/{name_of(type_)}"},
        "example": example_of(type_),
    }
    return {
        "summary": type_,
        "description": "Sent to every webhook that asked for it, at least once. "
        "Signed as Standard Webhooks 1.0.0.",
        "tags": ["webhooks"],
        "parameters": [
            {
                "in": "header",
                "name": name,
                "required": True,
                "description": description,
                "schema": {"type": kind},
            }
            for name, description, kind in HEADERS
        ],
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {
            "2XX": {"description": "It was taken."},
            "410": {"description": "Send nothing here any more: the webhook is disabled."},
            "default": {"description": "It is sent again, over three days."},
        },
    }
