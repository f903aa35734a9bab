"""What others' programs send, byte for byte, and what each of them reads of the answer.

Written from the sources of these programs; see docs/perspective.md.
"""

import json
import socket

import pytest

from tests.journeys.perspective.wire import answered, compact, score_of, written
from tests.running_server import Answer, RunningServer

ANALYZE = "/v1alpha1/comments:analyze?key="
SUGGEST = "/v1alpha1/comments:suggestscore?key="
RUDE = "You are a worthless idiot and everyone here hates you."
KIND = "Thank you for this report; the ferry has been late all week."

CORAL = """
    Accept: application/json, text/plain, */*
    Content-Type: application/json
    User-Agent: Coral Perspective/9.9.0
    Content-Length: {length}
    Accept-Encoding: gzip, compress, deflate, br
    Host: {host}
    Connection: keep-alive
"""
OLD_CORAL = """
    Content-Type: application/json
    User-Agent: Coral Perspective/6.10.0
    Accept: */*
    Content-Length: {length}
    Accept-Encoding: gzip,deflate
    Connection: close
    Host: {host}
"""
COMENTARIO = """
    Host: {host}
    User-Agent: Go-http-client/1.1
    Content-Length: {length}
    Content-Type: application/json
    Accept-Encoding: gzip
"""
MODERATOR = """
    x-goog-api-client: gdcl/7.2.0 gl-node/20.20.2
    Accept-Encoding: gzip
    User-Agent: google-api-nodejs-client/7.2.0 (gzip)
    Content-Type: application/json
    Accept: application/json
    Content-Length: {length}
    Host: {host}
    Connection: close
"""
REQUESTS = """
    Host: {host}
    User-Agent: python-requests/2.18.4
    Accept-Encoding: gzip, deflate
    Accept: */*
    Connection: keep-alive
    Content-Length: {length}
"""
CURL = """
    Host: {host}
    User-Agent: curl/7.88.1
    Accept: */*
    Content-Length: {length}
    Content-Type: {type}
"""


def coral_analyzes(text: str, model: str = "TOXICITY") -> bytes:
    """The body of Coral's question about a new comment."""
    return compact(
        {
            "comment": {"text": text},
            "doNotStore": True,
            "requestedAttributes": {model: {}},
            "languages": ["en"],
        }
    )


@pytest.mark.parametrize("headers", [CORAL, OLD_CORAL])
def test_coral_withholds_the_rude_and_publishes_the_kind(
    headers: str, scoring: RunningServer, key: str
) -> None:
    """Coral reads the summary score of its model, and compares it with its threshold."""
    rude = written(scoring, ANALYZE + key, headers, coral_analyzes(RUDE))
    kind = written(scoring, ANALYZE + key, headers, coral_analyzes(KIND))
    assert score_of(rude, "TOXICITY") > 0.8
    assert score_of(kind, "TOXICITY") < 0.2
    assert rude.json()["languages"] == ["en"]


@pytest.mark.parametrize("value", [0, 1])
def test_coral_sends_its_moderators_decisions(value: int, scoring: RunningServer, key: str) -> None:
    """“Send feedback” is taken, and Coral's token comes back."""
    url = "https://www.example.org/2026/harbour-bridge?commentID=4b1c0b0a"
    ids = {"url": url, "Coral_comment_id": "4b1c0b0a"}
    sent = {
        "comment": {"text": RUDE if value else KIND},
        "context": {"entries": [{"text": json.dumps(ids, separators=(",", ":"))}]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}},
        "languages": ["en"],
        "communityId": "Coral:https://coral.example.org",
        "clientToken": "comment:4b1c0b0a",
    }
    answer = written(scoring, SUGGEST + key, CORAL, compact(sent))
    assert answer.status == 200, answer
    assert answer.json()["clientToken"] == "comment:4b1c0b0a"


GERMAN = "Die Fähre ist heute schon wieder zu spät gekommen, und niemand hat etwas gesagt."


@pytest.mark.parametrize(
    ("text", "model"), [(GERMAN, "TOXICITY"), (KIND, "SEVERE_TOXICITY_FAST"), (KIND, "SPAM")]
)
def test_coral_withholds_what_cannot_be_read(
    text: str, model: str, scoring: RunningServer, key: str
) -> None:
    """Text in a language that is not read, and models that only Google had, score 1.0.

    Though Coral says that everything is English. Any threshold below 100 % withholds 1.0.
    """
    answer = written(scoring, ANALYZE + key, CORAL, coral_analyzes(text, model))
    assert score_of(answer, model) == 1.0


@pytest.mark.parametrize(("text", "model"), [(GERMAN, "TOXICITY"), (KIND, "SPAM")])
def test_or_the_call_fails_as_it_did(
    text: str, model: str, failing: RunningServer, failing_key: str
) -> None:
    """With `error` Coral gets what Google told it, whereupon it publishes the comment."""
    answer = written(failing, ANALYZE + failing_key, CORAL, coral_analyzes(text, model))
    assert answer.status == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_comentario_asks_for_six_attributes(scoring: RunningServer, key: str) -> None:
    """Comentario names no language, sends Markdown as Go writes JSON, and reads six scores."""
    names = ("IDENTITY_ATTACK", "INSULT", "PROFANITY", "SEVERE_TOXICITY", "THREAT", "TOXICITY")
    wanted = ",".join(f'"{name}":{{}}' for name in names)
    body = (
        '{"comment":{"text":"\\u003e he said so\\n\\nYou are a *worthless* idiot \\u0026 a fool."},'
        f'"requestedAttributes":{{{wanted}}}}}'
    ).encode()
    answer = written(scoring, ANALYZE + key, COMENTARIO, body)
    scores = {name: score_of(answer, name) for name in names}
    assert scores["INSULT"] > 0.8
    assert scores["THREAT"] < 0.5
    assert answer.json()["languages"] == ["en"]


@pytest.mark.parametrize(
    "before", [[], [{"text": "The harbour bridge stays closed."}, {"text": KIND}]]
)
def test_moderator_marks_the_sentences(
    before: list[dict[str, str]], scoring: RunningServer, key: str
) -> None:
    """Jigsaw's Moderator asks for spans, and reads begin, end and value of each."""
    text = f"🚢 {KIND} {RUDE}"
    sent = {
        "comment": {"text": text},
        "context": {"entries": before},
        "requestedAttributes": {"TOXICITY": {}, "INSULT": {}},
        "languages": ["en"],
        "clientToken": "OsmodAssistantV0_request12",
        "spanAnnotations": True,
    }
    answer = written(scoring, ANALYZE + key, MODERATOR, compact(sent))
    assert answer.json()["clientToken"] == "OsmodAssistantV0_request12"
    spans = answer.json()["attributeScores"]["TOXICITY"]["spanScores"]
    worst = max(spans, key=lambda span: span["score"]["value"])
    assert _utf16(text, worst["begin"], worst["end"]).strip() == RUDE
    assert len(spans) > 1


def _utf16(text: str, begin: int, end: int) -> str:
    """A part of a text, as JavaScript counts."""
    return text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")


def test_a_bot_that_names_no_type(scoring: RunningServer, key: str) -> None:
    """`requests.post(url, data=json.dumps(…))`, the commonest call of all, sends no Content-Type."""
    sent = {
        "comment": {"text": RUDE},
        "languages": ["en"],
        "requestedAttributes": {"TOXICITY": {}, "SEVERE_TOXICITY": {"scoreThreshold": 0.99}},
    }
    answer = written(scoring, ANALYZE + key, REQUESTS, json.dumps(sent).encode())
    assert score_of(answer, "TOXICITY") > 0.8
    assert whole_span(answer) == score_of(answer, "TOXICITY")


def whole_span(answer: Answer) -> float:
    """What bots read that look at `spanScores[0]`, though they asked for no spans."""
    (span,) = answer.json()["attributeScores"]["TOXICITY"]["spanScores"]
    assert (span.get("begin", 0), span["end"]) == (0, len(RUDE))
    value: float = span["score"]["value"]
    return value


@pytest.mark.parametrize("type_", ["application/json", "application/x-www-form-urlencoded"])
def test_the_first_lines_of_googles_quick_start(
    type_: str, scoring: RunningServer, key: str
) -> None:
    """Its curl command of 2017 had names without quotation marks, and is copied to this day."""
    body = (
        b'{comment: {text: "what kind of idiot name is foo?"},\n'
        b'      languages: ["en"],\n'
        b"      requestedAttributes: {TOXICITY:{}} }"
    )
    headers = CURL.replace("{type}", type_)
    assert score_of(written(scoring, ANALYZE + key, headers, body), "TOXICITY") > 0.5


def test_a_bot_that_waits_before_it_sends(scoring: RunningServer, key: str) -> None:
    """.NET's `HttpWebRequest` announces its body, and writes it once it is told to go on."""
    body = f'{{comment: {{text: "{RUDE}"}}, requestedAttributes: {{TOXICITY:{{}}}} }}'.encode()
    head = (
        f"POST {ANALYZE}{key} HTTP/1.1\r\nContent-Type: application/json\r\n"
        f"Host: 127.0.0.1\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", scoring.port), timeout=30) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")
        connection.sendall(body)
        assert score_of(answered(connection), "TOXICITY") > 0.8


def test_a_bot_that_sends_in_pieces(scoring: RunningServer, key: str) -> None:
    """A body that comes in chunks, without a length, is read to its end."""
    headers = """
        Host: {host}
        Content-Type: application/json; charset=utf-8
        Transfer-Encoding: chunked
    """
    body = coral_analyzes(RUDE)
    pieces = [body[:30], body[30:31], body[31:]]
    chunks = [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces]
    sent = b"".join([*chunks, b"0\r\n\r\n"])
    answer = written(scoring, ANALYZE + key, headers, sent)
    assert score_of(answer, "TOXICITY") > 0.8


def test_no_key_is_ever_logged(scoring: RunningServer, key: str) -> None:
    """Neither a good key nor a bad one is in what the service prints."""
    bad = "bl_" + "x" * 40
    refused = written(scoring, ANALYZE + bad, CORAL, coral_analyzes(KIND))
    assert refused.status in {400, 401, 403}
    assert refused.json()["error"]["code"] == refused.status
    written(scoring, ANALYZE + key, CORAL, b"{")
    assert key not in scoring.log
    assert bad not in scoring.log
