"""Filters under names of one's own, and texts that one uncovered, over HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from models.database import db, writing
from models.saved_filters import SavedFilter
from models.sites import Site
from models.uncovered import Uncovered
from service.flow.decide import Actor
from service.flow.forget import forget_the_old
from service.flow.refused import Refused
from service.flow.saved_filters import MOST_SAVED, save_filter
from tests.models.together import together
from tests.service.someone import ONE_DATABASE, Someone, errors, posted, with_key

FILTERS, UNCOVERED = "/api/v1/queue/filters", "/api/v1/queue/uncovered"
QUERY = {"state": "flagged", "article": ["a", "b"], "label": "threat", "min_score": 0.5}


def test_a_filter_is_kept_and_dropped(moderator: Someone, admin: Someone) -> None:
    """Under the moderator's own name for it, as it was sent, and for nobody else."""
    made = moderator.post(FILTERS, {"name": " Threats ", "query": QUERY})
    assert made.status_code == 201
    assert made.json == {"id": made.json["id"], "name": "Threats", "query": QUERY}
    moderator.post(FILTERS, {"name": "All", "query": {}})
    assert [each["name"] for each in moderator.get(FILTERS).json["items"]] == ["All", "Threats"]
    assert moderator.get(FILTERS).json["items"][1] == made.json
    assert admin.get(FILTERS).json == {"items": []}
    path = f"{FILTERS}/{made.json['id']}"
    assert admin.delete(path).status_code == 404
    assert moderator.delete(path).status_code == 204
    assert moderator.delete(path).status_code == 404
    assert [each["name"] for each in moderator.get(FILTERS).json["items"]] == ["All"]


def test_a_filter_that_is_sent_twice_at_once_is_kept_once(app: Flask) -> None:
    """A double click: one of the two is told that the name is taken."""
    person = Actor("moderator", "mo@example.org", uuid4())

    def saved() -> str:
        try:
            return save_filter(person, "Mine", {}).name
        except Refused as refused:
            return refused.kind

    with app.app_context():
        for _ in range(5):
            assert sorted(together(*[saved] * 8)) == ["Mine", *["conflict"] * 7]
            person = Actor("moderator", "mo@example.org", uuid4())


@pytest.mark.parametrize("who", ["moderators", "api-keys"])
def test_who_is_gone_leaves_nothing_behind(
    reader: Someone, moderator: Someone, admin: Someone, app: Flask, who: str
) -> None:
    """What they had reserved is free at once; their filters and what they uncovered are gone."""
    key = admin.post("/api/v1/api-keys", {"name": "a desk", "role": "moderator"}).json
    someone, own_id = {
        "moderators": (moderator, moderator.get("/api/v1/session").json["moderator"]["id"]),
        "api-keys": (with_key(app.test_client(), key["key"]), key["id"]),
    }[who]
    comment_id = posted(reader)["comment"]["id"]
    assert len(someone.post("/api/v1/queue/leases", {"state": "unscored"}).json["items"]) == 1
    someone.post(FILTERS, {"name": "Mine", "query": QUERY})
    someone.post(UNCOVERED, {"comment_id": comment_id})
    chief = {"email": "chief@example.org", "password": "a long password", "role": "admin"}
    admin.post("/api/v1/moderators", chief)

    assert admin.delete(f"/api/v1/{who}/{own_id}").status_code == 204
    assert len(admin.post("/api/v1/queue/leases", {"state": "unscored"}).json["items"]) == 1
    with app.app_context():
        for table in (SavedFilter, Uncovered):
            assert db.session.scalars(select(table)).all() == []


def test_a_name_is_given_once(moderator: Someone, admin: Someone) -> None:
    """By each person; another may have a filter of the same name."""
    for someone in (moderator, admin):
        assert someone.post(FILTERS, {"name": "Mine", "query": {}}).status_code == 201
        again = someone.post(FILTERS, {"name": "Mine", "query": {"q": "x"}})
        assert again.status_code == 409
        assert again.json["detail"] == "You have a filter called “Mine” already."


@ONE_DATABASE
def test_there_is_an_end_to_filters(moderator: Someone) -> None:
    """Nobody looks through more than 50."""
    for number in range(MOST_SAVED):
        assert moderator.post(FILTERS, {"name": str(number), "query": {}}).status_code == 201
    assert moderator.post(FILTERS, {"name": "x", "query": {}}).status_code == 409


@ONE_DATABASE
def test_a_filter_that_could_not_be_asked_is_refused(moderator: Someone, second_site: Site) -> None:
    """By the field's name; and a site that is not there is not there."""
    for sent, field in (
        ({"query": {}}, "name"),
        ({"name": "", "query": {}}, "name"),
        ({"name": "x" * 101, "query": {}}, "name"),
        ({"name": "x"}, "query"),
        ({"name": "x", "query": {"state": "nowhere"}}, "query.state"),
        ({"name": "x", "query": {"min_score": 2}}, "query.min_score"),
        ({"name": "x", "query": {"limit": 10}}, "query.limit"),
        ({"name": "x", "query": {"min_score": 0.9, "max_score": 0.1}}, "query.min_score"),
        ({"name": "x", "query": {}, "shared": True}, "shared"),
    ):
        assert field in errors(moderator.post(FILTERS, sent)), sent
    nowhere = {"name": "x", "query": {"site": "nowhere"}}
    assert moderator.post(FILTERS, nowhere).status_code == 404
    assert moderator.get(FILTERS).json == {"items": []}
    there = {"name": "x", "query": {"site": second_site.name}}
    assert moderator.post(FILTERS, there).status_code == 201


def test_uncovered_texts_are_counted_for_oneself(
    reader: Someone, moderator: Someone, admin: Someone
) -> None:
    """Each once a day; nobody is told of another's."""
    first, second = (posted(reader)["comment"]["id"] for _ in range(2))
    assert moderator.get(UNCOVERED).json == {"today": 0}
    for comment, number in ((first, 1), (first, 1), (second, 2)):
        assert moderator.post(UNCOVERED, {"comment_id": comment}).json == {"today": number}
    assert moderator.get(UNCOVERED).json == {"today": 2}
    assert admin.get(UNCOVERED).json == {"today": 0}


@pytest.mark.parametrize(("days", "left"), [(1, 2), (2, 1)])
def test_a_new_day_begins_at_nothing(
    app: Flask, reader: Someone, moderator: Someone, days: int, left: int
) -> None:
    """And what was before yesterday is forgotten."""
    comment = posted(reader)["comment"]["id"]
    moderator.post(UNCOVERED, {"comment_id": comment})
    with app.app_context(), writing() as session:
        row = session.query(Uncovered).one()
        day = row.day - timedelta(days=days)
        session.execute(update(Uncovered).values(day=day))
    assert moderator.get(UNCOVERED).json == {"today": 0}
    assert moderator.post(UNCOVERED, {"comment_id": comment}).json == {"today": 1}
    with app.app_context():
        forget_the_old()
    with app.app_context(), writing() as session:
        assert session.query(Uncovered).count() == left


@ONE_DATABASE
def test_only_what_one_sees_can_be_uncovered(
    reader: Someone, admin: Someone, second_site: Site
) -> None:
    """Neither a comment of another site nor anything that is none."""
    here = posted(reader)["comment"]["id"]
    made = admin.post("/api/v1/api-keys", {"name": "g", "role": "moderator", "sites": ["gazette"]})
    gazette = Someone(admin.client, {"Authorization": f"Bearer {made.json['key']}"})
    assert gazette.post(UNCOVERED, {"comment_id": here}).status_code == 404
    assert admin.post(UNCOVERED, {"comment_id": str(second_site.id)}).status_code == 404
    assert "comment_id" in errors(admin.post(UNCOVERED, {"comment_id": "x"}))
    assert admin.get(UNCOVERED).json == {"today": 0}
    assert reader.get(UNCOVERED).status_code == 401
