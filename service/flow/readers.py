"""Readers: a random token is the whole identity, and only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.readers import Reader


def hash_token(token: str) -> str:
    """SHA-256 of a token, in hex. The token is 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def find_reader(session: Session, site_id: UUID, token: str | None) -> Reader | None:
    """The reader of that token on that site; None for no token or an unknown one."""
    if not token:
        return None
    statement = select(Reader).where(
        Reader.token_hash == hash_token(token), Reader.site_id == site_id
    )
    return session.scalar(statement)


def reader_for_writing(session: Session, site_id: UUID, token: str | None) -> tuple[Reader, str]:
    """The reader of that token, or a new reader with a new token, in this transaction."""
    reader = find_reader(session, site_id, token)
    if reader is not None and token:
        return reader, token
    token = secrets.token_urlsafe(32)
    reader = Reader(site_id=site_id, token_hash=hash_token(token))
    session.add(reader)
    session.flush()
    return reader, token
