"""What is kept only for a time is dropped when that is over."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from models.database import db, new_id, now, writing
from models.events import Event
from models.idempotency import IdempotentAnswer
from models.moderators import Moderator, ModeratorSession
from service.flow.check import check
from service.flow.forget import forget_the_old
from service.flow.place import place_events
from tests.service.flow.newsroom import Newsroom


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_addresses_are_dropped_after_thirty_days(room: Newsroom, days: int, kept: bool) -> None:
    """The keyed hash of a client's address goes, the comment stays."""
    comment_id = room.receive(address_hash="0" * 64).comment.id
    room.backdate(comment_id, created_at=now() - timedelta(days=days))
    forget_the_old()
    row = room.row(comment_id)
    assert (row.address_hash is not None) is kept
    assert row.body


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_events_are_dropped_after_thirty_days(room: Newsroom, days: int, kept: bool) -> None:
    """Later ones go on counting where they were, and nothing counts as lost."""
    comment_id = room.approved()
    ago = now() - timedelta(days=days)
    room.backdate(comment_id, created_at=ago)
    with writing() as session:
        session.execute(update(Event).values(created_at=ago))
    room.post()
    place_events()
    forget_the_old()
    assert len(room.events(comment_id)) == (2 if kept else 0)
    room.reject(comment_id)
    assert room.events(comment_id)[-1].sequence == 3
    assert check().differences == []


def test_the_newest_event_stays(room: Newsroom) -> None:
    """However old it is: the places of those to come are counted on from it."""
    comment_id = room.approved()
    place_events()
    with writing() as session:
        session.execute(update(Event).values(created_at=now() - timedelta(days=99)))
    forget_the_old()
    [newest] = room.events(comment_id)
    room.reject(comment_id)
    place_events()
    assert room.events(comment_id)[-1].position == newest.position + 1


def test_what_has_no_place_yet_stays(room: Newsroom) -> None:
    """Nobody can have been told of it."""
    comment_id = room.approved()
    with writing() as session:
        session.execute(update(Event).values(created_at=now() - timedelta(days=99)))
    forget_the_old()
    assert len(room.events(comment_id)) == 2


@pytest.mark.parametrize(("hours", "kept"), [(23, 1), (25, 0)])
def test_idempotent_answers_are_dropped_after_a_day(room: Newsroom, hours: int, kept: int) -> None:
    """A key can be used again after 24 hours."""
    comment_id = room.post()
    with writing() as session:
        session.add(
            IdempotentAnswer(
                site_id=room.site.id, caller="", key="k", request_hash="h", comment_id=comment_id,
                sealed="", created_at=now() - timedelta(hours=hours),
            )
        )  # fmt: skip
    forget_the_old()
    assert db.session.scalar(select(func.count()).select_from(IdempotentAnswer)) == kept


@pytest.mark.parametrize(("minutes", "kept"), [(1, 1), (-1, 0)])
def test_sessions_are_dropped_when_they_end(room: Newsroom, minutes: int, kept: int) -> None:
    """Who is still signed in stays so."""
    moderator = Moderator(id=new_id(), email="kim@example.org", password_hash="x")
    with writing() as session:
        session.add(moderator)
        session.flush()
        expires = now() + timedelta(minutes=minutes)
        session.add(ModeratorSession(moderator_id=moderator.id, token_hash="t", expires_at=expires))
    forget_the_old()
    assert db.session.scalar(select(func.count()).select_from(ModeratorSession)) == kept
