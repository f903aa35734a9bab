"""What is due is brought out: signed, in order, at least once, and nobody waits for another."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from standardwebhooks import Webhook

from models.articles import Article
from models.database import db, now, writing
from models.endpoints import Endpoint
from models.events import Event
from service.access.seal import seal, unseal
from service.flow.check import check
from service.flow.claims import HOST
from service.webhooks import claims, endpoints
from service.webhooks.addresses import Guard
from service.webhooks.send import Sender
from service.webhooks.worker import NOT_SIGNED, Worker
from tests.running_server import wait_until
from tests.service.flow.newsroom import Newsroom
from tests.service.webhooks.desk import Desk
from tests.service.webhooks.receiver import (
    OK,
    Answer,
    Got,
    Receiver,
    listening,
    read_request,
    receiving,
)

LOOPBACK = (ip_network("127.0.0.0/8"),)
TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def secret_of(desk: Desk, endpoint_id: Any) -> str:
    """What the receiver knows."""
    return unseal(desk.row(endpoint_id).secret)


def test_a_decision_arrives(room: Newsroom, desk: Desk, receiver: Receiver) -> None:
    """The body, signed for the endpoint's secret, with the id of the event; it is then delivered."""
    endpoint = desk.endpoint(receiver.url, "comment.approved")
    comment_id = room.approved()
    desk.deliver()

    [got] = receiver.got
    Webhook(secret_of(desk, endpoint)).verify(got.body, got.headers)
    [_, event] = room.events(comment_id)
    assert got.headers["webhook-id"] == str(event.id)
    assert got.headers["content-type"] == "application/json"
    assert got.path == "/hook"
    assert got.json["type"] == "comment.approved"
    assert got.json["data"]["comment"]["id"] == str(comment_id)
    [delivery] = desk.deliveries(endpoint)
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 1, 200)
    assert delivery.due_at is None
    assert check().differences == []


def test_the_log_tells_of_each_attempt(room: Newsroom, desk: Desk, receiver: Receiver) -> None:
    """What was sent where, what came back, and how long it took; no body of a request."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    room.post()
    desk.deliver()
    [attempt] = desk.attempts(endpoint)
    assert attempt.number == 1
    assert attempt.url == receiver.url
    assert attempt.address == "127.0.0.1"
    assert attempt.request_headers["webhook-id"] == receiver.got[0].headers["webhook-id"]
    assert (attempt.status, attempt.answer, attempt.error) == (200, "thanks", None)
    assert attempt.took_ms >= 0


def test_a_failed_delivery_is_tried_again_and_keeps_its_id(room: Newsroom, desk: Desk) -> None:
    """The same event, the same id; the second time it is taken."""
    answers = iter([(500, {}, b"oops"), OK])
    with receiving(lambda _got: next(answers)) as receiver:
        endpoint = desk.endpoint(receiver.url, "comment.created")
        room.post()
        desk.deliver()
        [delivery] = desk.deliveries(endpoint)
        assert (delivery.state, delivery.step, delivery.last_status) == ("pending", 1, 500)
        assert delivery.due_at is not None
        assert timedelta(seconds=2) < delivery.due_at - now() < timedelta(seconds=7)
        desk.deliver()
        assert len(receiver.got) == 1, "it is not due yet"
        desk.let_time_pass(endpoint, seconds=10)
        desk.deliver()
        first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert [each.attempts for each in desk.deliveries(endpoint)] == [2]
    assert desk.states(endpoint) == ["delivered"]
    assert check().differences == []


def test_after_the_last_try_it_has_failed(room: Newsroom, desk: Desk) -> None:
    """The schedule has three waits, so there are four attempts; then it stays as failed."""
    with receiving(lambda _got: (503, {}, b"")) as receiver:
        endpoint = desk.endpoint(receiver.url, "comment.created")
        room.post()
        for _ in range(6):
            desk.deliver()
            desk.let_time_pass(endpoint, hours=2)
        assert len(receiver.got) == 4
    [delivery] = desk.deliveries(endpoint)
    assert (delivery.state, delivery.attempts, delivery.due_at) == ("failed", 4, None)
    assert check().differences == []


def test_a_receiver_says_when_to_come_back(room: Newsroom, desk: Desk) -> None:
    """Retry-After moves the next attempt, where it asks for more than the schedule."""
    with receiving(lambda _got: (429, {"Retry-After": "3600"}, b"")) as receiver:
        endpoint = desk.endpoint(receiver.url, "comment.created")
        room.post()
        desk.deliver()
    [delivery] = desk.deliveries(endpoint)
    assert delivery.due_at is not None
    assert timedelta(minutes=59) < delivery.due_at - now() <= timedelta(hours=1)


def test_who_is_gone_is_not_asked_again(room: Newsroom, desk: Desk) -> None:
    """410 disables the endpoint: what waits for it has failed, and what comes is not kept for it."""
    with receiving(lambda _got: (410, {}, b"")) as receiver:
        endpoint = desk.endpoint(receiver.url, "comment.created")
        room.post()
        desk.deliver()
        room.post()
        desk.deliver()
        assert len(receiver.got) == 1
    row = desk.row(endpoint)
    assert row.state == "disabled"
    assert row.disabled_because is not None
    assert "410" in row.disabled_because
    assert desk.states(endpoint) == ["failed"]
    assert [each.id for each in endpoints.disabled_by_us(None)] == [endpoint]
    assert check().differences == []


@pytest.mark.parametrize(("days", "state"), [(4, "active"), (6, "disabled")])
def test_five_days_of_failures_disable(room: Newsroom, desk: Desk, days: int, state: str) -> None:
    """An endpoint that took nothing for five days is given up, with a notice for admins."""
    with receiving(lambda _got: (500, {}, b"")) as receiver:
        endpoint = desk.endpoint(receiver.url, "comment.created")
        desk.failing_for(endpoint, days=days)
        room.post()
        desk.deliver()
    assert desk.row(endpoint).state == state
    assert len(endpoints.disabled_by_us(None)) == (1 if state == "disabled" else 0)


def test_one_success_ends_the_days_of_failure(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """From then on the five days begin anew."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    desk.failing_for(endpoint, days=4)
    room.post()
    desk.deliver()
    assert desk.row(endpoint).failing_since is None


def test_both_secrets_sign_during_a_rotation(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """A receiver may know the old one or the new one; after the time is over, only the new one."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    old = secret_of(desk, endpoint)
    with writing() as session:
        new = endpoints.rotate(endpoints.find(session, endpoint), keep_old_s=60)
    room.post()
    desk.deliver()
    for secret in (old, new):
        Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)

    desk.set(endpoint, old_secret_until=now() - timedelta(seconds=1))
    room.post()
    desk.deliver()
    signatures = receiver.got[1].headers["webhook-signature"]
    assert len(signatures.split()) == 1
    Webhook(new).verify(receiver.got[1].body, receiver.got[1].headers)


def test_what_cannot_be_signed_is_not_sent(room: Newsroom, desk: Desk, receiver: Receiver) -> None:
    """A secret sealed with another key is a failure that says so, and is tried again later."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    desk.set(endpoint, secret=seal("whsec_x")[:-4] + "AAA=")
    room.post()
    desk.deliver()
    assert receiver.got == []
    [delivery] = desk.deliveries(endpoint)
    assert (delivery.state, delivery.last_error) == ("pending", NOT_SIGNED)


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


def test_a_chat_room_gets_sentences(room: Newsroom, desk: Desk, receiver: Receiver) -> None:
    """`{"text": …}` with a link to the item in the queue, signed like everything."""
    endpoint = desk.endpoint(receiver.url, "comment.held", format="slack")
    comment_id = room.held()
    desk.deliver()
    [got] = receiver.got
    assert list(got.json) == ["text"]
    assert f"<https://comments.example.org/queue?comment={comment_id}|" in got.json["text"]
    Webhook(secret_of(desk, endpoint)).verify(got.body, got.headers)


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


def test_a_disabled_endpoint_gets_nothing_more(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """What waited has failed and says why."""
    endpoint = desk.endpoint(receiver.url, "comment.created")
    room.post()
    with writing() as session:
        endpoints.disable(session, endpoints.find(session, endpoint))
    room.post()
    desk.deliver()
    assert receiver.got == []
    [delivery] = desk.deliveries(endpoint)
    assert (delivery.state, delivery.last_error) == ("failed", endpoints.WAS_DISABLED)
    assert endpoints.disabled_by_us(None) == [], "a person did it, so nobody need be told"


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


def _never(connection: socket.socket) -> None:
    read_request(connection)
    connection.recv(1)


def _too_late(connection: socket.socket) -> None:
    read_request(connection)
    time.sleep(1.5)
    connection.sendall(TAKEN)


def _garbage(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"\0\1\2 what?\r\n\r\n")


def _closes_early(connection: socket.socket) -> None:
    connection.recv(20)


def _ten_megabytes(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 10000000\r\n\r\n" + b"x" * 10_000_000)


@pytest.mark.parametrize(
    "misbehave",
    [_never, _too_late, _garbage, _closes_early, _ten_megabytes],
    ids=lambda each: each.__name__,
)
def test_nothing_is_lost_to_a_bad_receiver(
    room: Newsroom, desk: Desk, shared_app: Flask, misbehave: Callable[[socket.socket], None]
) -> None:
    """Whatever it does to the first request, it gets the event with the second."""
    tries: list[int] = []

    def serve(connection: socket.socket) -> None:
        tries.append(1)
        if len(tries) == 1:
            misbehave(connection)
        else:
            read_request(connection)
            connection.sendall(TAKEN)

    hasty = Desk(Worker(shared_app, Sender(Guard(LOOPBACK), timeout_s=0.7)))
    with listening(serve) as url:
        endpoint = desk.endpoint(url, "comment.created")
        room.post()
        hasty.deliver()
        assert desk.states(endpoint) == ["pending"]
        desk.let_time_pass(endpoint, minutes=1)
        hasty.deliver()
    hasty.worker.stop(5)
    assert desk.states(endpoint) == ["delivered"]
    first, second = desk.attempts(endpoint)
    assert first.error is not None
    assert second.error is None
    assert check().differences == []
