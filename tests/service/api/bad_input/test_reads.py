"""Whatever is asked for, the answer is a clear 4xx that names what is wrong; never a 500."""

from typing import Any

import pytest

from tests.service.api.bad_input.sent import COMMENTS, SOME_ID
from tests.service.someone import Json, Someone, approved, comment

QUERIES: list[tuple[str, str]] = [
    ("", "article"),
    ("article=", "article"),
    (f"article={'a' * 256}", "article"),
    ("article=a%00b", "article"),
    ("article=a&article=b", "article"),
    ("article=a&sort=best", "sort"),
    ("article=a&sort=", "sort"),
    ("article=a&limit=0", "limit"),
    ("article=a&limit=101", "limit"),
    ("article=a&limit=-1", "limit"),
    ("article=a&limit=ten", "limit"),
    ("article=a&limit=1.5", "limit"),
    ("article=a&limit=%D9%A1", "limit"),
    ("article=a&limit=1&limit=2", "limit"),
    ("article=a&around=1", "around"),
    ("article=a&cursor=", "cursor"),
    (f"article=a&cursor=abc&around={SOME_ID}", "around"),
    ("article=a&page=2", "page"),
    ("article=a&site=", "site"),
]


@pytest.mark.parametrize(("query", "field"), QUERIES)
def test_a_bad_query_names_the_parameter(reader: Someone, query: str, field: str) -> None:
    """Query strings are read as strictly as bodies."""
    answer = reader.get(f"{COMMENTS}?{query}")

    assert answer.status_code == 422, answer.text
    assert list(answer.json["errors"]) == [field]


CURSORS = [
    "x",
    "1",
    "%00",
    "AAAA",
    "W10",
    "WyJvbGRlc3QiXQ",
    "%F0%9F%99%82",
    "a" * 600,
    "bnVsbA",
    "e30",
]


@pytest.mark.parametrize("cursor", CURSORS)
@pytest.mark.parametrize("sort", ["oldest", "newest", "top"])
def test_a_bad_cursor_is_named(reader: Someone, shown: Json, cursor: str, sort: str) -> None:
    """A cursor is opaque, but not everything is one."""
    page = reader.get(f"{COMMENTS}?article=shown&sort={sort}&cursor={cursor}")
    replies = reader.get(f"{COMMENTS}/{shown['id']}/replies?cursor={cursor}")

    for answer in (page, replies):
        assert answer.status_code == 422, answer.text
        assert list(answer.json["errors"]) == ["cursor"]


def test_a_cursor_of_another_order_is_named(reader: Someone, admin: Someone) -> None:
    """A cursor goes on in the order in which it was given."""
    for _ in range(2):
        approved(reader, admin, article="two")
    cursor = reader.get(f"{COMMENTS}?article=two&limit=1").json["next_cursor"]

    assert reader.get(f"{COMMENTS}?article=two&cursor={cursor}").status_code == 200
    answer = reader.get(f"{COMMENTS}?article=two&sort=top&cursor={cursor}")
    assert list(answer.json["errors"]) == ["cursor"]


def test_only_a_shown_comment_of_the_article_is_answered(
    reader: Someone, shown: Json, waiting: Json
) -> None:
    """A parent of another article, or one that is not approved, is named."""
    for parent, article in ((shown, "another"), (waiting, "shown")):
        answer = reader.post(COMMENTS, comment(article=article, parent_id=parent["id"]))
        assert answer.status_code == 422
        assert list(answer.json["errors"]) == ["parent_id"]


def test_around_an_unknown_comment_is_404(reader: Someone, shown: Json, waiting: Json) -> None:
    """There is no page around what readers do not see, nor around what is elsewhere."""
    for id_, article in ((SOME_ID, "shown"), (waiting["id"], "shown"), (shown["id"], "two")):
        answer = reader.get(f"{COMMENTS}?article={article}&around={id_}")
        assert answer.status_code in (200, 404)
        if article == "shown":
            assert answer.status_code == 404


IDS = [
    "1",
    "null",
    SOME_ID.replace("-", ""),
    f"%7B{SOME_ID}%7D",
    "%00",
    "%ED%A0%80",
    "a" * 2000,
    "...",
]


@pytest.mark.parametrize("id_", IDS)
@pytest.mark.parametrize(
    "call",
    [
        "GET /api/v1/comments/{}",
        "GET /api/v1/comments/{}/replies",
        "PATCH /api/v1/comments/{}",
        "DELETE /api/v1/comments/{}",
        "PUT /api/v1/comments/{}/vote",
        "POST /api/v1/comments/{}/flags",
        "POST /api/v1/decisions/{}/undo",
        "GET /api/v1/moderators/{}",
        "DELETE /api/v1/api-keys/{}",
    ],
)
def test_what_is_no_id_is_404_and_said(admin: Someone, call: str, id_: str) -> None:
    """The answer says that it is not an id."""
    method, path = call.format(id_).split(" ")
    answer = admin.call(method, path, {} if method in ("PATCH", "PUT", "POST") else None)

    assert answer.status_code == 404
    assert answer.json["detail"].endswith("is not an id.")


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        ("GET /api/v1/comments/{}", None),
        ("GET /api/v1/comments/{}/replies", None),
        ("PATCH /api/v1/comments/{}", {"body": "x"}),
        ("DELETE /api/v1/comments/{}", None),
        ("PUT /api/v1/comments/{}/vote", {"value": 1}),
        ("POST /api/v1/comments/{}/flags", {"reason": "spam"}),
        ("POST /api/v1/decisions/{}/undo", {}),
        ("GET /api/v1/moderators/{}", None),
        ("PATCH /api/v1/moderators/{}", {"active": False}),
        ("DELETE /api/v1/moderators/{}", None),
        ("DELETE /api/v1/api-keys/{}", None),
    ],
)
def test_an_unknown_id_is_404(admin: Someone, call: str, sent: Any) -> None:
    """A well-formed id of nothing is not there."""
    method, path = call.format(SOME_ID).split(" ")

    assert admin.call(method, path, sent).status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=new", "state"),
        ("sort=best", "sort"),
        ("limit=201", "limit"),
        ("label=anger", "label"),
        ("min_score=2", "min_score"),
        ("min_score=nan", "min_score"),
        ("min_score=0.9&max_score=0.1", "min_score"),
        ("q=%00", "q"),
        ("author=%00", "author"),
        ("reason=%00", "reason"),
        ("article=%00", "article"),
        ("cursor=x", "cursor"),
        ("state=held&state=all", "state"),
        ("page=1", "page"),
    ],
)
def test_a_bad_filter_is_named(admin: Someone, query: str, field: str) -> None:
    """The queue reads its filters as strictly."""
    answer = admin.get(f"/api/v1/queue?{query}")

    assert answer.status_code == 422, answer.text
    assert list(answer.json["errors"]) == [field]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_wrong_method_says_which_is_right(reader: Someone, method: str) -> None:
    """405 with Allow."""
    answer = reader.call(method, COMMENTS)

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
