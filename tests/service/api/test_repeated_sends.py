"""A repeated send with an `Idempotency-Key`, when something happened in between."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

NEW = {"article": "repeats", "body": "A secret civil text", "author": {"name": "Ann"}}
KEY = {"Idempotency-Key": "0d9e6f7c"}


def test_a_deleted_text_is_not_told_again(client: FlaskClient) -> None:
    """The repeat of a send finds its comment deleted, and none of its text or author."""
    first = client.post("/api/v1/comments", json=NEW, headers=KEY)
    posted, token = first.json["comment"], first.json["reader_token"]
    reader = {"X-Belowline-Reader": token}
    assert client.delete(f"/api/v1/comments/{posted['id']}", headers=reader).status_code == 204

    again = client.post("/api/v1/comments", json=NEW, headers=KEY)

    assert again.status_code == 201
    assert again.json["comment"]["id"] == posted["id"]
    assert again.json["comment"]["status"] == "deleted"
    assert b"secret" not in again.data
    assert b"Ann" not in again.data


def test_many_at_once_post_one_comment(app: Flask) -> None:
    """Sends of one key at once are one comment of one reader, all answered alike."""

    def send(_: int) -> tuple[int, str, str, str]:
        answer = app.test_client().post("/api/v1/comments", json=NEW, headers=KEY)
        comment = answer.json["comment"]
        return answer.status_code, comment["id"], comment["status"], answer.json["reader_token"]

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))

    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
