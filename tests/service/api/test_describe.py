"""Calls are described as they answer."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.service.someone import ONE_DATABASE, Json, Someone, approved, errors

pytestmark = ONE_DATABASE


@pytest.fixture
def paths(client: FlaskClient) -> Json:
    """The calls of the OpenAPI document."""
    document: Any = client.get("/api/v1/openapi.json").json
    paths: Json = document["paths"]
    return paths


@pytest.mark.parametrize("below", ["", "/replies"])
def test_what_answers_304_says_so(reader: Someone, admin: Someone, paths: Json, below: str) -> None:
    """A read with an ETag is described with it, with If-None-Match and with 304."""
    path = f"/api/v1/comments/{approved(reader, admin)['comment']['id']}{below}"
    etag = reader.get(path).headers["ETag"]
    described = paths[f"/api/v1/comments/{{comment_id}}{below}"]["get"]

    assert reader.get(path, if_none_match=etag).status_code == 304
    assert "content" not in described["responses"]["304"]
    assert "ETag" in described["responses"]["200"]["headers"]
    assert "If-None-Match" in [each["name"] for each in described["parameters"]]


def test_what_refuses_a_parameter_says_so(admin: Someone, paths: Json) -> None:
    """Every call of the API refuses what it does not know, and is described with 422."""
    assert "zzz" in errors(admin.get("/api/v1/webhooks?zzz=1"))

    for path, calls in paths.items():
        for method, described in calls.items():
            if path.startswith("/api/v1/") and method != "parameters":
                assert "422" in described["responses"], (method, path)


@pytest.mark.parametrize(
    ("path", "required"),
    [
        ("decisions/{decision_id}/undo", False),
        ("webhooks/{webhook_id}/rotate-secret", False),
        ("webhooks/{webhook_id}/test", False),
        ("deliveries/{delivery_id}/replay", False),
        ("decisions", True),
    ],
)
def test_a_body_that_may_be_left_out_says_so(paths: Json, path: str, required: bool) -> None:
    """Where the address can say it all, the body is described as one that need not be there."""
    assert paths[f"/api/v1/{path}"]["post"]["requestBody"].get("required", False) is required
