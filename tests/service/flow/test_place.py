"""Committed events have one order, which nobody can have read past."""

import random
import threading
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from models.database import db, now, writing
from models.deliveries import Delivery
from models.endpoints import Endpoint
from models.events import Event
from service.flow.announce import announce_counts
from service.flow.catch_up import events_after
from service.flow.check import check
from service.flow.fan_out import fan_out
from service.flow.place import anything_unplaced, place_events
from tests.models.together import together
from tests.service.flow.newsroom import Newsroom


def places() -> list[tuple[int | None, Event]]:
    """All events with their places."""
    db.session.rollback()
    statement = select(Event).order_by(Event.position)
    rows = db.session.scalars(statement.execution_options(populate_existing=True))
    return [(event.position, event) for event in rows]


def test_places_are_numbers_without_a_gap(room: Newsroom) -> None:
    """From one on; what is placed keeps its place."""
    room.approved()
    assert anything_unplaced(db.session())
    assert place_events() == 2
    first = [event.id for _, event in places()]
    room.approved()
    assert place_events() == 2
    assert not anything_unplaced(db.session())
    assert place_events() == 0
    assert [place for place, _ in places()] == [1, 2, 3, 4]
    assert [event.id for _, event in places()][:2] == first


def test_deliveries_get_the_places_of_their_events(room: Newsroom) -> None:
    """So that each endpoint is told in that order."""
    with writing() as session:
        session.add(Endpoint(url="https://a.example/", secret="s", events=["comment.approved"]))
    room.approved()
    place_events()
    db.session.rollback()
    [delivery] = db.session.scalars(select(Delivery))
    assert delivery.position == 2
    assert check().differences == []


def test_a_comments_events_are_placed_by_sequence(room: Newsroom) -> None:
    """Although the clock of the machine that wrote the later one was behind."""
    comment_id = room.approved()
    room.reject(comment_id)
    for event in room.events(comment_id):
        with writing() as session:
            session.execute(
                update(Event)
                .where(Event.id == event.id)
                .values(created_at=now() - timedelta(seconds=event.sequence))
            )
    place_events()
    assert [event.sequence for _, event in places()] == [1, 2, 3]


def test_counts_of_an_article_are_placed_by_version(room: Newsroom) -> None:
    """The last one told is the newest."""
    for _ in range(3):
        room.approved()
        announce_counts()
    with writing() as session:
        for event in session.scalars(select(Event).where(Event.type == "article.count_changed")):
            event.created_at = now() - timedelta(seconds=event.sequence)
    place_events()
    counts = [e.data["article"]["count"] for _, e in places() if "article" in e.data]
    assert counts == [1, 2, 3]


def test_two_processes_give_no_place_twice(room: Newsroom) -> None:
    """Whoever comes second waits, and places what is left."""
    for _ in range(5):
        for number in range(4):
            room.post(article=f"a{number}")
        assert sum(together(place_events, place_events, place_events)) == 4
    assert [place for place, _ in places()] == list(range(1, 21))


def test_a_late_commit_is_not_skipped(room: Newsroom, shared_app: Flask) -> None:
    """An event with a lower id that is committed after others were read comes after them."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("there, nobody commits while another transaction writes")
    written, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        with shared_app.app_context(), writing() as session:
            fan_out(session, Event(type="scorer.recovered", data={"scorer": {}}))
            session.flush()
            written.set()
            assert go_on.wait(10)

    slow = threading.Thread(target=slowly)
    slow.start()
    assert written.wait(10)
    room.post()
    place_events()
    first = events_after(None, 10, (), None)
    go_on.set()
    slow.join()
    place_events()
    second = events_after(first.next_cursor, 10, (), None)
    assert [event.type for event, _ in first.events] == ["comment.created"]
    assert [event.type for event, _ in second.events] == ["scorer.recovered"]
    [early], [late] = first.events, second.events
    assert late[0].created_at <= early[0].created_at + timedelta(milliseconds=1)


def test_a_reader_of_the_cursor_misses_nothing(room: Newsroom) -> None:
    """With writers, placers and a reader at once, the reader sees every event once, in order."""
    over = threading.Event()

    def write_all() -> list[UUID]:
        try:
            together(*(partial(_write, room, seed) for seed in range(5)))
        finally:
            over.set()
        return []

    place = partial(_place_until, over)
    *_, seen = together(write_all, place, place, partial(_read_until, over))
    everything = [event.id for event, _ in events_after(None, 1000, (), None).events]
    assert len(everything) > 60
    assert seen == everything
    assert check().differences == []


def _write(room: Newsroom, seed: int) -> None:
    """What happens to some comments."""
    chance = random.Random(seed)
    for _ in range(12):
        comment_id = room.post(article=f"a{chance.randrange(3)}")
        if chance.random() < 0.5:
            room.reject(comment_id)
        if chance.random() < 0.3:
            announce_counts()


def _place_until(over: threading.Event) -> list[UUID]:
    while not over.is_set() or anything_unplaced(db.session()):
        place_events()
    return []


def _read_until(over: threading.Event) -> list[UUID]:
    """Read on from the cursor until all is over; what was seen."""
    seen: list[UUID] = []
    cursor, done = None, False
    while not done:
        done = over.is_set() and not anything_unplaced(db.session())
        db.session.rollback()
        page = events_after(cursor, 7, (), None)
        seen.extend(event.id for event, _ in page.events)
        cursor, done = page.next_cursor, done and not page.events
        db.session.rollback()
    return seen
