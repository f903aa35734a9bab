"""What is due is brought out: signed, with what was asked for, and nothing is lost."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask
from standardwebhooks import Webhook

from models.database import now, writing
from service.access.seal import seal, unseal
from service.flow.check import check
from service.webhooks import endpoints
from service.webhooks.addresses import Guard
from service.webhooks.send import Sender
from service.webhooks.worker import NOT_SIGNED, Worker
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


@pytest.mark.parametrize("status", [410, 500])
def test_what_the_old_address_answers_is_not_held_against_the_new(
    room: Newsroom, desk: Desk, shared_app: Flask, status: int
) -> None:
    """Also where the request was on its way when the URL was changed."""
    moved: list[bool] = []

    def answer(got: Got) -> Answer:
        with shared_app.app_context(), writing() as session:
            row = endpoints.find(session, endpoint)
            endpoints.change(session, row, {"url": f"{receiver.url}/new"})
        moved.append(True)
        return status, {}, b""

    with receiving(answer) as receiver:
        endpoint = desk.endpoint(receiver.url, "comment.created")
        desk.failing_for(endpoint, days=9)
        room.post()
        desk.deliver()
    assert moved
    row = desk.row(endpoint)
    assert (row.state, row.failing_since) == ("active", None)
    assert desk.states(endpoint) == ["pending"]


def test_a_chat_room_gets_sentences(room: Newsroom, desk: Desk, receiver: Receiver) -> None:
    """`{"text": …}` with a link to the item in the queue, signed like everything."""
    endpoint = desk.endpoint(receiver.url, "comment.held", format="slack")
    comment_id = room.held()
    desk.deliver()
    [got] = receiver.got
    assert list(got.json) == ["text"]
    assert f"<https://comments.example.org/queue?comment={comment_id}|" in got.json["text"]
    Webhook(secret_of(desk, endpoint)).verify(got.body, got.headers)


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
