"""A comment that is sent again is posted once."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from models.comments import Comment
from models.database import db, now, writing
from models.idempotency import IdempotentAnswer
from tests.service.someone import ONE_DATABASE, Someone, comment, errors

POST = "/api/v1/comments"
KEY = "0b6ad2f0-6f9e-4a57-9d55-0f6a1d1b2c3d"


def comments(app: Flask) -> int:
    """How many comments there are."""
    with app.app_context():
        return db.session.scalars(select(func.count()).select_from(Comment)).one()


def test_the_same_send_is_answered_the_same(app: Flask, reader: Someone, admin: Someone) -> None:
    """A repeated send gets the first answer to the letter, whatever happened meanwhile."""
    first = reader.post(POST, comment(), idempotency_key=KEY)
    id_ = first.json["comment"]["id"]
    decided = {"items": [{"comment_id": id_}], "action": "approve"}
    assert admin.post("/api/v1/decisions", decided).json["conflicts"] == []

    second = reader.post(POST, comment(), idempotency_key=KEY)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json
    assert comments(app) == 1


def test_another_request_with_the_same_key_is_refused(app: Flask, reader: Someone) -> None:
    """A key belongs to what it was first sent with."""
    reader.post(POST, comment(), idempotency_key=KEY)

    refused = errors(reader.post(POST, comment(body="Another."), idempotency_key=KEY))

    assert refused == {"Idempotency-Key": ["Was used before, for another request."]}
    assert comments(app) == 1


def test_a_page_with_another_title_and_address_repeats_the_same_send(
    app: Flask, reader: Someone
) -> None:
    """What a page calls itself changes between two loads; the comment sent from it does not."""
    page = {"article_url": "https://news.example/story?from=mail", "article_title": "(1) Story"}
    first = reader.post(POST, comment(), idempotency_key=KEY)

    second = reader.post(POST, comment(**page), idempotency_key=KEY)

    assert (second.status_code, second.json) == (201, first.json)
    assert comments(app) == 1


def test_keys_are_each_readers_own(app: Flask, reader: Someone) -> None:
    """Two readers, or two addresses without a token, never see each other's answers."""
    first = reader.post(POST, comment(), idempotency_key="1").json
    known = reader.post(
        POST, comment(), idempotency_key="1", x_belowline_reader=first["reader_token"]
    ).json
    elsewhere = reader.client.post(
        POST,
        json=comment(),
        headers={"Idempotency-Key": "1"},
        environ_base={"REMOTE_ADDR": "9.9.9.9"},
    ).json
    assert elsewhere is not None

    assert known["reader_token"] == first["reader_token"]
    assert elsewhere["reader_token"] != first["reader_token"]
    assert comments(app) == 3


@ONE_DATABASE
@pytest.mark.parametrize("key", ["", " ", "a b", "ä", "x" * 256])
def test_a_malformed_key_is_named(app: Flask, reader: Someone, key: str) -> None:
    """1 to 255 visible ASCII characters."""
    refused = errors(reader.post(POST, comment(), idempotency_key=key))

    assert refused == {"Idempotency-Key": ["Must be 1 to 255 visible ASCII characters."]}
    assert comments(app) == 0


@ONE_DATABASE
def test_a_refused_send_uses_no_key(app: Flask, reader: Someone) -> None:
    """What was not posted can be mended and sent again under its key."""
    assert reader.post(POST, comment(body=""), idempotency_key=KEY).status_code == 422
    assert reader.post(POST, comment(), idempotency_key=KEY).status_code == 201


def test_a_key_is_forgotten_after_a_day(app: Flask, reader: Someone) -> None:
    """After 24 hours the same key posts again."""
    first = reader.post(POST, comment(), idempotency_key=KEY).json
    with app.app_context(), writing() as session:
        session.execute(update(IdempotentAnswer).values(created_at=now() - timedelta(hours=24)))

    second = reader.post(POST, comment(), idempotency_key=KEY).json

    assert second["comment"]["id"] != first["comment"]["id"]
    assert comments(app) == 2


def test_the_answer_is_kept_sealed(app: Flask, reader: Someone) -> None:
    """The database does not tell the reader's token."""
    first = reader.post(POST, comment(), idempotency_key=KEY).json

    with app.app_context():
        kept = db.session.scalars(select(IdempotentAnswer)).one()
    assert first["reader_token"] not in f"{kept.sealed} {kept.caller} {kept.request_hash}"


def test_sends_at_the_same_moment_post_once(app: Flask) -> None:
    """However many arrive at once, one comment is saved and all are answered with it."""
    together = threading.Barrier(4)
    answers: list[tuple[int, str]] = []

    def send() -> None:
        client = app.test_client()
        together.wait()
        answer = client.post(POST, json=comment(), headers={"Idempotency-Key": KEY})
        assert answer.json is not None
        answers.append((answer.status_code, answer.json["comment"]["id"]))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 4
    assert {status for status, _ in answers} == {201}
    assert len({id_ for _, id_ in answers}) == 1
    assert comments(app) == 1
