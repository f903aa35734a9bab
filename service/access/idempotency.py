"""`Idempotency-Key`: a repeated send is answered as the first was, for 24 hours.

The row is written in the comment's own transaction, so of two sends at once only one saves a
comment; the other fails on the unique key and is answered from the row. What was answered is
sealed, for it holds the reader's token.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from flask import request
from marshmallow import ValidationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.comments import Comment
from models.database import db, now, writing
from models.idempotency import IdempotentAnswer
from service.access.addresses import address_hash
from service.access.seal import CannotOpen, seal, unseal

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Repeatable:
    """A send that carries a key: whose it is, and a hash of what it asks."""

    site_id: UUID
    caller: str
    key: str
    request_hash: str


@dataclass(frozen=True)
class Earlier:
    """What became of an earlier send: its comment and token, and the answer once it was given."""

    comment_id: UUID
    token: str
    answer: dict[str, Any] | None


def repeatable(site_id: UUID, token: str | None, asked: Any) -> Repeatable | None:
    """This send as one that may be repeated; None when it carries no key.

    Until a reader has a token, the address stands in for it: a key as simple as `1` must not
    hand one reader's token to another. Raises `ValidationError` for a malformed key.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (0 < len(key) <= LONGEST and all("!" <= character <= "~" for character in key)):
        raise _wrong("Must be 1 to 255 visible ASCII characters.")
    caller = f"reader {token}" if token else f"address {address_hash()}"
    body = orjson.dumps(asked, default=str, option=orjson.OPT_SORT_KEYS)
    return Repeatable(site_id, _hash(caller.encode("utf-8", "replace")), key, _hash(body))


def earlier_send(send: Repeatable) -> Earlier | None:
    """What the same send was answered before; raises `ValidationError` if it asked otherwise."""
    row = db.session.scalar(select(IdempotentAnswer).where(*_same(send), *_kept()))
    if row is None:
        return None
    if row.request_hash != send.request_hash:
        raise _wrong("Was used before, for another request.")
    opened = _opened(row)
    return Earlier(row.comment_id, opened["token"], opened["answer"])


def remember(send: Repeatable) -> Callable[[Session, Comment, str], None]:
    """A step for the comment's own transaction. A second send at once fails there, unsaved."""

    def keep(session: Session, comment: Comment, token: str) -> None:
        session.execute(delete(IdempotentAnswer).where(*_same(send), ~_kept()[0]))
        session.add(
            IdempotentAnswer(
                site_id=send.site_id,
                caller=send.caller,
                key=send.key,
                request_hash=send.request_hash,
                comment_id=comment.id,
                sealed=_sealed(token, None),
            )
        )
        session.flush()

    return keep


def keep_answer(send: Repeatable, token: str, answer: dict[str, Any]) -> None:
    """Store what is now answered; a repeated send gets the same, whatever happens meanwhile."""
    with writing() as session:
        session.execute(
            update(IdempotentAnswer).where(*_same(send)).values(sealed=_sealed(token, answer))
        )


def forget_answers(comment_id: UUID) -> None:
    """Drop what was answered about a comment that is gone; its token stays, so a repeat is known."""
    with writing() as session:
        rows = select(IdempotentAnswer).where(IdempotentAnswer.comment_id == comment_id)
        for row in session.scalars(rows):
            row.sealed = _sealed(_opened(row)["token"], None)


def _opened(row: IdempotentAnswer) -> dict[str, Any]:
    try:
        opened: dict[str, Any] = orjson.loads(unseal(row.sealed))
    except CannotOpen:  # the secret it was sealed with is gone, the comment is not
        opened = {"token": "", "answer": None}
    return opened


def _sealed(token: str, answer: dict[str, Any] | None) -> str:
    return seal(orjson.dumps({"token": token, "answer": answer}).decode())


def _same(send: Repeatable) -> tuple[Any, ...]:
    return (
        IdempotentAnswer.site_id == send.site_id,
        IdempotentAnswer.caller == send.caller,
        IdempotentAnswer.key == send.key,
    )


def _kept() -> tuple[Any, ...]:
    return (IdempotentAnswer.created_at > now() - KEPT,)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _wrong(message: str) -> ValidationError:
    return ValidationError({HEADER: [message]})
