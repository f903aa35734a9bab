"""What the Perspective interface answers when something is wrong: Google's errors, to the field."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from service.access import keys
from tests.service.api.perspective.conftest import ANALYZE, SUGGEST, Caller, error_of
from tests.service.someone import ONE_DATABASE, Json

pytestmark = ONE_DATABASE

ANALYZER = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
TEXT: Json = {"comment": {"text": "A fair point."}}
TOXICITY: Json = {"requestedAttributes": {"TOXICITY": {}}}


def detail(error_type: str) -> Json:
    """How the analyzer said what kind of error it was."""
    return {"@type": ANALYZER, "errorType": error_type}


@pytest.mark.parametrize(
    ("sent", "message", "error_type"),
    [
        ({"comment": {"text": ""}} | TOXICITY, "Comment must be non-empty.", "COMMENT_EMPTY"),
        ({"comment": {"text": " \n"}} | TOXICITY, "Comment must be non-empty.", "COMMENT_EMPTY"),
        (TOXICITY, "Comment must be non-empty.", "COMMENT_EMPTY"),
        (
            {"comment": {"text": "<p> </p>", "type": "HTML"}} | TOXICITY,
            "Comment must be non-empty.",
            "COMMENT_EMPTY",
        ),
        ({}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        (
            {"comment": {"text": "é" * 10_241}} | TOXICITY,
            "Comment text too long.",
            "COMMENT_TOO_LONG",
        ),
        (TEXT, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
        (
            TEXT | {"requestedAttributes": {f"X{'_' * number}": {} for number in range(101)}},
            "Too many requested attributes: 101, and at most 100",
            "INVALID_REQUEST",
        ),
        (
            TEXT | {"requestedAttributes": {"TOXICITY": {"scoreType": "RAW"}}},
            "Requested score type RAW is not supported by attribute TOXICITY",
            "INVALID_REQUEST",
        ),
        (
            TEXT | {"requestedAttributes": {"TOXICITY": {"scoreType": 3}}},
            "Requested score type PERCENTILE is not supported by attribute TOXICITY",
            "INVALID_REQUEST",
        ),
        (
            TEXT
            | TOXICITY
            | {
                "context": {
                    "entries": [{"text": "a"}],
                    "articleAndParentComment": {"article": {"text": "b"}},
                }
            },
            "Context can have either entries or article_and_parent_comment, but both fields were"
            " populated.",
            "INVALID_REQUEST",
        ),
    ],
)
def test_what_google_refused(caller: Caller, sent: Json, message: str, error_type: str) -> None:
    """400 with Google's sentence and the analyzer's kind of error, whatever is set."""
    assert error_of(caller.send(ANALYZE, sent)) == {
        "code": 400,
        "message": message,
        "status": "INVALID_ARGUMENT",
        "details": [detail(error_type)],
    }


def test_20480_bytes_are_taken(caller: Caller) -> None:
    """The longest text is read whole."""
    assert caller.ask("Thank you. " * 1861 + "é" * 4 + "!").status_code == 200


@pytest.mark.parametrize(
    ("sent", "field", "description"),
    [
        ({"comment": {"text": 12}}, "comment.text", "Invalid value at 'comment.text' (TYPE_STRING), 12"),
        (
            {"doNotStore": "perhaps"},
            "doNotStore",
            "Invalid value at 'doNotStore' (TYPE_BOOL), \"perhaps\"",
        ),
        (
            {"comment": {"text": "x", "type": "MARKDOWN"}},
            "comment.type",
            "Invalid value at 'comment.type' (type.googleapis.com/google.commentanalyzer.v1alpha1."
            'TextEntry.TextType), "MARKDOWN"',
        ),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreThreshold": "high"}}},
            "requestedAttributes.TOXICITY.scoreThreshold",
            "Invalid value at 'requestedAttributes.TOXICITY.scoreThreshold' (TYPE_FLOAT), \"high\"",
        ),
        (
            {"comment": {"text": "x", "lang": "en"}},
            "comment",
            "Invalid JSON payload received. Unknown name \"lang\" at 'comment': Cannot find field.",
        ),
        ({"text": "x"}, None, 'Invalid JSON payload received. Unknown name "text": Cannot find field.'),
        ({"languages": [3]}, "languages[0]", "Invalid value at 'languages[0]' (TYPE_STRING), 3"),
    ],
)  # fmt: skip
def test_fields_at_fault_are_named(
    caller: Caller, sent: Json, field: str | None, description: str
) -> None:
    """As Google's own reading of JSON names them: the path and what is wrong there."""
    error = error_of(caller.send(ANALYZE, sent))
    violation = ({"field": field} if field else {}) | {"description": description}
    assert error == {
        "code": 400,
        "message": description,
        "status": "INVALID_ARGUMENT",
        "details": [
            {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
        ],
    }


@pytest.mark.parametrize(
    "body",
    [b"{", b"[1]", b'"x"', b"\xff", b'{"a": NaN}', b"[" * 60_000, b"a=b&c=d", b'{"a"'],
)
@pytest.mark.parametrize("call", [ANALYZE, SUGGEST])
def test_what_is_no_message_is_said_to_be_none(caller: Caller, call: str, body: bytes) -> None:
    """400 that begins as Google's does."""
    error = error_of(caller.client.post(f"{call}?key={caller.key}", data=body))
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"].startswith("Invalid JSON payload received. ")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"languages": NaN}', "NaN is not JSON."),
        (b"[" * 60_000, "The JSON is nested too deeply."),
        (b'{"languages": %s}' % (b"9" * 5_000), "A number has more than 1,000 digits."),
        (b"\xff", "It is not UTF-8."),
    ],
)
def test_why_it_is_no_message_is_said_in_words(caller: Caller, body: bytes, why: str) -> None:
    """A sentence of our own, and nothing of the library that reads JSON."""
    error = error_of(caller.client.post(f"{ANALYZE}?key={caller.key}", data=body))
    assert error["message"] == f"Invalid JSON payload received. {why}"


def test_an_empty_body_is_an_empty_request(caller: Caller) -> None:
    """Nothing was said, and so the text is missing."""
    error = error_of(caller.client.post(f"{ANALYZE}?key={caller.key}"))
    assert error["details"] == [detail("COMMENT_EMPTY")]


@pytest.mark.parametrize(
    ("method", "path", "code", "status"),
    [
        ("GET", ANALYZE, 405, "UNIMPLEMENTED"),
        ("DELETE", SUGGEST, 405, "UNIMPLEMENTED"),
        ("POST", "/v1alpha1/comments:judge", 404, "NOT_FOUND"),
        ("GET", "/v1alpha1", 404, "NOT_FOUND"),
        ("POST", "/v1alpha1/comments", 404, "NOT_FOUND"),
    ],
)
def test_what_is_not_there(
    client: FlaskClient, method: str, path: str, code: int, status: str
) -> None:
    """Unknown addresses and methods below this interface fail in its own shape too."""
    answer = client.open(path, method=method)
    error = error_of(answer)
    assert (error["code"], error["status"]) == (code, status)
    assert ("Allow" in answer.headers) == (code == 405)
    assert client.get("/v1alpha12/x").content_type == "application/problem+json"


def test_a_megabyte_of_context_is_taken(caller: Caller) -> None:
    """Programs send articles and threads along, as they might; more is 413 at once."""
    context = {"entries": [{"text": "x" * 1024 * 1024}]}
    assert caller.ask("A fair point.", context=context).status_code == 200
    assert caller.error("x" * 1024 * 1024)["details"] == [detail("COMMENT_TOO_LONG")]
    error = caller.error("A fair point.", context={"entries": [{"text": "x" * 1_200_000}]})
    assert (error["code"], error["status"]) == (413, "INVALID_ARGUMENT")
    assert error["message"] == "Request payload size exceeds the limit: 1114112 bytes."
    elsewhere = caller.client.post(f"/v1alpha1/nothing?key={caller.key}", data="x" * 70_000)
    assert elsewhere.status_code == 413


def failing(caller: Caller, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Json:
    """What is answered when finding the key fails so."""

    def find(_text: str) -> Any:
        raise error

    monkeypatch.setattr(keys, "find_key", find)
    return caller.error("A fair point.")


def test_our_own_faults_look_like_googles(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 says nothing of what happened, least of all the key."""
    error = failing(caller, monkeypatch, LookupError(caller.key))
    assert (error["code"], error["status"]) == (500, "INTERNAL")
    assert caller.key not in str(error)


def test_a_database_that_is_gone_is_503(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is let in unseen, and the caller is told to come back."""
    error = failing(caller, monkeypatch, OperationalError("SELECT 1", {}, Exception("gone")))
    assert (error["code"], error["status"]) == (503, "UNAVAILABLE")


def test_failures_are_on_one_line_when_asked(scoring: Flask) -> None:
    """`prettyPrint=false` counts for failures as well."""
    answer = scoring.test_client().post(f"{ANALYZE}?prettyPrint=false", json={})
    assert answer.text.count("\n") == 1
