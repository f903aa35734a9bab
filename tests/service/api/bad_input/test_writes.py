"""Whatever is sent, the answer is a clear 4xx that names the field, or right; never a 500."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.service.api.bad_input.sent import COMMENTS, LONE, SOME_ID
from tests.service.someone import Json, Someone, comment, posted

BODIES: list[tuple[str, Any, str]] = [
    # what is missing
    ("an empty object", {}, "article"),
    ("no article", {"body": "x", "author": {"name": "A"}}, "article"),
    ("no body", {"article": "a", "author": {"name": "A"}}, "body"),
    ("no author", {"article": "a", "body": "x"}, "author"),
    ("no name", comment(author={}), "author.name"),
    # what is of another type
    ("a list", [], "request"),
    ("null", None, "request"),
    ("a text", "hello", "request"),
    ("a number as body", comment(body=5), "body"),
    ("true as body", comment(body=True), "body"),
    ("null as body", comment(body=None), "body"),
    ("a list as body", comment(body=["x"]), "body"),
    ("a number as article", comment(article=17), "article"),
    ("a text as author", comment(author="Ada"), "author"),
    ("a list as author", comment(author=[]), "author"),
    ("a number as name", comment(author={"name": 1}), "author.name"),
    ("a number as title", comment(article_title=1), "article_title"),
    ("a number as site", comment(site=1), "site"),
    # what is unknown
    ("an unknown field", comment(status="approved"), "status"),
    (
        "an unknown field of the author",
        comment(author={"name": "A", "staff": True}),
        "author.staff",
    ),
    # what is too long or too short
    ("an empty body", comment(body=""), "body"),
    ("a blank body", comment(body=" \n\t\u3000 "), "body"),
    ("an invisible body", comment(body="\u200b\u200c\u2060"), "body"),
    ("10,001 characters", comment(body="é" * 10_001), "body"),
    ("an empty article", comment(article=""), "article"),
    ("256 characters of article", comment(article="a" * 256), "article"),
    ("an empty name", comment(author={"name": ""}), "author.name"),
    ("101 characters of name", comment(author={"name": "a" * 101}), "author.name"),
    ("a name of two lines", comment(author={"name": "A\nB"}), "author.name"),
    ("501 characters of title", comment(article_title="a" * 501), "article_title"),
    ("a URL too long", comment(article_url="https://a.example/" + "a" * 2000), "article_url"),
    # what is no character
    ("NUL in body", comment(body="a\0b"), "body"),
    ("NUL in article", comment(article="a\0"), "article"),
    ("NUL in name", comment(author={"name": "A\0"}), "author.name"),
    ("NUL in title", comment(article_title="\0"), "article_title"),
    ("NUL in the hidden field", comment(website="\0"), "website"),
    ("NUL in site", comment(site="\0"), "site"),
    ("half a character in body", comment(body=LONE), "body"),
    ("half a character in article", comment(article=LONE), "article"),
    ("half a character in name", comment(author={"name": LONE}), "author.name"),
    # what is no address, no id, no comment to answer
    ("a script as URL", comment(article_url="javascript:alert(1)"), "article_url"),
    ("half an address", comment(article_url="/news/1"), "article_url"),
    ("a parent that is no id", comment(parent_id="1"), "parent_id"),
    ("a parent that is a number", comment(parent_id=1), "parent_id"),
    ("an unknown parent", comment(parent_id=SOME_ID), "parent_id"),
]


@pytest.mark.parametrize(
    ("sent", "field"), [case[1:] for case in BODIES], ids=[c[0] for c in BODIES]
)
def test_a_bad_comment_names_the_field(reader: Someone, sent: Any, field: str) -> None:
    """422, and `errors` has the path of what is wrong."""
    answer = reader.client.post(COMMENTS, data=json.dumps(sent), content_type="application/json")

    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert field in answer.json["errors"]


@pytest.mark.parametrize("name", [LONE, "\0", "a" * 1000, "é", "", "a.b"])
def test_an_unknown_field_may_have_any_name(reader: Someone, name: str) -> None:
    """Even a name that no encoding has is refused in words that one can send."""
    answer = reader.post(COMMENTS, comment(**{name: 1}))

    assert answer.status_code == 422
    assert ["Unknown field."] in answer.json["errors"].values()


RAW: list[tuple[str, bytes, str, int]] = [
    ("nothing", b"", "application/json", 400),
    ("half an object", b'{"body": ', "application/json", 400),
    ("two objects", b"{}{}", "application/json", 400),
    ("NaN", b'{"value": NaN}', "application/json", 400),
    ("infinity", b'{"value": -Infinity}', "application/json", 400),
    ("latin-1", '{"body": "é"}'.encode("latin-1"), "application/json", 400),
    ("UTF-16", '{"body": "e"}'.encode("utf-16"), "application/json", 400),
    ("endless brackets", b"[" * 60_000, "application/json", 400),
    ("a number of 6,000 digits", b'{"body": ' + b"9" * 6000 + b"}", "application/json", 400),
    ("a form", b"body=x", "application/x-www-form-urlencoded", 415),
    ("plain text", b"{}", "text/plain", 415),
    ("no type", b"{}", "", 415),
]


@pytest.mark.parametrize(("data", "type_", "status"), [r[1:] for r in RAW], ids=[r[0] for r in RAW])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", COMMENTS),
        ("POST", "/api/v1/counts"),
        ("POST", "/api/v1/preview"),
        ("POST", "/api/v1/session"),
        ("PATCH", f"{COMMENTS}/{SOME_ID}"),
        ("PUT", f"{COMMENTS}/{SOME_ID}/vote"),
        ("POST", f"{COMMENTS}/{SOME_ID}/flags"),
    ],
)
def test_what_is_no_json_is_refused(
    reader: Someone, method: str, path: str, data: bytes, type_: str, status: int
) -> None:
    """400 for broken JSON, 415 for anything else than JSON."""
    headers = {"Content-Type": type_} if type_ else {}
    answer = reader.client.open(path, method=method, data=data, headers=headers)

    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "type_", ["application/json; charset=utf-8", "application/merge-patch+json"]
)
def test_json_has_more_than_one_name(reader: Someone, type_: str) -> None:
    """Parameters of the type, and types that are JSON too, are no mistake."""
    answer = reader.client.post(
        "/api/v1/preview", data=b'{"body": "x"}', headers={"Content-Type": type_}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("call", "sent", "field"),
    [
        ("POST /api/v1/counts", {}, "articles"),
        ("POST /api/v1/counts", {"articles": "a"}, "articles"),
        ("POST /api/v1/counts", {"articles": []}, "articles"),
        ("POST /api/v1/counts", {"articles": ["a"] * 1001}, "articles"),
        ("POST /api/v1/counts", {"articles": ["a", 5]}, "articles.1"),
        ("POST /api/v1/counts", {"articles": ["a\0"]}, "articles.0"),
        ("POST /api/v1/counts", {"articles": ["a"], "x": 1}, "x"),
        ("PATCH /api/v1/comments/{}", {}, "body"),
        ("PATCH /api/v1/comments/{}", {"body": "\0"}, "body"),
        ("PATCH /api/v1/comments/{}", {"body": "x", "author": {"name": "A"}}, "author"),
        ("PUT /api/v1/comments/{}/vote", {}, "value"),
        ("PUT /api/v1/comments/{}/vote", {"value": 2}, "value"),
        ("PUT /api/v1/comments/{}/vote", {"value": "1"}, "value"),
        ("PUT /api/v1/comments/{}/vote", {"value": True}, "value"),
        ("PUT /api/v1/comments/{}/vote", {"value": 0.5}, "value"),
        ("POST /api/v1/comments/{}/flags", {}, "reason"),
        ("POST /api/v1/comments/{}/flags", {"reason": "ugly"}, "reason"),
        ("POST /api/v1/comments/{}/flags", {"reason": ["spam"]}, "reason"),
        ("POST /api/v1/comments/{}/flags", {"reason": "spam", "text": "x" * 1001}, "text"),
        ("POST /api/v1/comments/{}/flags", {"reason": "spam", "text": LONE}, "text"),
        ("POST /api/v1/preview", {}, "body"),
        ("POST /api/v1/preview", {"body": "x", "nudge": "yes"}, "nudge"),
        ("POST /api/v1/decisions", {"action": "hold"}, "items"),
        ("POST /api/v1/decisions", {"items": [], "action": "approve"}, "items"),
        ("POST /api/v1/decisions", {"items": [{}], "action": "approve"}, "items.0.comment_id"),
        ("POST /api/v1/decisions", {"items": ["x"], "action": "approve"}, "items.0"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": 1}], "action": "approve"}, "items.0.comment_id"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": SOME_ID, "version": "1"}], "action": "approve"}, "items.0.version"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": SOME_ID, "version": 2**31}], "action": "approve"}, "items.0.version"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": SOME_ID}] * 2, "action": "approve"}, "items"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": SOME_ID}] * 201, "action": "approve"}, "items"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": SOME_ID}], "action": "delete"}, "action"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": SOME_ID}], "action": "hold", "reason": "x" * 101}, "reason"),
        ("POST /api/v1/decisions", {"items": [{"comment_id": SOME_ID}], "action": "hold", "note": "\0"}, "note"),
        ("POST /api/v1/decisions/undo", {"ids": []}, "ids"),
        ("POST /api/v1/decisions/undo", {"ids": ["x"]}, "ids.0"),
        ("POST /api/v1/decisions/{}/undo", {"why": "x"}, "why"),
        ("PUT /api/v1/rules", {}, "rules"),
        ("POST /api/v1/sites", {"name": "a b"}, "name"),
        ("POST /api/v1/sites", {"name": "a", "origins": ["*"]}, "origins.0"),
        ("PATCH /api/v1/sites/default", {"name": "other"}, "name"),
        ("PATCH /api/v1/sites/default", {"mode": "free"}, "mode"),
        ("PATCH /api/v1/sites/default", {"close_after_days": 0}, "close_after_days"),
        ("PATCH /api/v1/sites/default", {"nudge_threshold": 2}, "nudge_threshold"),
        ("PATCH /api/v1/articles?article=a", {"paused": "no"}, "paused"),
        ("PATCH /api/v1/articles?article=a", {"message": "\0"}, "message"),
        ("PATCH /api/v1/articles", {}, "article"),
        ("POST /api/v1/moderators", {"email": "x", "password": "long enough"}, "email"),
        ("POST /api/v1/moderators", {"email": "a@b.example", "password": "short"}, "password"),
        ("POST /api/v1/moderators", {"email": "a@b.example", "password": "long enough", "sites": ["x"]}, "sites.0"),
        ("POST /api/v1/api-keys", {"name": "n", "role": "owner"}, "role"),
        ("POST /api/v1/api-keys", {"name": "n", "role": "admin", "key": "bl_mine"}, "key"),
    ],
)  # fmt: skip
def test_every_other_write_names_the_field(
    admin: Someone, shown: Json, call: str, sent: Any, field: str
) -> None:
    """422 with the path of what is wrong, whatever the call."""
    method, path = call.format(shown["id"]).split(" ")
    answer = admin.call(method, path, sent)

    assert answer.status_code == 422, answer.text
    assert list(answer.json["errors"]) == [field]


@pytest.mark.parametrize("token", ["x", "ü", "\x7f", "a" * 5000, "' OR 1=1 --", "Bearer x", "%00"])
def test_an_unknown_token_is_a_new_reader(reader: Someone, token: str) -> None:
    """It is no error, and never becomes anybody's token."""
    answer = reader.post(COMMENTS, comment(article="tokens"), x_belowline_reader=token)

    assert answer.status_code == 201
    assert answer.json["reader_token"] != token
    assert len(answer.json["reader_token"]) >= 43


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt&colon;alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
        "![x](https://tracker.example/pixel.png)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "'; DROP TABLE comments; --",
        "{{ 7 * 7 }}",
        "\u202eevil",
    ],
)
def test_scripts_are_accepted_and_neutralised(reader: Someone, body: str) -> None:
    """People may write about scripts; in `html` none of them does anything."""
    html = posted(reader, article="scripts", body=body)["comment"]["html"].lower()
    preview = reader.post("/api/v1/preview", {"body": body}).json["html"].lower()

    assert html == preview
    for harm in ("<script", "<img", "<svg", "<iframe", 'href="javascript:', 'href="data:'):
        assert harm not in html


def test_nothing_was_saved_by_what_was_refused(reader: Someone, client: FlaskClient) -> None:
    """After all of the above, only what was taken is there."""
    page = reader.get(f"{COMMENTS}?article=a").json

    assert page["article"]["count"] == 0
    assert page["comments"] == []
