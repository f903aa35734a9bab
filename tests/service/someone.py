"""Somebody who calls the API in a test, always with the same headers."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Json = dict[str, Any]


@dataclass
class Someone:
    """A client with headers of its own, which speaks JSON."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read."""
        return self.call("GET", path, **headers)

    def post(self, path: str, sent: Any = None, **headers: str) -> TestResponse:
        """Add."""
        return self.call("POST", path, sent, **headers)

    def put(self, path: str, sent: Any = None, **headers: str) -> TestResponse:
        """Set."""
        return self.call("PUT", path, sent, **headers)

    def patch(self, path: str, sent: Any = None, **headers: str) -> TestResponse:
        """Change."""
        return self.call("PATCH", path, sent, **headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        """Take away."""
        return self.call("DELETE", path, **headers)

    def call(self, method: str, path: str, sent: Any = None, **headers: str) -> TestResponse:
        """One request; headers are named in Python's way (`if_none_match`)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if sent is not None:
            named["Content-Type"] = "application/json"
        body = None if sent is None else json.dumps(sent)
        return self.client.open(path, method=method, headers={**self.headers, **named}, data=body)


def with_key(client: FlaskClient, text: str) -> Someone:
    """Another system, with its key."""
    return Someone(client, {"Authorization": f"Bearer {text}"})


def comment(**changed: Any) -> Json:
    """A comment as a reader sends it, with whatever a test changes about it."""
    return {"article": "story-1", "body": "A fair point.", "author": {"name": "Ada"}} | changed


def posted(reader: Someone, **changed: Any) -> Json:
    """Post a comment, which must be taken; the answer."""
    answer = reader.post("/api/v1/comments", comment(**changed))
    assert answer.status_code == 201, answer.text
    created: Json = answer.json
    return created


def errors(answer: TestResponse) -> Json:
    """What a 422 says is wrong, by field."""
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    found: Json = answer.json["errors"]
    return found


ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For tests of what no database has a say in."""


def decided(admin: Someone, action: str, *comment_ids: str) -> list[Json]:
    """Decide comments, which must all be taken; the decisions."""
    items = [{"comment_id": id_} for id_ in comment_ids]
    answer = admin.post("/api/v1/decisions", {"items": items, "action": action})
    assert answer.status_code == 200, answer.text
    assert answer.json["conflicts"] == []
    decisions: list[Json] = answer.json["decisions"]
    return decisions


def approved(reader: Someone, admin: Someone, **changed: Any) -> Json:
    """Post a comment and have it approved; the answer to its author."""
    created = posted(reader, **changed)
    decided(admin, "approve", created["comment"]["id"])
    return created


def as_author(reader: Someone, created: Json) -> Someone:
    """The author of a comment, known by their token."""
    return Someone(reader.client, {"X-Belowline-Reader": created["reader_token"]})
