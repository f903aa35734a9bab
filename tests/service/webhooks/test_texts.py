"""A reader's words go where they were asked for, are those of the event, and leave no trace."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.database import now, writing
from models.events import Event
from tests.service.flow.newsroom import Newsroom
from tests.service.webhooks.desk import Desk
from tests.service.webhooks.receiver import Receiver, receiving


def test_full_text_is_sent_where_it_was_asked_for(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """Others get the thin event."""
    desk.endpoint(f"{receiver.url}/full", "comment.created", full_text=True)
    desk.endpoint(f"{receiver.url}/thin", "comment.created")
    room.post("What a fine day.", name="Ann Lee")
    desk.deliver()
    told = {got.path: got.json["data"]["comment"] for got in receiver.got}
    assert told["/hook/full"]["text"] == "What a fine day."
    assert told["/hook/full"]["author"] == {"name": "Ann Lee"}
    assert told["/hook/full"]["truncated"] is False
    assert "text" not in told["/hook/thin"]
    assert "Ann Lee" not in str(told["/hook/thin"])


def test_a_deleted_text_goes_nowhere(room: Newsroom, desk: Desk, receiver: Receiver) -> None:
    """Not even with events from before it was deleted."""
    desk.endpoint(receiver.url, full_text=True)
    comment_id = room.post("A secret that I regret.", name="Ann Lee")
    room.withdraw(comment_id)
    desk.deliver()
    assert [got.type for got in receiver.got] == ["comment.created", "comment.deleted"]
    for got in receiver.got:
        assert got.json["data"]["comment"]["text"] is None
        assert b"regret" not in got.body
        assert b"Ann Lee" not in got.body


def test_an_event_carries_the_text_that_it_is_about(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """Whatever the author made of it since: nobody approved that."""
    desk.endpoint(receiver.url, full_text=True)
    comment_id = room.approved("A fine day.")
    room.edit(comment_id, "An insult.")
    room.edit(comment_id, "A worse one.")
    desk.deliver()
    told = [(got.type, got.json["data"]["comment"]["text"]) for got in receiver.got]
    assert told == [
        ("comment.created", "A fine day."),
        ("comment.approved", "A fine day."),
        ("comment.edited", "An insult."),
        ("comment.edited", "A worse one."),
    ]


@pytest.mark.parametrize(("edited", "text"), [(False, "A fine day."), (True, None)])
def test_an_event_that_does_not_say_which_text_it_is_about(
    room: Newsroom, desk: Desk, receiver: Receiver, edited: bool, text: str | None
) -> None:
    """It was kept by an earlier version, and gets the text only where there was never another."""
    desk.endpoint(receiver.url, "comment.created", full_text=True)
    comment_id = room.post("A fine day.")
    if edited:
        room.edit(comment_id, "An insult.")
    with writing() as session:
        event = session.scalars(select(Event).where(Event.type == "comment.created")).one()
        comment = {name: each for name, each in event.data["comment"].items() if name != "revision"}
        event.data = {"comment": comment}
    desk.deliver()
    assert receiver.got[0].json["data"]["comment"]["text"] == text


def test_an_answer_to_a_text_is_not_kept(room: Newsroom, desk: Desk) -> None:
    """Who repeats what it was told would keep it for ever in our log; when to come back counts."""
    echo = {"X-Echo": "A secret", "Retry-After": "3600"}
    with receiving(lambda got: (503, echo, got.body)) as receiver:
        endpoint = desk.endpoint(receiver.url, "comment.created", full_text=True)
        room.post("A secret that I regret.")
        desk.deliver()
        assert b"regret" in receiver.got[0].body
    [attempt] = desk.attempts(endpoint)
    assert (attempt.status, attempt.answer, attempt.answer_headers) == (503, None, None)
    [delivery] = desk.deliveries(endpoint)
    assert delivery.due_at is not None
    assert delivery.due_at - now() > timedelta(minutes=59)


def test_with_a_comment_the_answers_about_it_go(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """Those about others stay."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    comment_id = room.post()
    room.post()
    desk.deliver()
    room.withdraw(comment_id)
    first, second = desk.attempts(endpoint)
    assert (first.status, first.answer, first.answer_headers) == (200, None, None)
    assert second.answer == "thanks"
    assert second.answer_headers
