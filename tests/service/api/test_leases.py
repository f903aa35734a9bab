"""Leases over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from models.database import writing
from models.sites import Site
from service.access.keys import create_key
from tests.service.someone import ONE_DATABASE, Json, Someone, decided, errors, posted, with_key

LEASES = "/api/v1/queue/leases"
RUDE = "You are a stupid idiot and I hate you."


@pytest.fixture
def desk(app: Flask) -> Callable[..., Someone]:
    """Another key: of a role, perhaps of one site alone."""

    def made(role: str = "moderator", site: Site | None = None) -> Someone:
        with app.app_context(), writing() as session:
            sites = None if site is None else [site.id]
            _, text = create_key(session, f"a {role}'s desk", role, sites)
        return with_key(app.test_client(), text)

    return made


def _ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["comment"]["id"] for item in answer.json["items"]]


def _unscored(reader: Someone, number: int, **changed: Any) -> list[str]:
    return [posted(reader, **changed)["comment"]["id"] for _ in range(number)]


def test_two_desks_never_get_the_same(
    reader: Someone, moderator: Someone, desk: Callable[..., Someone]
) -> None:
    """One takes ten, another the rest; after a reload each finds its own again."""
    ids, other = _unscored(reader, 13), desk()
    first = moderator.post(LEASES, {"state": "unscored"})
    assert set(first.json) == {"items", "until"}
    assert first.headers["Cache-Control"] == "no-store"
    [lease] = {(i["lease"]["by"], i["lease"]["until"]) for i in first.json["items"]}
    assert lease == ("mo@example.org", first.json["until"])
    second = other.post(LEASES, {"state": "unscored", "limit": 200})
    assert len(_ids(first)) == 10
    assert sorted(_ids(first) + _ids(second)) == sorted(ids)
    assert _ids(moderator.get(LEASES)) == _ids(first)
    assert _ids(other.get(LEASES)) == _ids(second)
    assert _ids(other.post(LEASES, {"state": "unscored"})) == []
    listed = moderator.get("/api/v1/queue?state=unscored").json["items"]
    assert {each["lease"]["by"] for each in listed} == {"mo@example.org", "a moderator's desk"}


def test_leases_are_renewed_lost_and_freed(
    reader: Someone, moderator: Someone, desk: Callable[..., Someone]
) -> None:
    """Each comment is in one list; a decision by anybody ends a lease."""
    mine, others, gone = sorted(_unscored(reader, 3))
    other = desk()
    assert _ids(other.post(LEASES, {"state": "unscored", "comment": others})) == [others]
    assert sorted(_ids(moderator.post(LEASES, {"state": "unscored"}))) == [mine, gone]
    decided(other, "approve", gone)
    renewed = moderator.put(LEASES, {"comment_ids": [mine, others, gone]}).json
    assert (renewed["renewed"], renewed["lost"]) == ([mine], [others, gone])
    assert renewed["until"].endswith("Z")
    freed = moderator.call("DELETE", LEASES, {"comment_ids": [others, mine]})
    assert freed.json == {"freed": [mine]}
    assert _ids(moderator.get(LEASES)) == []
    assert _ids(other.post(LEASES, {"state": "unscored"})) == [mine]


def test_an_edit_makes_a_leased_card_stale(reader: Someone, moderator: Someone) -> None:
    """Who decides what was edited meanwhile gets the conflict, with the comment as it is now."""
    created = posted(reader, body=RUDE)
    [item] = moderator.post(LEASES, {"state": "unscored"}).json["items"]
    author = Someone(reader.client, {"X-Belowline-Reader": created["reader_token"]})
    path = f"/api/v1/comments/{created['comment']['id']}"
    assert author.patch(path, {"body": "I beg your pardon."}).status_code == 200
    seen = {"comment_id": item["comment"]["id"], "version": item["comment"]["version"]}
    sent = {"items": [seen], "action": "reject"}
    [conflict] = moderator.post("/api/v1/decisions", sent).json["conflicts"]
    assert (conflict["why"], conflict["status"]) == ("stale", "pending")
    assert conflict["decided_by"] == "the author"


def test_what_was_escalated_waits_for_whoever_asks_for_it(
    reader: Someone, admin: Someone, moderator: Someone
) -> None:
    """Ordinary leases pass it over until it is decided."""
    [comment] = _unscored(reader, 1)
    decided(moderator, "escalate", comment)
    assert _ids(moderator.post(LEASES, {"state": "unscored"})) == []
    assert _ids(admin.post(LEASES, {"state": "escalated"})) == [comment]
    decided(moderator, "hold", comment)
    assert _ids(moderator.post(LEASES, {"state": "unscored"})) == [comment]


@ONE_DATABASE
def test_leases_are_of_the_sites_one_may_see(
    reader: Someone, admin: Someone, desk: Callable[..., Someone], second_site: Site
) -> None:
    """Another site's comments are neither given nor renewed, and the site is not there."""
    here = _unscored(reader, 1)
    there = _unscored(reader, 2, site="gazette")
    gazette = desk(site=second_site)
    assert sorted(_ids(gazette.post(LEASES, {"state": "unscored"}))) == sorted(there)
    assert gazette.post(LEASES, {"site": "default"}).status_code == 404
    assert admin.post(LEASES, {"site": "nowhere"}).status_code == 404
    assert gazette.put(LEASES, {"comment_ids": here}).json["lost"] == here
    assert gazette.call("DELETE", LEASES, {"comment_ids": here}).json == {"freed": []}
    assert _ids(admin.post(LEASES, {"state": "unscored", "site": "default"})) == here


@ONE_DATABASE
@pytest.mark.parametrize("asked", ["story-2", ["story-2"], ["story-3", "story-2"]])
def test_one_article_need_not_be_a_list(
    reader: Someone, moderator: Someone, asked: str | list[str]
) -> None:
    """The filter is named as in the address of the queue, where an article comes alone."""
    _unscored(reader, 1)
    wanted = _unscored(reader, 1, article="story-2")
    assert _ids(moderator.post(LEASES, {"state": "unscored", "article": asked})) == wanted


AN_ID = "01954f00-b000-7254-be3a-10fa3ddca214"
WRONG: list[tuple[str, Json, str]] = [
    ("POST", {"limit": 0}, "limit"),
    ("POST", {"limit": 201}, "limit"),
    ("POST", {"limit": "10"}, "limit"),
    ("POST", {"state": "held back"}, "state"),
    ("POST", {"sort": "random"}, "sort"),
    ("POST", {"article": 1}, "article"),
    ("POST", {"article": ""}, "article"),
    ("POST", {"article": []}, "article"),
    ("POST", {"article": ["a"] * 51}, "article"),
    ("POST", {"min_score": 1.5}, "min_score"),
    ("POST", {"min_score": "0.5"}, "min_score"),
    ("POST", {"min_score": 0.6, "max_score": 0.5}, "min_score"),
    ("POST", {"label": "rudeness"}, "label"),
    ("POST", {"reader": "me"}, "reader"),
    ("POST", {"cursor": "x"}, "cursor"),
    ("POST", {"for_whom": "me"}, "for_whom"),
    ("PUT", {}, "comment_ids"),
    ("PUT", {"comment_ids": []}, "comment_ids"),
    ("PUT", {"comment_ids": ["x"]}, "comment_ids.0"),
    ("PUT", {"comment_ids": [AN_ID, AN_ID]}, "comment_ids"),
    ("PUT", {"comment_ids": [AN_ID[:-3] + f"{n:03}" for n in range(201)]}, "comment_ids"),
    ("DELETE", {"comment_ids": [AN_ID, AN_ID.upper()]}, "comment_ids"),
    ("DELETE", {"comment_ids": AN_ID}, "comment_ids"),
]


@ONE_DATABASE
def test_what_makes_no_sense_is_refused_by_its_name(reader: Someone, moderator: Someone) -> None:
    """And nothing is reserved, renewed or freed by it."""
    _unscored(reader, 1)
    held = _ids(moderator.post(LEASES, {"state": "unscored"}))
    for method, sent, field in WRONG:
        assert field in errors(moderator.call(method, LEASES, sent)), (method, sent)
    assert _ids(moderator.get(LEASES)) == held
    assert moderator.call("POST", LEASES).status_code == 415


@ONE_DATABASE
def test_only_moderators_have_leases(
    reader: Someone, moderator: Someone, desk: Callable[..., Someone]
) -> None:
    """Neither strangers nor keys for scoring, and no page that forges a moderator's call."""
    _unscored(reader, 1)
    forged = Someone(moderator.client, {"X-CSRF-Token": "0" * 43})
    calls: tuple[tuple[str, Json], ...]
    calls = (("POST", {}), ("PUT", {"comment_ids": [AN_ID]}), ("DELETE", {"comment_ids": [AN_ID]}))
    for method, sent in calls:
        assert Someone(reader.client).call(method, LEASES, sent).status_code == 401
        assert desk("scorer").call(method, LEASES, sent).status_code == 403
        assert forged.call(method, LEASES, sent).status_code == 403
    assert desk("scorer").get(LEASES).status_code == 403
    assert _ids(moderator.post(LEASES, {"state": "unscored"})) != []
