"""Who was away reads on from a cursor."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.database import db, now, writing
from models.events import Event
from service.flow.announce import announce_scorer
from service.flow.catch_up import events_after
from service.flow.place import place_events
from service.flow.refused import Refused
from tests.service.flow.newsroom import Newsroom


def types(cursor: str | None = None, limit: int = 100, *wanted: str) -> tuple[list[str], str]:
    """The types of the events of a page, and its cursor."""
    db.session.rollback()
    page = events_after(cursor, limit, wanted, None)
    return [event.type for event, _ in page.events], page.next_cursor


def test_pages_go_on_where_the_last_one_ended(room: Newsroom) -> None:
    """Nothing twice, nothing left out."""
    for _ in range(3):
        room.approved()
    place_events()
    everything, _ = types()
    found, cursor = [], None
    for _ in range(4):
        page, cursor = types(cursor, 2)
        found += page
    assert found == everything
    assert len(found) == 6


def test_an_empty_page_has_a_cursor_that_waits(room: Newsroom) -> None:
    """Who has read everything asks with it until something happens."""
    page, cursor = types()
    assert page == []
    room.post()
    place_events()
    page, cursor = types(cursor)
    assert page == ["comment.created"]
    assert types(cursor) == ([], cursor)
    room.post()
    place_events()
    assert types(cursor)[0] == ["comment.created"]


def test_only_the_types_that_are_asked_for(room: Newsroom) -> None:
    """One or several."""
    room.reject(room.approved())
    place_events()
    assert types(None, 100, "comment.rejected")[0] == ["comment.rejected"]
    assert types(None, 1, "comment.rejected", "comment.approved")[0] == ["comment.approved"]


def test_only_the_sites_that_may_be_seen(room: Newsroom) -> None:
    """And what concerns the whole service; not the test of a webhook of every site."""
    gazette = Newsroom("gazette")
    with writing() as session:
        session.add(Event(type="webhook.test", data={"webhook": {"id": "1"}}))
    room.post()
    gazette.post()
    announce_scorer("recovered")
    place_events()
    seen = events_after(None, 100, (), [gazette.site.id]).events
    assert [(event.type, event.site_id) for event, _ in seen] == [
        ("comment.created", gazette.site.id), ("scorer.recovered", None),
    ]  # fmt: skip


def test_thirty_days_are_kept(room: Newsroom) -> None:
    """Older events are not told, even before they are swept away."""
    room.post()
    place_events()
    with writing() as session:
        session.execute(update(Event).values(created_at=now() - timedelta(days=31)))
    assert types()[0] == []


def test_what_has_no_place_yet_is_not_told(room: Newsroom) -> None:
    """It would be told twice, or never."""
    room.post()
    assert types()[0] == []


@pytest.mark.parametrize("cursor", ["x", "!!", "WyJldmVudHMiXQ", "WyJhIiwxXQ"])
def test_a_cursor_of_another_listing_is_refused(room: Newsroom, cursor: str) -> None:
    """With the name of the parameter."""
    with pytest.raises(Refused) as refused:
        types(cursor)
    assert refused.value.field == "after"
