"""Endpoints keep their secrets to themselves, and end without leaving anything behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.database import db, now, writing
from models.deliveries import Attempt, Delivery
from models.endpoints import Endpoint
from service.access.seal import unseal
from service.flow.check import check
from service.flow.refused import Refused
from service.webhooks import endpoints, prune
from service.webhooks.log import Filters, deliveries
from service.webhooks.prune import prune_deliveries
from service.webhooks.replay import replay, replay_failed
from tests.service.flow.newsroom import Newsroom
from tests.service.webhooks.desk import Desk
from tests.service.webhooks.receiver import OK, Receiver, receiving


def test_a_secret_lies_sealed(room: Newsroom, desk: Desk) -> None:
    """What is in the database signs nothing; opened, it is the secret that was told."""
    with writing() as session:
        endpoint, secret = endpoints.create(
            session, url="https://a.example/", events=["webhook.test"]
        )
        old = secret
        secret = endpoints.rotate(endpoint, 60)
    row = desk.row(endpoint.id)
    for sealed, plain in ((row.secret, secret), (row.old_secret, old)):
        assert sealed is not None
        assert plain not in sealed
        assert unseal(sealed) == plain
    assert secret not in repr(row.__dict__)


def test_a_rotation_may_end_the_old_secret_at_once(room: Newsroom, desk: Desk) -> None:
    """Where it has leaked."""
    endpoint_id = desk.endpoint("https://a.example/")
    with writing() as session:
        endpoints.rotate(endpoints.find(session, endpoint_id), 0)
    row = desk.row(endpoint_id)
    assert (row.old_secret, row.old_secret_until) == (None, None)


def test_a_deleted_endpoint_is_swept_away(room: Newsroom, desk: Desk, receiver: Receiver) -> None:
    """At once it is not there and has no secret; with the next sweep its log goes too."""
    endpoint_id = desk.endpoint(receiver.url)
    kept = desk.endpoint(receiver.url)
    room.approved()
    desk.deliver()
    with writing() as session:
        endpoints.remove(session, endpoints.find(session, endpoint_id))
    with pytest.raises(Refused):
        endpoints.find(db.session(), endpoint_id)
    assert [each.id for each in endpoints.list_all()] == [kept]
    assert desk.row(endpoint_id).secret == ""
    assert prune_deliveries() == 2
    db.session.rollback()
    assert db.session.get(Endpoint, endpoint_id) is None
    assert len(desk.deliveries(kept)) == 2
    assert check().differences == []


def test_what_was_delivered_goes_after_thirty_days(room: Newsroom, desk: Desk) -> None:
    """What failed stays, and can be replayed; so does what is still waiting."""
    answers = iter([OK, OK, (410, {}, b"")])
    with receiving(lambda _got: next(answers)) as receiver:
        endpoint_id = desk.endpoint(receiver.url, "comment.created")
        for _ in range(3):
            room.post()
            desk.deliver()
    long_ago = now() - timedelta(days=31)
    old, young, failed = desk.deliveries(endpoint_id)
    with writing() as session:
        aged = update(Delivery).where(Delivery.id.in_([old.id, failed.id]))
        session.execute(aged.values(finished_at=long_ago, created_at=long_ago))
    assert prune_deliveries() == 1
    assert [each.id for each in desk.deliveries(endpoint_id)] == [young.id, failed.id]
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2


def test_what_is_replayed_while_it_is_swept_stays(
    room: Newsroom, desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep decides in the transaction that deletes."""
    endpoint_id = desk.endpoint(receiver.url, "comment.created")
    room.post()
    desk.deliver()
    [delivery] = desk.deliveries(endpoint_id)
    with writing() as session:
        session.execute(update(Delivery).values(finished_at=now() - timedelta(days=31)))

    @contextmanager
    def replayed_first() -> Iterator[Session]:
        with writing() as session:
            replay(session, endpoints.find(session, endpoint_id), delivery.id)
        with writing() as session:
            yield session

    monkeypatch.setattr(prune, "writing", replayed_first)
    assert prune_deliveries() == 0
    assert desk.states(endpoint_id) == ["pending"]


def test_one_is_replayed_whatever_became_of_it(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """With the same id, so that a receiver that has it can tell."""
    endpoint_id = desk.endpoint(receiver.url, "comment.created")
    room.post()
    desk.deliver()
    [delivery] = desk.deliveries(endpoint_id)
    with writing() as session:
        replay(session, endpoints.find(session, endpoint_id), delivery.id)
    assert desk.states(endpoint_id) == ["pending"]
    assert check().differences == []
    desk.deliver()
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert len(receiver.got) == 2
    [delivery] = desk.deliveries(endpoint_id)
    assert (delivery.state, delivery.attempts) == ("delivered", 2)
    assert [attempt.number for attempt in desk.attempts(endpoint_id)] == [1, 2]


def test_all_that_failed_since_a_time_is_replayed(room: Newsroom, desk: Desk) -> None:
    """And nothing else."""
    well = False
    with receiving(lambda _got: OK if well else (500, {}, b"")) as receiver:
        endpoint_id = desk.endpoint(receiver.url, "comment.created")
        for _ in range(3):
            room.post()
        for _ in range(4):
            desk.deliver()
            desk.let_time_pass(endpoint_id, hours=2)
        assert desk.states(endpoint_id) == ["failed"] * 3
        oldest = desk.deliveries(endpoint_id)[0]
        with writing() as session:
            earlier = now() - timedelta(days=2)
            aged = update(Delivery).where(Delivery.id == oldest.id)
            session.execute(aged.values(created_at=earlier))
        well = True
        with writing() as session:
            endpoint = endpoints.find(session, endpoint_id)
            assert replay_failed(session, endpoint, now() - timedelta(days=1)) == 2
        desk.deliver()
    assert desk.states(endpoint_id) == ["failed", "delivered", "delivered"]
    assert check().differences == []


@pytest.mark.parametrize("act", ["one", "all", "test"])
def test_nothing_is_sent_to_what_is_disabled(room: Newsroom, desk: Desk, act: str) -> None:
    """A replay says so instead of waiting for ever."""
    endpoint_id = desk.endpoint("https://a.example/", "comment.created")
    room.post()
    [delivery] = desk.deliveries(endpoint_id)
    with writing() as session:
        endpoints.disable(session, endpoints.find(session, endpoint_id))
    with pytest.raises(Refused, match="disabled"), writing() as session:
        endpoint = endpoints.find(session, endpoint_id)
        if act == "one":
            replay(session, endpoint, delivery.id)
        elif act == "all":
            replay_failed(session, endpoint, now())
        else:
            endpoints.send_test(session, endpoint)


def test_a_delivery_of_another_endpoint_is_not_replayed(room: Newsroom, desk: Desk) -> None:
    """Each has its own."""
    one = desk.endpoint("https://a.example/", "comment.created")
    room.post()
    [delivery] = desk.deliveries(one)
    other = desk.endpoint("https://b.example/", "comment.created")
    with pytest.raises(Refused, match="no such delivery"), writing() as session:
        replay(session, endpoints.find(session, other), delivery.id)


def test_an_endpoint_that_was_disabled_goes_on(
    room: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    """With what happens from then on; what failed meanwhile is replayed when somebody says so."""
    endpoint_id = desk.endpoint(receiver.url, "comment.created")
    desk.failing_for(endpoint_id, days=9)
    for state in ("disabled", "active"):
        room.post()
        with writing() as session:
            endpoints.change(session, endpoints.find(session, endpoint_id), {"state": state})
    row = desk.row(endpoint_id)
    assert (row.state, row.disabled_at, row.failing_since) == ("active", None, None)
    room.post()
    desk.deliver()
    assert desk.states(endpoint_id) == ["failed", "delivered"]


def test_another_address_begins_without_failures(room: Newsroom, desk: Desk) -> None:
    """The five days are those of an address; other changes leave them alone."""
    endpoint_id = desk.endpoint("https://a.example/", "comment.created")
    desk.failing_for(endpoint_id, days=4)
    for values, failing in (({"full_text": True}, True), ({"url": "https://b.example/"}, False)):
        with writing() as session:
            endpoints.change(session, endpoints.find(session, endpoint_id), dict(values))
        assert (desk.row(endpoint_id).failing_since is not None) is failing


def test_the_log_is_paged_from_the_newest_on(room: Newsroom, desk: Desk) -> None:
    """And filtered by state, type and comment."""
    endpoint_id = desk.endpoint("https://a.example/")
    comments = [room.approved() for _ in range(5)]
    found, cursor = [], None
    for _ in range(4):
        rows, cursor = deliveries(endpoint_id, Filters(), 3, cursor)
        found += [delivery.id for delivery, _, _ in rows]
    assert cursor is None
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 10

    def types(filters: Filters) -> list[str]:
        rows, _ = deliveries(endpoint_id, filters, 100, None)
        return [event.type for _, event, _ in rows]

    assert types(Filters(comment=comments[2])) == ["comment.approved", "comment.created"]
    assert types(Filters(type="comment.approved")) == ["comment.approved"] * 5
    assert types(Filters(state="failed")) == []
    assert len(types(Filters(state="pending"))) == 10
