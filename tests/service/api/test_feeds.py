"""The Atom feeds, read by feedparser and held against the rules of RFC 4287."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from models.comments import Comment
from models.database import writing
from models.decisions import Decision
from models.sites import Site
from tests.service.someone import ONE_DATABASE, Json, Someone, approved, decided, errors, posted

ARTICLE = "/articles/comments.atom?article=story-1"
SITE = "/comments.atom"
URL = "https://paper.example/story-1"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
BOTH = pytest.mark.parametrize("path", [ARTICLE, SITE])


def fetched(reader: Someone, path: str) -> TestResponse:
    """The feed at this address, which must be there."""
    answer = reader.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return answer


def parsed(reader: Someone, path: str) -> Any:
    """The same as feedparser reads it, which must find nothing wrong."""
    feed = feedparser.parse(fetched(reader, path).data, sanitize_html=False)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


def keeps_the_rules(xml: bytes) -> ElementTree.Element:
    """The feed's element, after checking what RFC 4287 says a feed and its entries MUST have."""
    feed = ElementTree.fromstring(xml)  # noqa: S314 - our own bytes
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one each
            assert len(element.findall(ATOM + name)) == 1, name
        _is_an_id(_text(element, "id"))  # 4.2.6: an IRI, absolute
        assert RFC_3339.fullmatch(_text(element, "updated"))  # 3.3, in capitals
        alternates = _links(element, "alternate")
        assert len({(e.get("type"), e.get("hreflang")) for e in alternates}) == len(alternates)
        for link in element.findall(f"{ATOM}link"):  # 4.2.7.1
            assert urlsplit(str(link.get("href"))).scheme in ("http", "https")
    assert len(_links(feed, "self")) == 1  # SHOULD
    for entry in entries:
        assert _text(entry, "author/name")  # 4.1.1: in every entry, since the feed has none
        assert RFC_3339.fullmatch(_text(entry, "published"))
        [content] = entry.findall(f"{ATOM}content")  # 4.1.3.1: html means text, no elements
        assert (content.get("type"), len(content)) == ("html", 0)
        assert entry.find(f"{ATOM}category").get("term")  # 4.2.2.1
    ids = [_text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    return feed


@BOTH
def test_a_feed_keeps_the_rules(reader: Someone, admin: Someone, path: str) -> None:
    """Full or empty, with an address of the article or without, a feed is valid Atom."""
    keeps_the_rules(fetched(reader, path).data)
    root = approved(reader, admin, article_url=URL, article_title="The bridge")["comment"]
    approved(reader, admin, parent_id=root["id"])
    approved(reader, admin, article="story-2")

    keeps_the_rules(fetched(reader, path).data)
    assert len(parsed(reader, path).entries) == (2 if path == ARTICLE else 3)


def test_an_entry_is_a_comment(reader: Someone, admin: Someone) -> None:
    """Its id, author, words, times, and the place on the article's own page."""
    known = {"article_url": f"{URL}?a=1&b=2#top", "article_title": "The bridge"}
    root = approved(reader, admin, body="A **fair** point & <b>no more</b>.", **known)["comment"]
    reply = approved(reader, admin, parent_id=root["id"], author={"name": "Bob"})["comment"]

    feed = parsed(reader, ARTICLE)
    answer, entry = feed.entries

    assert entry.id == f"urn:uuid:{root['id']}"
    assert entry.author == "Ada"
    assert entry.title == "Ada: A fair point & <b>no more</b>."
    assert entry.content[0].type == "text/html"
    assert entry.content[0].value == root["html"]
    assert entry.link == f"{URL}?a=1&b=2#comment-{root['id']}"
    assert entry.published == root["created_at"]
    assert entry.tags[0].term == "story-1"
    assert entry.tags[0].label == "The bridge"
    assert answer.id == f"urn:uuid:{reply['id']}"
    assert answer["thr_in-reply-to"]["ref"] == f"urn:uuid:{root['id']}"
    assert feed.feed.title == "Comments: The bridge"
    assert feed.feed.link == f"{URL}?a=1&b=2"
    assert feed.feed.updated == answer.updated


def test_a_sites_feed_has_all_its_articles(
    reader: Someone, admin: Someone, second_site: Site
) -> None:
    """The newest first, each under its article's name, and nothing of another site."""
    approved(reader, admin, article_title="The bridge")
    approved(reader, admin, article="story-2")
    approved(reader, admin, site="gazette", author={"name": "Gaz"})

    assert [e.title for e in parsed(reader, SITE).entries] == ["Ada · story-2", "Ada · The bridge"]
    gazette = parsed(reader, f"{SITE}?site=gazette")
    assert [entry.author for entry in gazette.entries] == ["Gaz"]
    assert gazette.feed.id == f"urn:uuid:{second_site.id}"


@BOTH
def test_only_what_is_approved_is_told(reader: Someone, admin: Someone, path: str) -> None:
    """Nothing that waits, was rejected or deleted, not even as a tombstone with a shown reply."""
    posted(reader, body="Waiting.")
    rejected, held = (approved(reader, admin, body=f"{word}.") for word in ("Rejected", "Held"))
    mine = approved(reader, admin, body="Deleted.")
    for each in (rejected, held, mine):
        approved(reader, admin, body="A reply.", parent_id=each["comment"]["id"])
    before = fetched(reader, path).headers["ETag"]
    decided(admin, "reject", rejected["comment"]["id"])
    decided(admin, "hold", held["comment"]["id"])
    author = Someone(reader.client, {"X-Belowline-Reader": mine["reader_token"]})
    author.delete(f"/api/v1/comments/{mine['comment']['id']}")

    feed = parsed(reader, path)

    assert [entry.content[0].value for entry in feed.entries] == ["<p>A reply.</p>"] * 3
    assert reader.get(path, if_none_match=before).status_code == 200


@BOTH
def test_a_feed_says_where_it_is(reader: Someone, admin: Someone, path: str) -> None:
    """`rel=self` is an absolute address that answers the same feed."""
    approved(reader, admin)

    answer = fetched(reader, path)
    [address] = _links(keeps_the_rules(answer.data), "self")

    assert address.get("href", "").startswith("http://localhost/")
    assert fetched(reader, str(address.get("href"))).data == answer.data


def test_without_an_address_of_the_article_the_thread_is_ours(
    reader: Someone, admin: Someone
) -> None:
    """While nobody told where the article is, an entry leads to the comment on this server."""
    comment_id = approved(reader, admin)["comment"]["id"]

    [entry] = parsed(reader, ARTICLE).entries
    page = reader.get(entry.link)

    assert entry.link.endswith(f"#comment-{comment_id}")
    assert f'id="comment-{comment_id}"' in page.text


@BOTH
def test_a_feed_is_a_copy_with_an_etag(reader: Someone, admin: Someone, path: str) -> None:
    """304 until an approved comment comes, changes or goes; what waits changes nothing."""
    mine = approved(reader, admin)
    first = fetched(reader, path)
    assert first.headers["Cache-Control"] == "no-cache"

    posted(reader)
    again = reader.get(path, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    decided(admin, "reject", mine["comment"]["id"])
    changed = reader.get(path, if_none_match=first.headers["ETag"])
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@BOTH
def test_a_client_that_knows_times_only(
    reader: Someone, admin: Someone, app: Flask, path: str
) -> None:
    """Last-Modified is the last decision's time, once its second is over; removals count too."""
    comment_id = approved(reader, admin)["comment"]["id"]
    assert "Last-Modified" not in fetched(reader, path).headers

    _an_hour_passes(app)
    modified = fetched(reader, path).headers["Last-Modified"]
    assert reader.get(path, if_modified_since=modified).status_code == 304
    assert reader.get(path, if_modified_since=modified, if_none_match='"x"').status_code == 200

    decided(admin, "reject", comment_id)
    assert reader.get(path, if_modified_since=modified).status_code == 200
    _an_hour_passes(app, 0.5)
    assert reader.get(path, if_modified_since=modified).status_code == 200


def test_an_entry_is_as_new_as_its_approval(reader: Someone, admin: Someone, app: Flask) -> None:
    """A comment approved long after it was written is published then and updated now."""
    approved(reader, admin)
    with app.app_context(), writing() as session:
        written = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
        session.execute(update(Comment).values(created_at=written))

    feed = parsed(reader, SITE)
    [entry] = feed.entries

    assert entry.published == "2026-01-02T03:04:05.678Z"
    assert entry.updated > "2026-01-03"
    assert feed.feed.updated == entry.updated


def test_a_feed_has_fifty_at_most(reader: Someone, admin: Someone) -> None:
    """Of 53 comments the newest 50 are told, the newest first."""
    ids = [posted(reader, body=f"Words {n}.")["comment"]["id"] for n in range(53)]
    decided(admin, "approve", *ids)

    for path in (ARTICLE, SITE):
        told = [entry.id for entry in parsed(reader, path).entries]
        assert told == [f"urn:uuid:{id_}" for id_ in ids[:2:-1]]


NOT_IN_XML = "\x01\x08\x0b\x0c\x1f\ufffe\uffff"
HOSTILE = "]]></content><script>alert('1')</script>&amp;&lt;\"'"


@BOTH
def test_whatever_was_written_is_well_formed(reader: Someone, admin: Someone, path: str) -> None:
    """Markup is escaped, and characters that XML cannot hold are left out."""
    created = approved(
        reader,
        admin,
        body=f"{HOSTILE} {NOT_IN_XML} \U0001f600 `{HOSTILE}`",
        author={"name": HOSTILE},
        article_title=HOSTILE,
        article_url=f"https://paper.example/?q=%22&x=']]>&y={chr(0xE9)}",
    )["comment"]

    feed = keeps_the_rules(fetched(reader, path).data)
    [entry] = parsed(reader, path).entries

    assert [element.tag for element in feed.iter() if "script" in element.tag] == []
    assert entry.author == HOSTILE
    wanted = created["html"]
    for character in NOT_IN_XML:
        wanted = wanted.replace(character, "")
    assert entry.content[0].value.split() == wanted.split()
    assert "\U0001f600" in entry.content[0].value


def test_the_id_of_an_articles_feed_stays(reader: Someone, admin: Someone) -> None:
    """It is the same before anybody has commented and after, and another for another article."""
    before = parsed(reader, ARTICLE).feed.id
    approved(reader, admin)
    other = parsed(reader, "/articles/comments.atom?article=story-2").feed.id

    assert parsed(reader, ARTICLE).feed.id == before != other


@ONE_DATABASE
def test_names_and_settings_reach_the_feed(reader: Someone, admin: Someone) -> None:
    """A new title of the article or the site makes a new copy, in the language that was asked."""
    approved(reader, admin)
    for path in (ARTICLE, SITE):
        fetched(reader, path)
    admin.patch(ARTICLE.replace("/articles/comments.atom", "/api/v1/articles"), {"title": "New"})
    admin.patch("/api/v1/sites/default", {"title": "The Paper"})

    assert parsed(reader, f"{ARTICLE}&lang=de").feed.title == "Kommentare: New"
    site = parsed(reader, f"{SITE}?lang=ar")
    assert (site.feed.title, site.entries[0].title) == ("التعليقات: The Paper", "Ada · New")


@ONE_DATABASE
def test_wrong_parameters_are_named(reader: Someone) -> None:
    """An article is wanted, an unknown parameter is none, an unknown site is 404."""
    assert "article" in errors(reader.get("/articles/comments.atom"))
    assert "limit" in errors(reader.get(f"{SITE}?limit=5"))
    assert reader.get(f"{SITE}?site=none").status_code == 404


@ONE_DATABASE
def test_the_api_document_describes_them(reader: Someone) -> None:
    """The page and the feeds are in the OpenAPI document with what they really answer."""
    paths: Json = reader.get("/api/v1/openapi.json").json["paths"]

    for path, media in (
        ("/articles/comments.html", "text/html"),
        ("/articles/comments.atom", "application/atom+xml"),
        ("/comments.atom", "application/atom+xml"),
    ):
        assert list(paths[path]["get"]["responses"]["200"]["content"]) == [media]


def _an_hour_passes(app: Flask, hours: float = 1) -> None:
    """Move every decision back in time."""
    with app.app_context(), writing() as session:
        for row in session.query(Decision):
            row.created_at -= timedelta(hours=hours)


def _text(element: ElementTree.Element, path: str) -> str:
    found = element.find("/".join(ATOM + name for name in path.split("/")))
    return (found.text or "") if found is not None else ""


def _links(element: ElementTree.Element, rel: str) -> list[ElementTree.Element]:
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel") == rel]


def _is_an_id(iri: str) -> None:
    assert iri.startswith("urn:uuid:")
    assert str(UUID(iri.removeprefix("urn:uuid:"))) == iri.removeprefix("urn:uuid:")
