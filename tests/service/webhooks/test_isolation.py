"""In order per article, four at once per endpoint, one process each, and nobody waits for another."""

import socket
import threading
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from models.articles import Article
from models.database import db, now
from models.endpoints import Endpoint
from models.events import Event
from service.flow.claims import HOST
from service.webhooks import claims
from service.webhooks.worker import Worker
from tests.running_server import wait_until
from tests.service.flow.newsroom import Newsroom
from tests.service.webhooks.desk import Desk
from tests.service.webhooks.receiver import (
    OK,
    Answer,
    Got,
    Receiver,
    listening,
    receiving,
)


def test_first_attempts_about_an_article_go_in_order(room: Newsroom, desk: Desk) -> None:
    """However long each takes, and although others are sent at the same time."""
    pause = threading.Event()

    def answer(got: Got) -> Answer:
        pause.wait(0.01 * (len(got.body) % 3))
        return OK

    with receiving(answer) as receiver:
        desk.endpoint(receiver.url)
        for number in range(4):
            for article in "abcdef":
                comment_id = room.approved(f"{number} {article}", article=article)
                room.reject(comment_id)
        desk.deliver()
        assert receiver.most_at_once > 1
        told = [each["data"]["comment"] for each in receiver.bodies() if "comment" in each["data"]]
    in_order = [
        (article, str(event.comment_id), event.sequence)
        for article in "abcdef"
        for event in _events_of(room, article)
    ]
    arrived = [
        (each["article"], each["id"], each["sequence"])
        for article in "abcdef"
        for each in told
        if each["article"] == article
    ]
    assert arrived == in_order


def _events_of(room: Newsroom, article: str) -> list[Any]:
    db.session.rollback()
    statement = select(Event).join(Article).where(Article.external_id == article)
    return list(db.session.scalars(statement.order_by(Event.position)))


def test_a_failed_event_holds_back_nothing(room: Newsroom, desk: Desk) -> None:
    """The next one about the same article goes out; the failed one comes later, with its sequence."""

    def answer(got: Got) -> Answer:
        return (500, {}, b"") if got.type == "comment.created" else OK

    with receiving(answer) as receiver:
        endpoint = desk.endpoint(receiver.url)
        room.approved()
        desk.deliver()
        assert [got.type for got in receiver.got] == ["comment.created", "comment.approved"]
        assert desk.states(endpoint) == ["pending", "delivered"]


def test_no_more_than_four_at_once(room: Newsroom, desk: Desk) -> None:
    """However much waits, an endpoint is sent four requests at a time."""
    pause = threading.Event()

    def answer(_got: Got) -> Answer:
        pause.wait(0.02)
        return OK

    with receiving(answer) as receiver:
        desk.endpoint(receiver.url, "comment.created")
        for number in range(40):
            room.post(article=f"a{number}")
        desk.deliver()
        assert len(receiver.got) == 40
        assert receiver.most_at_once == 4


def test_who_hangs_delays_nobody(room: Newsroom, shared_app: Flask, desk: Desk) -> None:
    """With five endpoints that never answer and few senders, the others get all of theirs at once."""
    over = threading.Event()
    small = Worker(shared_app, senders=24)

    def hang(_connection: socket.socket) -> None:
        over.wait(60)

    with listening(hang) as hanging, receiving() as receiver:
        for number in range(5):
            desk.endpoint(f"{hanging}/{number}", "comment.created")
        for number in range(5):
            desk.endpoint(f"{receiver.url}/{number}", "comment.created")
        for number in range(30):
            room.post(article=f"a{number}")
        working = threading.Thread(target=small.run, args=[over])
        working.start()
        try:
            _wait_for(lambda: len(receiver.got) >= 150)
        finally:
            over.set()
            working.join()
            small.stop(0)
    arrived = Counter(got.path for got in receiver.got)
    assert arrived == {f"/hook/{number}": 30 for number in range(5)}


def _wait_for(condition: Any) -> None:
    wait_until(condition, 12, lambda: "the others wait as well")


def test_what_another_process_has_claimed_is_left_to_it(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """Two processes never send to one endpoint at the same time, so its order is kept."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    room.post()
    desk.set(endpoint, claim="elsewhere:1/x", claimed_until=now() + timedelta(seconds=20))
    desk.deliver()
    assert receiver.got == []
    desk.set(endpoint, claimed_until=now() - timedelta(seconds=1))
    desk.deliver()
    assert len(receiver.got) == 1


def test_what_was_sent_but_not_written_down_is_sent_again(
    room: Newsroom, desk: Desk, shared_app: Flask, receiver: Receiver
) -> None:
    """A process that dies in between has told no lie: the next one sends the event once more."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    room.post()

    class Dies(Worker):
        def _write_down(self) -> None:
            if receiver.got:
                raise ZeroDivisionError

    dying = Dies(shared_app)
    with pytest.raises(ZeroDivisionError):
        dying.work_off()
    assert desk.states(endpoint) == ["pending"]
    claims.free_claims_of_the_dead()
    desk.deliver()
    assert len(receiver.got) == 2
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert desk.states(endpoint) == ["delivered"]


def test_a_result_whose_claim_is_lost_is_not_written(
    room: Newsroom, desk: Desk, shared_app: Flask
) -> None:
    """Who was slower than its claim leaves the word to who has it now."""
    ids: list[Any] = []

    def answer(_got: Got) -> Answer:
        with shared_app.app_context():
            desk.set(ids[0], claim="elsewhere:1/x", claimed_until=now() + timedelta(seconds=20))
        return OK

    with receiving(answer) as receiver:
        ids.append(desk.endpoint(receiver.url, "comment.created"))
        room.post()
        desk.deliver()
        assert len(receiver.got) == 1
    [delivery] = desk.deliveries(ids[0])
    assert (delivery.state, delivery.attempts) == ("pending", 0)


def test_a_stop_waits_for_what_is_on_its_way(
    room: Newsroom, shared_app: Flask, desk: Desk, receiver: Receiver
) -> None:
    """It is written down, and the claim is given back."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    room.post()
    worker, over = Worker(shared_app), threading.Event()
    thread = threading.Thread(target=worker.run, args=[over])
    thread.start()
    _wait_for(lambda: len(receiver.got) == 1)
    over.set()
    thread.join()
    worker.stop(5)
    assert desk.states(endpoint) == ["delivered"]
    assert desk.row(endpoint).claim is None


def test_a_dead_process_holds_nothing(room: Newsroom, desk: Desk) -> None:
    """What a process of this machine that is gone had claimed is free at the next start."""
    endpoint = desk.endpoint("http://127.0.0.1:9/hook", "comment.created")
    desk.set(endpoint, claim=f"{HOST}:{2**22 + 7}/x", claimed_until=now() + timedelta(seconds=20))
    other = desk.endpoint("http://127.0.0.1:9/other", "comment.created")
    desk.set(other, claim=f"another:1/{uuid4().hex}", claimed_until=now() + timedelta(seconds=20))
    assert claims.free_claims_of_the_dead() == 1
    rows: list[Endpoint] = [desk.row(endpoint), desk.row(other)]
    assert [row.claim is None for row in rows] == [True, False]
