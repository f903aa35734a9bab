"""Every failure is one problem; what nobody expected is told in a fixed sentence."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests
from werkzeug.test import create_environ

from service.errors import MOST_DRAINED, attach_errors, paths
from service.flow.refused import Refused

SECRET = "the password is swordfish"


@pytest.fixture
def failing() -> FlaskClient:
    """An app whose views only fail."""
    app = Flask("failing", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    attach_errors(app)
    failures: dict[str, Exception] = {
        "invalid": Refused("invalid", "There is no such comment.", "parent_id"),
        "forbidden": Refused("forbidden", "Only its author can change a comment."),
        "closed": Refused("closed", "We are asleep. Come back at nine."),
        "not_found": Refused("not_found", "There is no such comment."),
        "conflict": Refused("conflict", "The author edited the comment since."),
        "validation": ValidationError({"author": {"name": ["Missing."]}}),
        "often": TooManyRequests("Please wait.", retry_after=7),
        "away": ServiceUnavailable(retry_after=5),
        "database": OperationalError("SELECT 1", {}, Exception(SECRET)),
        "bug": RuntimeError(SECRET),
    }

    @app.get("/fail/<name>")
    def fail(name: str) -> str:
        raise failures[name]

    @app.post("/read")
    def read() -> str:
        from flask import request

        return str(len(request.get_data()))

    return app.test_client()


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/fail/forbidden", 403, "Only its author can change a comment."),
        ("/fail/closed", 403, "We are asleep. Come back at nine."),
        ("/fail/not_found", 404, "There is no such comment."),
        ("/fail/conflict", 409, "The author edited the comment since."),
        ("/fail/often", 429, "Please wait."),
        ("/nowhere", 404, "There is nothing at this address."),
        ("/read", 405, "This address does not take GET requests."),
        (
            "/fail/bug",
            500,
            "Something went wrong on our side. It has been logged; please try again.",
        ),
        ("/fail/away", 503, "The service cannot reach its database. Please try again in a moment."),
    ],
)
def test_a_failure_is_a_problem(failing: FlaskClient, path: str, status: int, detail: str) -> None:
    """The status, its name, and a sentence for people; never cached."""
    answer = failing.get(path)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {
        "type": "about:blank",
        "title": answer.status.partition(" ")[2].title().replace("An ", "an "),
        "status": status,
        "detail": detail,
    }


@pytest.mark.parametrize(
    ("path", "errors"),
    [
        ("/fail/invalid", {"parent_id": ["There is no such comment."]}),
        ("/fail/validation", {"author.name": ["Missing."]}),
    ],
)
def test_what_is_invalid_is_named(
    failing: FlaskClient, path: str, errors: dict[str, list[str]]
) -> None:
    """422 says by field what is wrong."""
    answer = failing.get(path)

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"] == errors


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("/fail/often", "Retry-After", "7"),
        ("/fail/away", "Retry-After", "5"),
        ("/fail/database", "Retry-After", "5"),
        ("/read", "Allow", "OPTIONS, POST"),
    ],
)
def test_a_problem_keeps_the_headers_of_its_status(
    failing: FlaskClient, path: str, name: str, value: str
) -> None:
    """405 says what is allowed, and what passes says when to come back."""
    header = failing.get(path).headers[name]

    assert ", ".join(sorted(header.split(", "))) == value


@pytest.mark.parametrize("path", ["/fail/bug", "/fail/database"])
def test_what_nobody_expected_is_logged_and_not_told(
    failing: FlaskClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The exception's text goes to the log with its traceback, and to nobody else."""
    with caplog.at_level(logging.ERROR, "service.errors"):
        answer = failing.get(path)

    assert SECRET not in answer.text
    assert SECRET in caplog.text
    assert "Traceback" in caplog.text


def test_a_body_too_large_is_read_to_its_end(failing: FlaskClient) -> None:
    """A client that is still sending gets to read its 413, unless it sends without end."""

    class Endless:
        read_so_far = 0

        def read(self, size: int = -1) -> bytes:
            self.read_so_far += size
            return b"x" * size

    stream = Endless()
    environ = create_environ("/read", method="POST")
    environ |= {"wsgi.input": stream, "CONTENT_LENGTH": str(10**9)}

    answer = failing.run_wsgi_app(environ)

    assert answer[1] == "413 REQUEST ENTITY TOO LARGE"
    assert stream.read_so_far == MOST_DRAINED


def test_nested_messages_become_paths() -> None:
    """Names and positions are joined by dots; the whole request is called `request`."""
    messages = {
        "author": {"name": ["Too long."], "_schema": ["Invalid."]},
        "items": {2: {"comment_id": ["Not an id."]}},
        "_schema": ["Invalid input type."],
    }

    assert paths(messages) == {
        "author.name": ["Too long."],
        "author": ["Invalid."],
        "items.2.comment_id": ["Not an id."],
        "request": ["Invalid input type."],
    }
