"""Systems that were away catch up with what happened."""

import pytest
from flask import Flask

from models.sites import Site
from service.flow.place import place_events
from tests.service.someone import ONE_DATABASE, Someone, approved, errors, posted, with_key

EVENTS = "/api/v1/events"


def place(app: Flask) -> None:
    """Give committed events their places, as the jobs do."""
    with app.app_context():
        place_events()


def test_what_happened_is_told_in_order(app: Flask, admin: Someone, reader: Someone) -> None:
    """As in webhooks, with the id of each event."""
    comment = approved(reader, admin)["comment"]
    place(app)
    page = admin.get(EVENTS).json
    created, decided = page["items"]
    assert [created["type"], decided["type"]] == ["comment.created", "comment.approved"]
    assert set(created) == {"id", "type", "timestamp", "data"}
    assert decided["data"]["comment"]["id"] == comment["id"]
    assert decided["data"]["comment"]["status"] == "approved"
    assert decided["data"]["comment"]["site"] == "default"
    assert decided["data"]["decision"]["by"] == "key"
    assert decided["timestamp"].endswith("Z")


def test_a_cursor_goes_on(app: Flask, admin: Someone, reader: Someone) -> None:
    """Through pages, and from an empty one to what happens next."""
    approved(reader, admin)
    place(app)
    page = admin.get(f"{EVENTS}?limit=1").json
    assert [each["type"] for each in page["items"]] == ["comment.created"]
    page = admin.get(f"{EVENTS}?after={page['next_cursor']}").json
    assert [each["type"] for each in page["items"]] == ["comment.approved"]
    empty = admin.get(f"{EVENTS}?after={page['next_cursor']}").json
    assert empty == {"items": [], "next_cursor": page["next_cursor"]}
    posted(reader, body="More.")
    place(app)
    page = admin.get(f"{EVENTS}?after={empty['next_cursor']}").json
    assert [each["type"] for each in page["items"]] == ["comment.created"]


def test_types_are_chosen(app: Flask, admin: Someone, reader: Someone) -> None:
    """One, or several by naming them all."""
    approved(reader, admin)
    place(app)
    for query, number in (
        ("type=comment.approved", 1),
        ("type=comment.approved&type=comment.created", 2),
        ("type=comment.held", 0),
    ):
        assert len(admin.get(f"{EVENTS}?{query}").json["items"]) == number


def test_a_key_sees_its_sites(
    app: Flask, admin: Someone, reader: Someone, second_site: Site
) -> None:
    """And nothing of others."""
    key = admin.post("/api/v1/api-keys", {"name": "g", "role": "moderator", "sites": ["gazette"]})
    posted(reader)
    place(app)
    assert with_key(admin.client, key.json["key"]).get(EVENTS).json["items"] == []
    assert len(admin.get(EVENTS).json["items"]) == 1


def test_events_are_for_who_may_see_comments(admin: Someone, reader: Someone) -> None:
    """Not for readers, and not for who only scores texts."""
    key = admin.post("/api/v1/api-keys", {"name": "s", "role": "scorer"}).json["key"]
    assert reader.get(EVENTS).status_code == 401
    assert with_key(admin.client, key).get(EVENTS).status_code == 403


@ONE_DATABASE
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("after=x", "after"), ("after=", "after"), ("after=a&after=b", "after"),
        ("type=comment.liked", "type.0"), ("limit=0", "limit"), ("limit=201", "limit"),
        ("limit=ten", "limit"), ("before=1", "before"), ("after=" + "a" * 601, "after"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(admin: Someone, query: str, field: str) -> None:
    """By its parameter."""
    assert field in errors(admin.get(f"{EVENTS}?{query}"))
