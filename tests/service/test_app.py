"""What the app is made of."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from models.database import db
from service.app import MOST_BYTES, create_app
from service.settings import Settings, read_settings
from tests.service.someone import ONE_DATABASE, Someone, comment


@pytest.fixture
def plain_settings(migrated_sqlite: Path, tmp_path: Path) -> Settings:
    """Settings of an instance on SQLite, for what no database has a say in."""
    return read_settings(
        {
            "BELOWLINE_INSTANCE": str(tmp_path),
            "BELOWLINE_DATABASE_URL": f"sqlite:///{migrated_sqlite}",
            "BELOWLINE_JOBS": "off",
        }
    )


CALLS = (
    "GET /articles/comments.html",
    "GET /articles/comments.atom",
    "GET /comments.atom",
    "GET /api/v1/comments",
    "POST /api/v1/comments",
    "GET /api/v1/comments/{comment_id}",
    "GET /api/v1/comments/{comment_id}/replies",
    "PATCH /api/v1/comments/{comment_id}",
    "DELETE /api/v1/comments/{comment_id}",
    "PUT /api/v1/comments/{comment_id}/vote",
    "POST /api/v1/comments/{comment_id}/flags",
    "GET /api/v1/comments/{comment_id}/explanation",
    "GET /api/v1/comments/{comment_id}/thread",
    "GET /api/v1/comments/{comment_id}/history",
    "GET /api/v1/counts",
    "POST /api/v1/counts",
    "POST /api/v1/preview",
    "GET /api/v1/session",
    "POST /api/v1/session",
    "DELETE /api/v1/session",
    "GET /api/v1/queue",
    "GET /api/v1/queue/totals",
    "GET /api/v1/queue/leases",
    "POST /api/v1/queue/leases",
    "PUT /api/v1/queue/leases",
    "DELETE /api/v1/queue/leases",
    "GET /api/v1/queue/filters",
    "POST /api/v1/queue/filters",
    "DELETE /api/v1/queue/filters/{filter_id}",
    "GET /api/v1/queue/uncovered",
    "POST /api/v1/queue/uncovered",
    "POST /api/v1/decisions",
    "POST /api/v1/decisions/{decision_id}/undo",
    "POST /api/v1/decisions/undo",
    "POST /api/v1/batches",
    "POST /api/v1/batches/{batch_id}/undo",
    "GET /api/v1/restrictions",
    "POST /api/v1/restrictions",
    "DELETE /api/v1/restrictions/{restriction_id}",
    "GET /api/v1/rules",
    "PUT /api/v1/rules",
    "POST /api/v1/rules/try",
    "GET /api/v1/words",
    "GET /api/v1/words/{name}",
    "PUT /api/v1/words/{name}",
    "DELETE /api/v1/words/{name}",
    "GET /api/v1/changes",
    "GET /api/v1/stats",
    "GET /api/v1/sites",
    "POST /api/v1/sites",
    "GET /api/v1/sites/{name}",
    "PATCH /api/v1/sites/{name}",
    "GET /api/v1/articles",
    "PUT /api/v1/articles",
    "PATCH /api/v1/articles",
    "GET /api/v1/moderators",
    "POST /api/v1/moderators",
    "GET /api/v1/moderators/{moderator_id}",
    "PATCH /api/v1/moderators/{moderator_id}",
    "DELETE /api/v1/moderators/{moderator_id}",
    "GET /api/v1/api-keys",
    "POST /api/v1/api-keys",
    "PATCH /api/v1/api-keys/{key_id}",
    "DELETE /api/v1/api-keys/{key_id}",
    "GET /api/v1/webhooks",
    "POST /api/v1/webhooks",
    "GET /api/v1/webhooks/{webhook_id}",
    "PATCH /api/v1/webhooks/{webhook_id}",
    "DELETE /api/v1/webhooks/{webhook_id}",
    "POST /api/v1/webhooks/{webhook_id}/rotate-secret",
    "POST /api/v1/webhooks/{webhook_id}/test",
    "POST /api/v1/webhooks/{webhook_id}/replay",
    "GET /api/v1/webhooks/{webhook_id}/deliveries",
    "GET /api/v1/deliveries/{delivery_id}",
    "POST /api/v1/deliveries/{delivery_id}/replay",
    "GET /api/v1/events",
    "GET /api/v1/notices",
    "POST /api/v1/score",
    "POST /v1alpha1/comments:analyze",
    "POST /v1alpha1/comments:suggestscore",
    "GET /$discovery/rest",
    "POST /batch",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
)
PROTECTED = (
    "queue", "decisions", "batches", "restrictions", "rules", "words", "changes", "stats", "sites",
    "articles", "moderators", "api-keys", "webhooks", "deliveries", "events", "notices", "score",
)  # fmt: skip


@ONE_DATABASE
def test_the_openapi_document_is_valid_and_complete(client: FlaskClient) -> None:
    """The document is OpenAPI 3.1, and names every call with its failures as problems."""
    document = client.get("/api/v1/openapi.json").json
    assert document is not None

    validate(document)
    assert document["openapi"].startswith("3.1")
    named = {
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert named == set(CALLS)
    for response in document["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


@ONE_DATABASE
def test_every_protected_call_says_so(client: FlaskClient) -> None:
    """A call that needs a session or a key is documented with both, and with 401 and 403."""
    document = client.get("/api/v1/openapi.json").json
    assert document is not None

    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters" and path.split("/")[3:4] and path.split("/")[3] in PROTECTED:
                assert {"apiKey": []} in operation["security"], (method, path)
                assert {"401", "403"} <= set(operation["responses"]), (method, path)


@ONE_DATABASE
@pytest.mark.parametrize("path", ["/", "/api/v1", "/api/v1/nothing", "/api/v2/comments"])
def test_an_unknown_address_is_a_problem(client: FlaskClient, path: str) -> None:
    """404 like every failure."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


@ONE_DATABASE
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/comments"),
        ("POST", "/api/v1/session"),
        ("PUT", "/api/v1/counts"),
        ("GET", "/nowhere"),
    ],
)
def test_a_megabyte_is_refused_anywhere(reader: Someone, method: str, path: str) -> None:
    """A body beyond 64 kB is 413 before anything else is looked at."""
    answer = reader.call(method, path, comment(body="x" * 1_000_000))

    assert answer.status_code == 413
    assert answer.json["detail"] == "The request is too large: at most 64 kB are taken."


@ONE_DATABASE
def test_64_kilobytes_are_read(reader: Someone) -> None:
    """A body just within the limit is judged by what it says."""
    sent = b'{"body": "' + b"x" * (MOST_BYTES - 12) + b'"}'
    answer = reader.client.post("/api/v1/preview", data=sent, content_type="application/json")

    assert len(sent) == MOST_BYTES
    assert answer.status_code == 422


def test_the_database_is_prepared(app: Flask, settings: Settings) -> None:
    """The app's own connections cannot write outside `writing()`, and suffice for its threads."""
    with app.app_context():
        assert isinstance(db.engine.pool, QueuePool)
        assert db.engine.pool.size() >= settings.threads + 8
        if settings.embedded:
            with db.engine.connect() as connection:
                assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
                with pytest.raises(DBAPIError, match="readonly"):
                    connection.execute(text("DELETE FROM sites"))


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, "10.0.0.9 http inner:8000"),
        (1, "203.0.113.7 https news.example"),
        (2, "192.0.2.1 https a"),
    ],
)
def test_only_configured_proxies_are_believed(
    plain_settings: Settings, proxies: int, seen: str
) -> None:
    """Address, scheme and host come from as many proxies as the operator has, and no more."""
    app = create_app(replace(plain_settings, trusted_proxies=proxies))
    app.add_url_rule("/seen", view_func=_what_is_seen)

    answer = app.test_client().get(
        "/seen",
        headers={
            "Host": "inner:8000",
            "X-Forwarded-For": "192.0.2.1, 203.0.113.7",
            "X-Forwarded-Proto": "https, https",
            "X-Forwarded-Host": "a, news.example",
        },
        environ_base={"REMOTE_ADDR": "10.0.0.9"},
    )

    assert answer.text == seen


def test_jobs_run_where_they_are_wanted(plain_settings: Settings) -> None:
    """With jobs on the app brings its threads; off, none."""
    assert "belowline-jobs" not in create_app(plain_settings).extensions
    app = create_app(replace(plain_settings, jobs=True))

    app.extensions["belowline-jobs"].stop()


def _what_is_seen() -> str:
    return f"{request.remote_addr} {request.scheme} {request.host}"
