"""Endpoints: who is told what, and where.

Whoever makes one, a person or a program, has `guard().check(url)` judge the address first, outside
of any transaction, for that asks the DNS.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.database import db, now
from models.deliveries import Delivery
from models.endpoints import Endpoint
from models.events import Event
from moderation.events import TEST
from service.access.running import settings
from service.access.seal import seal
from service.flow.fan_out import ACTIVE, deliver
from service.flow.refused import Refused
from service.webhooks.addresses import Guard
from service.webhooks.secret import new_secret

GUARD = "belowline-guard"
DISABLED, DELETED = "disabled", "deleted"
FORMATS = ("standard", "slack")
WAS_DISABLED = "The endpoint was disabled."
USUAL_ROTATION_S = 24 * 3600
LONGEST_ROTATION_S = 7 * 24 * 3600


def guard() -> Guard:
    """Who judges addresses in this app."""
    allowed = settings().webhook_allow_private
    return cast(Guard, current_app.extensions.setdefault(GUARD, Guard(allowed)))


def create(session: Session, *, secret: str | None = None, **values: Any) -> tuple[Endpoint, str]:
    """A new endpoint with these columns, and its secret, which nobody is told again."""
    secret = secret or new_secret()
    endpoint = Endpoint(secret=seal(secret), **values)
    session.add(endpoint)
    session.flush()
    return endpoint, secret


def find(session: Session, endpoint_id: UUID) -> Endpoint:
    """The endpoint as it is now; raises `Refused` (not_found)."""
    endpoint = session.get(Endpoint, endpoint_id, populate_existing=True)
    if endpoint is None or endpoint.state == DELETED:
        raise Refused("not_found", "There is no such webhook.")
    return endpoint


def list_all() -> Sequence[Endpoint]:
    """All that there are, the oldest first."""
    return db.session.scalars(
        select(Endpoint).where(Endpoint.state != DELETED).order_by(Endpoint.id)
    ).all()


def change(session: Session, endpoint: Endpoint, values: dict[str, Any]) -> None:
    """Set what is in `values`, the state included; what waits goes where the URL now says.

    Raises `Refused` for another site once there are deliveries: they are for the eyes of the
    present one alone.
    """
    session.refresh(endpoint, with_for_update=True)  # it waits for who is just sending there
    if values.get("site_id", endpoint.site_id) != endpoint.site_id:
        _refuse_if_used(session, endpoint)
    if values.get("url", endpoint.url) != endpoint.url:
        endpoint.failing_since = None
    state = values.pop("state", endpoint.state)
    for name, value in values.items():
        setattr(endpoint, name, value)
    if state == DISABLED:
        disable(session, endpoint)
    elif endpoint.state == DISABLED:
        endpoint.state = ACTIVE
        endpoint.disabled_at = endpoint.disabled_because = endpoint.failing_since = None


def disable(session: Session, endpoint: Endpoint, because: str | None = None) -> None:
    """Send nothing there any more; what waits has failed, and can be replayed.

    `because` is why the service itself does it: admins are shown a notice then.
    """
    if endpoint.state == ACTIVE:
        endpoint.disabled_at = now()
    endpoint.state, endpoint.disabled_because = DISABLED, because
    _give_up(session, endpoint)


def remove(session: Session, endpoint: Endpoint) -> None:
    """Forget the endpoint and its secrets; its log is swept away in the hours that follow."""
    endpoint.state = DELETED
    endpoint.secret, endpoint.old_secret, endpoint.old_secret_until = "", None, None
    _give_up(session, endpoint)


def rotate(endpoint: Endpoint, keep_old_s: int, secret: str | None = None) -> str:
    """Another secret, told this once; for `keep_old_s` requests are signed with the old one too."""
    secret = secret or new_secret()
    endpoint.old_secret = endpoint.secret if keep_old_s else None
    endpoint.old_secret_until = now() + timedelta(seconds=keep_old_s) if keep_old_s else None
    endpoint.secret = seal(secret)
    return secret


def send_test(session: Session, endpoint: Endpoint) -> Delivery:
    """Have a `webhook.test` sent there, whatever it asked for; the delivery."""
    refuse_if_inactive(endpoint)
    event = Event(type=TEST, site_id=endpoint.site_id, data={"webhook": {"id": str(endpoint.id)}})
    session.add(event)
    deliver(session, event, endpoint.id)
    return session.scalars(select(Delivery).where(Delivery.event_id == event.id)).one()


def refuse_if_inactive(endpoint: Endpoint) -> None:
    """Raise `Refused` (conflict) where nothing would be sent."""
    if endpoint.state != ACTIVE:
        raise Refused("conflict", "The webhook is disabled: make it active first.")


def disabled_by_us(sites: Collection[UUID] | None) -> list[Endpoint]:
    """Those that the service itself disabled, newest first, of these sites (None: all)."""
    statement = (
        select(Endpoint)
        .where(Endpoint.state == DISABLED, Endpoint.disabled_because.is_not(None))
        .order_by(Endpoint.disabled_at.desc())
    )
    if sites is not None:
        statement = statement.where(Endpoint.site_id.in_(sites))
    return list(db.session.scalars(statement))


def old_secret_until(endpoint: Endpoint) -> datetime | None:
    """Until when the old secret is good; None where it no longer is."""
    until = endpoint.old_secret_until
    return until if until is not None and until > now() else None


def _refuse_if_used(session: Session, endpoint: Endpoint) -> None:
    used = select(Delivery.id).where(Delivery.endpoint_id == endpoint.id).limit(1)
    if session.scalar(used) is not None:
        raise Refused("invalid", "Its log tells of this site: make another webhook.", "site")


def _give_up(session: Session, endpoint: Endpoint) -> None:
    session.execute(
        update(Delivery)
        .where(Delivery.endpoint_id == endpoint.id, Delivery.state == "pending")
        .values(state="failed", due_at=None, finished_at=now(), last_error=WAS_DISABLED)
    )
