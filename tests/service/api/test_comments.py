"""Comments over HTTP: pages, one comment, replies and posting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from models.database import db
from service.flow.receive import Draft, receive
from service.flow.sites import find_site
from tests.service.someone import (
    ONE_DATABASE,
    Json,
    Someone,
    approved,
    as_author,
    comment,
    decided,
    errors,
    posted,
)

COMMENTS = "/api/v1/comments"
PAGE = f"{COMMENTS}?article=story-1"
COMMENT_FIELDS = {
    "id",
    "parent_id",
    "depth",
    "status",
    "author",
    "html",
    "created_at",
    "edited_at",
    "votes",
    "tombstone",
    "replies",
}


def ids(comments: list[Json]) -> list[str]:
    """The ids of comments, in their order."""
    return [each["id"] for each in comments]


def test_a_comment_is_stored_and_waits(reader: Someone) -> None:
    """Until it is scored a new comment is pending, and only its author sees it."""
    answer = reader.post(COMMENTS, comment(body="A **fair** point."))

    assert answer.status_code == 201
    assert set(answer.json) == {"comment", "reader_token", "editable_until"}
    created = answer.json["comment"]
    assert set(created) == COMMENT_FIELDS
    assert created["status"] == "pending"
    assert created["html"] == "<p>A <strong>fair</strong> point.</p>"
    assert created["author"] == {
        "name": "Ada",
        "initials": "A",
        "verified": False,
        "staff": False,
    }
    assert reader.get(PAGE).json["comments"] == []
    assert reader.get(f"{COMMENTS}/{created['id']}").status_code == 404


def test_times_are_utc_and_the_window_is_the_sites(reader: Someone) -> None:
    """Times end in Z with milliseconds; a comment can be edited for 15 minutes."""
    created = posted(reader)
    written = created["comment"]["created_at"]

    assert written.endswith("Z")
    assert len(written) == len("2026-11-25T18:30:01.123Z")
    until = datetime.fromisoformat(created["editable_until"])
    assert until - datetime.fromisoformat(written) == timedelta(minutes=15)


def test_a_reader_keeps_their_token(reader: Someone) -> None:
    """The token of the first write is the reader's, whatever they write next."""
    first = posted(reader)
    second = as_author(reader, first).post(COMMENTS, comment(article="story-2")).json

    assert second["reader_token"] == first["reader_token"]


def test_what_is_clean_is_shown_and_what_is_rude_waits(
    reader: Someone, score_all: Callable[[], None]
) -> None:
    """The classifier and the rules decide; the count follows, and nobody sees the rest."""
    clean = posted(reader, body="Thank you for this thoughtful article.")
    rude = posted(reader, body="You are a stupid idiot and I hate you.")
    score_all()

    page = reader.get(PAGE).json
    assert ids(page["comments"]) == [clean["comment"]["id"]]
    assert page["article"]["count"] == 1
    receipt = as_author(reader, rude).get(f"{COMMENTS}/{rude['comment']['id']}").json
    assert receipt["comment"]["status"] == "pending"


def test_a_page_is_a_copy_with_an_etag(reader: Someone, admin: Someone) -> None:
    """The same page is 304 until something that is shown changes; then it has another ETag."""
    approved(reader, admin)
    first = reader.get(PAGE)
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["Content-Type"] == "application/json"

    again = reader.get(PAGE, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert reader.get(PAGE).data == first.data

    posted(reader)  # a comment that waits changes nothing that is shown
    assert reader.get(PAGE, if_none_match=first.headers["ETag"]).status_code == 304
    approved(reader, admin)
    changed = reader.get(PAGE, if_none_match=first.headers["ETag"])
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert changed.json["article"]["version"] > first.json["article"]["version"]


def test_an_etag_is_of_one_page(reader: Someone, admin: Someone) -> None:
    """Other parameters, another article, or other settings of the site: another ETag."""
    approved(reader, admin)
    pages = [PAGE, f"{PAGE}&sort=newest", f"{PAGE}&limit=1", f"{COMMENTS}?article=none"]
    etags = [reader.get(page).headers["ETag"] for page in pages]
    assert len(set(etags)) == len(etags)

    admin.patch("/api/v1/sites/default", {"paused": True, "message": "Back at nine."})
    assert reader.get(PAGE).headers["ETag"] not in etags
    assert reader.get(PAGE).json["article"]["open"] is False


@ONE_DATABASE
@pytest.mark.parametrize("sent", ['"other", {}', "W/{}", "*"])
def test_if_none_match_is_read_as_http_has_it(reader: Someone, sent: str) -> None:
    """Several tags, a weak one, and any."""
    etag = reader.get(PAGE).headers["ETag"]

    assert reader.get(PAGE, if_none_match=sent.format(etag)).status_code == 304


def test_an_article_nobody_commented_on_is_an_empty_page(reader: Someone) -> None:
    """200, empty, count 0, open."""
    answer = reader.get(f"{COMMENTS}?article=%20any%20id%2F%3F")

    assert answer.status_code == 200
    assert answer.json == {
        "article": {
            "id": " any id/?",
            "title": "",
            "url": "",
            "count": 0,
            "open": True,
            "version": 0,
        },
        "comments": [],
        "next_cursor": None,
        "prev_cursor": None,
    }


def test_pages_follow_one_another(reader: Someone, admin: Someone) -> None:
    """By its cursors one reaches every root once, in three orders, and the way back."""
    roots = [approved(reader, admin)["comment"]["id"] for _ in range(5)]

    for sort, order in (("oldest", roots), ("newest", roots[::-1])):
        seen, cursor = [], ""
        while cursor is not None:
            page = reader.get(f"{PAGE}&sort={sort}&limit=2{cursor and f'&cursor={cursor}'}").json
            seen += ids(page["comments"])
            previous, cursor = page["prev_cursor"], page["next_cursor"]
        assert seen == order
        back = reader.get(f"{PAGE}&sort={sort}&limit=2&cursor={previous}").json
        assert ids(back["comments"]) == order[2:4]


def test_a_page_opens_around_a_comment(reader: Someone, admin: Someone) -> None:
    """`around` begins at the root of that comment and says what lies before."""
    roots = [approved(reader, admin)["comment"]["id"] for _ in range(4)]
    reply = approved(reader, admin, parent_id=roots[2])["comment"]["id"]

    page = reader.get(f"{PAGE}&limit=1&around={reply}").json

    assert ids(page["comments"]) == [roots[2]]
    assert ids(page["comments"][0]["replies"]["items"]) == [reply]
    before = reader.get(f"{PAGE}&limit=1&cursor={page['prev_cursor']}").json
    assert ids(before["comments"]) == [roots[1]]


def test_one_comment_comes_with_those_above_it(reader: Someone, admin: Someone) -> None:
    """A permalink shows the way from the root."""
    root = approved(reader, admin)["comment"]
    reply = approved(reader, admin, parent_id=root["id"])["comment"]
    answer = approved(reader, admin, parent_id=reply["id"])["comment"]

    told = reader.get(f"{COMMENTS}/{answer['id']}")

    assert told.json["comment"]["id"] == answer["id"]
    assert told.json["comment"]["depth"] == 2
    assert ids(told.json["ancestors"]) == [root["id"], reply["id"]]
    again = reader.get(f"{COMMENTS}/{answer['id']}", if_none_match=told.headers["ETag"])
    assert again.status_code == 304


def test_one_comment_says_where_its_replies_are(reader: Someone, admin: Someone) -> None:
    """Told without them, it and those above it have the cursor that lists them, if there are any."""
    created = approved(reader, admin)
    root = created["comment"]["id"]
    reply = approved(reader, admin, parent_id=root)["comment"]["id"]
    last = approved(reader, admin, parent_id=reply)["comment"]["id"]
    own = as_author(reader, created).get(f"{COMMENTS}/{root}").json["comment"]
    told = reader.get(f"{COMMENTS}/{last}").json

    assert told["comment"]["replies"] == {"items": [], "count": 0, "next_cursor": None}
    for one, below in zip([own, *told["ancestors"]], [reply, reply, last], strict=True):
        cursor = one["replies"]["next_cursor"]
        page = reader.get(f"{COMMENTS}/{one['id']}/replies?cursor={cursor}").json
        assert ids(page["items"]) == [below]


def test_the_receipt_is_its_authors_alone(reader: Someone, admin: Someone) -> None:
    """With their token an author sees their comment in any status, and why; never cached."""
    created = posted(reader)
    path = f"{COMMENTS}/{created['comment']['id']}"
    items = [{"comment_id": created["comment"]["id"]}]
    reason = {"items": items, "action": "reject", "reason": "off topic"}
    assert admin.post("/api/v1/decisions", reason).json["conflicts"] == []

    told = as_author(reader, created).get(path)

    assert told.headers["Cache-Control"] == "no-store"
    assert told.json["comment"]["status"] == "rejected"
    assert told.json["reason"] == "off topic"
    assert told.json["ancestors"] == []
    assert "typical_wait_s" in told.json
    assert reader.get(path).status_code == 404
    stranger = as_author(reader, posted(reader))
    assert stranger.get(path).status_code == 404


def test_a_removed_comment_with_replies_is_a_tombstone(reader: Someone, admin: Someone) -> None:
    """Its place stays for the sake of what was answered, without text and author, uncounted."""
    root = approved(reader, admin, body="Regrettable.")["comment"]
    approved(reader, admin, parent_id=root["id"])
    decided(admin, "reject", root["id"])

    page = reader.get(PAGE)

    [grave] = page.json["comments"]
    assert (grave["tombstone"], grave["author"], grave["html"]) == ("rejected", None, "")
    assert len(grave["replies"]["items"]) == 1
    assert page.json["article"]["count"] == 1
    assert "Regrettable" not in page.text


def test_replies_go_on_by_cursor(reader: Someone, admin: Someone) -> None:
    """More of a thread comes page by page, with ETag, and each reply once."""
    root = approved(reader, admin)["comment"]["id"]
    replies = [approved(reader, admin, parent_id=root)["comment"]["id"] for _ in range(5)]

    first = reader.get(f"{COMMENTS}/{root}/replies?limit=3")
    rest = reader.get(f"{COMMENTS}/{root}/replies?limit=3&cursor={first.json['next_cursor']}").json

    assert first.json["count"] == 5
    assert ids(first.json["items"]) + ids(rest["items"]) == replies
    assert rest["next_cursor"] is None
    assert first.headers["Cache-Control"] == "no-cache"
    etag = first.headers["ETag"]
    assert reader.get(f"{COMMENTS}/{root}/replies?limit=3", if_none_match=etag).status_code == 304


@pytest.mark.slow
def test_a_chain_of_a_thousand_replies_can_be_read(
    app: Flask, reader: Someone, admin: Someone
) -> None:
    """Answers a thousand deep nest to depth 6 and lie flat below; all of them can be reached."""
    admin.patch("/api/v1/sites/default", {"mode": "post"})
    chain = _chain(app, posted(reader)["comment"]["id"], 1000)

    page = reader.get(PAGE).json
    assert _depth(page["comments"]) == 8  # depths 0 to 6, and what lies flat below
    assert page["article"]["count"] == 1001
    deepest = reader.get(f"{COMMENTS}/{chain[-1]}").json
    assert deepest["comment"]["depth"] == 1000
    assert ids(deepest["ancestors"]) == chain[:-1]
    assert _all_ids(reader, page["comments"]) == set(chain)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"open": False, "message": "That is all, thank you."}, "That is all, thank you."),
        ({"open": False}, "Comments on this article are closed."),
        ({"paused": True, "message": "Back at nine."}, "Back at nine."),
    ],
)
@ONE_DATABASE
def test_a_closed_site_says_why(
    reader: Someone, admin: Someone, changed: Json, message: str
) -> None:
    """Posting is 403 with the site's own words; reading goes on."""
    approved(reader, admin)
    assert admin.patch("/api/v1/sites/default", changed).status_code == 200

    answer = reader.post(COMMENTS, comment())

    assert answer.status_code == 403
    assert answer.json["detail"] == message
    assert len(reader.get(PAGE).json["comments"]) == 1


@ONE_DATABASE
def test_title_and_address_come_from_the_first_reader(reader: Someone, admin: Someone) -> None:
    """Later readers, who may lie, change nothing about an article."""
    told = {"article_title": " The ferry ", "article_url": "https://news.example/ferry"}
    posted(reader, **told)
    posted(reader, article_title="Spam", article_url="https://spam.example/")

    article = reader.get(PAGE).json["article"]

    assert (article["title"], article["url"]) == ("The ferry", "https://news.example/ferry")


@ONE_DATABASE
def test_an_article_lies_on_its_sites_pages(reader: Someone, second_site: object) -> None:
    """A site with origins takes no article elsewhere."""
    for url, taken in (
        ("https://gazette.example/news/1", True),
        ("HTTPS://Gazette.example/news/1", True),
        ("https://gazette.example.evil.example/", False),
        ("https://gazette.example@evil.example/", False),
        ("http://gazette.example/", False),
    ):
        answer = reader.post(COMMENTS, comment(site="gazette", article_url=url))
        assert (answer.status_code == 201) is taken, url
        if not taken:
            assert list(errors(answer)) == ["article_url"]


@ONE_DATABASE
def test_optional_fields_may_be_null(reader: Someone) -> None:
    """A client that has nothing to say about the article may say so."""
    nothing = {"parent_id": None, "article_url": None, "article_title": None, "website": None}

    assert reader.post(COMMENTS, comment(**nothing)).status_code == 201


def test_who_fills_the_hidden_field_waits_for_a_person(
    reader: Someone, admin: Someone, score_all: Callable[[], None]
) -> None:
    """A robot is told nothing; its comment is held."""
    created = posted(reader, body="Thank you for this article.", website="https://spam.example")
    score_all()

    assert created["comment"]["status"] == "pending"
    assert reader.get(PAGE).json["comments"] == []
    [item] = admin.get("/api/v1/queue").json["items"]
    assert item["held_because"]["facts"] == {"honeypot": True}


def _chain(app: Flask, first: str, length: int) -> list[str]:
    """A chain of replies below `first`, on a site that approves on receipt."""
    chain = [first]
    with app.app_context():
        site = find_site("default")
        assert site is not None
        for _ in range(length):
            draft = Draft("story-1", "deeper", "Ada", parent_id=UUID(chain[-1]))
            chain.append(str(receive(site, draft).comment.id))
            db.session.remove()
    return chain


def _depth(comments: list[Json]) -> int:
    """How deep an answer nests."""
    return max((1 + _depth(each["replies"]["items"]) for each in comments), default=0)


def _all_ids(reader: Someone, comments: list[Json]) -> set[str]:
    """All comments that one reaches from these by their cursors."""
    found: set[str] = set()
    for each in comments:
        found.add(each["id"])
        replies: Any = each["replies"]
        while True:
            found |= _all_ids(reader, replies["items"])
            if replies["next_cursor"] is None:
                break
            cursor = replies["next_cursor"]
            path = f"{COMMENTS}/{each['id']}/replies?limit=100&cursor={cursor}"
            replies = reader.get(path).json
    return found
