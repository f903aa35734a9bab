"""Counts for a page of headlines."""

import pytest
from sqlalchemy import event

from models.database import db
from tests.service.someone import ONE_DATABASE, Someone, approved, decided, posted

COUNTS = "/api/v1/counts"


def test_counts_come_under_the_ids_as_asked(reader: Someone, admin: Someone) -> None:
    """One number for each id, whatever the id looks like; nothing counts but what is approved."""
    odd = " a,b&c=é/🙂 "
    approved(reader, admin, article="a")
    approved(reader, admin, article=odd)
    approved(reader, admin, article=odd)
    posted(reader, article="a")

    asked = "&".join(["article=a", "article=%20a%2Cb%26c%3D%C3%A9%2F%F0%9F%99%82%20", "article=b"])
    by_get = reader.get(f"{COUNTS}?{asked}")
    by_post = reader.post(COUNTS, {"articles": ["a", odd, "b", "a"]})

    assert by_get.status_code == by_post.status_code == 200
    assert by_get.json == by_post.json == {"counts": {"a": 1, odd: 2, "b": 0}}


def test_a_count_follows_a_decision_at_once(reader: Someone, admin: Someone) -> None:
    """The process that decides answers with the new count right away, and with another ETag."""
    first = reader.get(f"{COUNTS}?article=story-1")
    created = approved(reader, admin)
    second = reader.get(f"{COUNTS}?article=story-1", if_none_match=first.headers["ETag"])
    decided(admin, "reject", created["comment"]["id"])
    third = reader.get(f"{COUNTS}?article=story-1", if_none_match=first.headers["ETag"])

    assert [first.json["counts"], second.json["counts"]] == [{"story-1": 0}, {"story-1": 1}]
    assert third.status_code == 304


@ONE_DATABASE
def test_counts_may_be_kept_for_seconds(reader: Someone) -> None:
    """Shared caches take load off; the headers are those of the contract."""
    headers = reader.get(f"{COUNTS}?article=a").headers

    assert headers["Cache-Control"] == "public, max-age=5, stale-while-revalidate=60"
    assert headers["ETag"].startswith('"')
    assert "Set-Cookie" not in headers


@ONE_DATABASE
def test_counts_of_two_sites_are_apart(
    reader: Someone, admin: Someone, second_site: object
) -> None:
    """The same article id on another site is another article."""
    approved(reader, admin, site="gazette")

    for site, count in (("gazette", 1), ("default", 0)):
        assert reader.get(f"{COUNTS}?article=story-1&site={site}").json["counts"] == {
            "story-1": count
        }
        sent = {"articles": ["story-1"], "site": site}
        assert reader.post(COUNTS, sent).json["counts"] == {"story-1": count}


@ONE_DATABASE
@pytest.mark.parametrize(("number", "status"), [(100, 200), (101, 422)])
def test_a_query_asks_for_a_hundred(reader: Someone, number: int, status: int) -> None:
    """More fit into a POST."""
    ids = [f"story-{each}" for each in range(number)]

    assert reader.get(f"{COUNTS}?article={'&article='.join(ids)}").status_code == status
    assert len(reader.post(COUNTS, {"articles": ids * 9}).json["counts"]) == number


def test_a_thousand_counts_are_one_query(reader: Someone) -> None:
    """A page with many headlines costs the database no more than one with few."""
    statements: list[str] = []
    with reader.client.application.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    ids = [f"story-{each}" for each in range(1000)]
    reader.post(COUNTS, {"articles": ids})  # the site is known from now on
    statements.clear()

    assert reader.post(COUNTS, {"articles": ids}).json["counts"] == dict.fromkeys(ids, 0)
    assert len([each for each in statements if each.startswith("SELECT")]) == 1


@ONE_DATABASE
def test_a_thousand_ids_may_be_as_long_as_ids_are(reader: Someone) -> None:
    """Neither their length nor the way in which JSON writes them makes a request too large."""
    articles = [f"{number:04}" + "\N{GRINNING FACE}" * 251 for number in range(1000)]
    escaped = reader.post(COUNTS, {"articles": articles})

    assert escaped.status_code == 200
    assert escaped.json["counts"] == dict.fromkeys(articles, 0)
