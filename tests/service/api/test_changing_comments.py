"""Editing and deleting over HTTP: what its author may do with a comment."""

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import update

from models.comments import Comment
from models.database import db, now, writing
from tests.service.someone import (
    Someone,
    approved,
    as_author,
    decided,
    posted,
)

COMMENTS = "/api/v1/comments"
PAGE = f"{COMMENTS}?article=story-1"


def test_an_author_edits_and_it_waits_again(reader: Someone, admin: Someone) -> None:
    """The new text is not shown before it is judged anew; a foreign token may not touch it."""
    created = approved(reader, admin, body="Kind.")
    path = f"{COMMENTS}/{created['comment']['id']}"
    author, stranger = as_author(reader, created), as_author(reader, posted(reader))

    assert stranger.patch(path, {"body": "Mine."}).status_code == 403
    assert reader.patch(path, {"body": "Mine."}).status_code == 403
    edited = author.patch(path, {"body": "Abuse."})

    assert edited.status_code == 200
    assert edited.json["comment"]["status"] == "pending"
    assert edited.json["comment"]["html"] == "<p>Abuse.</p>"
    assert edited.json["comment"]["edited_at"] is not None
    page = reader.get(PAGE)
    assert "Abuse" not in page.text
    assert page.json["article"]["count"] == 0


def test_a_rejected_comment_cannot_be_edited(reader: Someone, admin: Someone) -> None:
    """409, and it stays as it was judged."""
    created = posted(reader)
    decided(admin, "reject", created["comment"]["id"])

    answer = as_author(reader, created).patch(
        f"{COMMENTS}/{created['comment']['id']}", {"body": "Better."}
    )

    assert answer.status_code == 409


def test_after_the_window_a_comment_is_what_it_is(app: Flask, reader: Someone) -> None:
    """Editing and deleting end with the edit window."""
    created = posted(reader)
    with app.app_context(), writing() as session:
        session.execute(update(Comment).values(created_at=now() - timedelta(minutes=16)))
    author, path = as_author(reader, created), f"{COMMENTS}/{created['comment']['id']}"

    assert author.patch(path, {"body": "Late."}).status_code == 403
    assert author.delete(path).status_code == 403


def test_an_author_deletes(reader: Someone, admin: Someone, app: Flask) -> None:
    """204; the text is gone from the page and from the table, and a second time it is not there."""
    created = approved(reader, admin, body="Gone tomorrow.")
    path = f"{COMMENTS}/{created['comment']['id']}"
    author = as_author(reader, created)

    answer = author.delete(path)

    assert (answer.status_code, answer.data) == (204, b"")
    assert reader.get(PAGE).json["comments"] == []
    with app.app_context():
        kept = db.session.get_one(Comment, UUID(created["comment"]["id"]))
        assert (kept.status, kept.body, kept.html) == ("deleted", "", "")
    assert author.delete(path).status_code == 404
