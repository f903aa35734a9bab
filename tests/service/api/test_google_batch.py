"""Several calls in one request."""

import json
from email.message import Message
from email.parser import BytesParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.database import db, writing
from models.suggestions import Suggestion
from service.access import running
from service.access.keys import create_key
from service.flow.live import Places
from tests.service.someone import ONE_DATABASE

pytestmark = ONE_DATABASE

SUGGEST = "/v1alpha1/comments:suggestscore"
KIND = 'multipart/mixed; boundary="b"'


@pytest.fixture
def key(app: Flask) -> str:
    """A key that may score."""
    with app.app_context(), writing() as session:
        return create_key(session, "a script", "scorer", None)[1]


def suggestion(text: str) -> bytes:
    """The body of a suggestion, in plain letters."""
    scores = {"TOXICITY": {"summaryScore": {"value": 1}}}
    sent = {"comment": {"text": text}, "attributeScores": scores, "clientToken": text}
    return json.dumps(sent, ensure_ascii=False).encode()


def part(line: str, body: bytes = b"", *, name: str = "one", more: str = "") -> bytes:
    """One request of a batch, as Google's libraries write it."""
    head = f"--b\r\nContent-Type: application/http\r\nContent-ID: <base + {name}>\r\n\r\n{line}\r\n"
    return f"{head}Content-Type: application/json\r\n{more}\r\n".encode() + body + b"\r\n"


def sent(client: FlaskClient, *parts: bytes) -> list[tuple[str, int, str]]:
    """What a batch is answered: of each part its id, its status and its body."""
    answer = client.post("/batch", data=b"".join(parts) + b"--b--\r\n", content_type=KIND)
    assert answer.status_code == 200, answer.text
    return [_read(each) for each in _parsed(answer).walk() if not each.is_multipart()]


def _parsed(answer: TestResponse) -> Message:
    return BytesParser().parsebytes(
        f"Content-Type: {answer.content_type}\r\n\r\n".encode() + answer.data
    )


def _read(each: Message) -> tuple[str, int, str]:
    assert each.get_content_type() == "application/http"
    payload = each.get_payload(decode=True)
    assert isinstance(payload, bytes)
    head, _, body = payload.decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 ")
    return each["Content-ID"], int(head.split()[1]), body


def test_each_is_done_and_answered_under_its_id(client: FlaskClient, key: str) -> None:
    """In order, the letters of the text as they were."""
    texts = ("Grüße von der Fähre 🚢", "second")
    line = f"POST {SUGGEST}?key={key}&alt=json HTTP/1.1"
    answers = sent(client, *(part(line, suggestion(text), name=text[:2]) for text in texts))

    assert [name for name, _, _ in answers] == ["<response-base + Gr>", "<response-base + se>"]
    assert [status for _, status, _ in answers] == [200, 200]
    assert [json.loads(body)["clientToken"] for _, _, body in answers] == list(texts)
    with client.application.app_context():
        assert db.session.scalars(db.select(Suggestion.text)).all() == list(texts)


def test_each_has_its_own_key(client: FlaskClient, key: str) -> None:
    """A key in one part, or beside the batch, opens no other part."""
    line = f"POST {SUGGEST} HTTP/1.1"
    body = suggestion("text")
    header = part(line, body, more=f"X-Goog-Api-Key: {key}\r\n")
    answers = sent(client, header, part(line, body), part(f"{line[:-9]}?key=wrong HTTP/1.1", body))
    assert [status for _, status, _ in answers] == [200, 403, 400]

    beside = client.post(
        "/batch",
        data=part(line, body) + b"--b--\r\n",
        content_type=KIND,
        headers={"X-Goog-Api-Key": key, "Authorization": f"Bearer {key}"},
    )
    assert b"HTTP/1.1 403" in beside.data


def test_only_so_many_at_once(client: FlaskClient, key: str) -> None:
    """Whoever sends many batches leaves threads to readers: one too many is 503, and none is lost."""
    line, body = f"POST {SUGGEST}?key={key} HTTP/1.1", suggestion("text")
    full = Places(8)
    client.application.config[running.PLACES] = full
    with full.place_for_many():
        answer = client.post("/batch", data=part(line, body) + b"--b--\r\n", content_type=KIND)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json["error"]["status"] == "UNAVAILABLE"
    assert [status for _, status, _ in sent(client, part(line, body))] == [200]


@pytest.mark.parametrize(
    "line",
    [
        "GET /v1alpha1/comments:analyze HTTP/1.1",
        "POST /api/v1/score HTTP/1.1",
        "DELETE /api/v1/session HTTP/1.1",
        "POST /batch HTTP/1.1",
        "nonsense",
        "",
    ],
)
def test_nothing_else_can_be_called(line: str, client: FlaskClient) -> None:
    """What is no call of the Perspective interface is not there, and never looked at."""
    ((_, status, body),) = sent(client, part(line, b"{}"))
    assert status == 404
    assert json.loads(body)["error"]["status"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/mixed", b"--b\r\n\r\n--b--"),
        (KIND, b""),
        (KIND, b"no parts"),
        (KIND, part("POST /nowhere HTTP/1.1") * 1001 + b"--b--"),
        ("multipart/form-data; boundary=b", part(f"POST {SUGGEST} HTTP/1.1") + b"--b--"),
    ],
)
def test_what_is_no_batch_is_refused(content_type: str, body: bytes, client: FlaskClient) -> None:
    """With an error as Google has it."""
    answer = client.post("/batch", data=body, content_type=content_type)
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == 400


def test_parts_within_parts_are_not_opened(client: FlaskClient) -> None:
    """A part that is itself of many parts is none of the calls."""
    inner = b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n"
    ((_, status, _),) = sent(client, inner)
    assert status == 404
