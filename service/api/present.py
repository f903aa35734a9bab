"""`If-Match`, `If-None-Match`: whoever changes something may say which state of it they saw."""

from __future__ import annotations

from uuid import UUID

from flask import request
from sqlalchemy.orm import Session
from werkzeug.exceptions import PreconditionFailed

from service.flow.changes import newest_change


def refuse_if_changed(session: Session, site_id: UUID, etag: str | None, **of: str) -> None:
    """Raise 412 where the caller saw another state than the present one, or says that there is none.

    `etag` is that of the present state, None where there is nothing; `of` (what, subject) finds
    in the history who has changed it. Call it in the transaction that is about to change it.
    """
    if request.if_none_match.star_tag and etag is not None:
        raise PreconditionFailed("There is one of this name already.")
    seen = request.if_match
    if not seen or (etag is not None and (seen.star_tag or seen.contains(etag.strip('"')))):
        return
    newest = newest_change(session, site_id, **of)
    if newest is None:
        raise PreconditionFailed("This has changed since you read it.")
    when = newest.created_at.strftime("%H:%M UTC on %d %B")
    raise PreconditionFailed(f"{newest.actor_name} changed this at {when}, after you read it.")
