"""API keys of other systems: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.api_keys import ApiKey
from models.database import db

PREFIX = "bl_"


def create_key(
    session: Session,
    name: str,
    role: str,
    sites: Collection[UUID] | None,
    queries_per_second: int | None = None,
) -> tuple[ApiKey, str]:
    """A new key, in this transaction, and its text, which nobody can read again.

    Without `queries_per_second` it has the quota of the settings.
    """
    text = PREFIX + secrets.token_urlsafe(32)
    scope = None if sites is None else sorted(str(site) for site in sites)
    key = ApiKey(
        name=name,
        key_hash=_hash(text),
        role=role,
        sites=scope,
        queries_per_second=queries_per_second,
    )
    session.add(key)
    session.flush()
    return key, text


def find_key(text: str) -> ApiKey | None:
    """The active key of that text; None where there is none."""
    return db.session.scalar(select(ApiKey).where(ApiKey.key_hash == _hash(text), ApiKey.active))


def _hash(text: str) -> str:
    # 256 random bits need no salt and no slow hash.
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
