"""Claims endpoints for one process, and finds what is due for them.

An endpoint is claimed as a whole: who holds it alone counts its requests and keeps its order. A
claim lasts 20 seconds and is renewed while there is work; what a dead process had claimed comes
free by itself, and whatever it had sent without writing it down is sent once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal_column, or_, select, update
from sqlalchemy.orm import Session

from models.articles import Article
from models.database import now, writing
from models.deliveries import Delivery
from models.endpoints import Endpoint
from models.events import Event
from service.flow import claims
from service.flow.fan_out import ACTIVE
from service.webhooks.payload import Json, message

CLAIM = timedelta(seconds=20)
RENEWED = timedelta(seconds=12)
"""A claim that ends within this time is renewed."""

# Literal, for that is what partial indexes are found by.
PENDING: ColumnElement[bool] = Delivery.state == literal_column("'pending'")
FIRST: ColumnElement[bool] = Delivery.step == literal_column("0")
AGAIN: ColumnElement[bool] = Delivery.step > literal_column("0")


@dataclass(frozen=True)
class Due:
    """A delivery that wants an attempt now, and the event as it is told without text.

    `revision` is that of the text which the event is about; None where the event does not say.
    """

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    article_id: UUID | None
    comment_id: UUID | None
    revision: int | None
    first: bool
    message: Json


def wanted(session: Session, token: str) -> Sequence[Endpoint]:
    """The active endpoints with something due, held by this process or free."""
    return session.scalars(
        select(Endpoint)
        .where(Endpoint.state == ACTIVE, _may_claim(token), _has_due())
        .order_by(Endpoint.id)
        .execution_options(populate_existing=True)
    ).all()


def claim(token: str, endpoints: Iterable[Endpoint]) -> set[UUID]:
    """Claim these endpoints, or renew the claim; returns those that are ours now."""
    soon = now() + RENEWED
    mine = {
        each.id
        for each in endpoints
        if each.claim == token and each.claimed_until is not None and each.claimed_until > soon
    }
    others = {each.id for each in endpoints} - mine
    return mine | _take(token, others) if others else mine


def release(token: str) -> None:
    """Leave everything to whoever comes next."""
    with writing() as session:
        held = update(Endpoint).where(Endpoint.claim == token)
        session.execute(held.values(claim=None, claimed_until=None))


def free_claims_of_the_dead() -> int:
    """Free what a process of this machine that is gone had claimed; how many endpoints."""
    freed = 0
    with writing() as session:
        for endpoint in session.scalars(select(Endpoint).where(Endpoint.claim.is_not(None))):
            if claims.is_dead(str(endpoint.claim)):
                endpoint.claim = endpoint.claimed_until = None
                freed += 1
    return freed


def due(
    session: Session, endpoint_id: UUID, held: Collection[UUID], most: int, public_url: str
) -> list[Due]:
    """What is due for an endpoint, besides what is `held` already, at most so much.

    First attempts are in their order. Where there are more than fit, half of the places are for
    them and half for further attempts, so that neither waits for the end of the other.
    """
    pending = _told().where(Delivery.endpoint_id == endpoint_id, PENDING, Delivery.id.not_in(held))
    first = pending.where(FIRST, Delivery.position.is_not(None)).order_by(Delivery.position)
    again = pending.where(AGAIN, Delivery.due_at <= now())
    again = again.order_by(Delivery.due_at, Delivery.position)
    firsts = session.execute(first.limit(most)).all()
    agains = session.execute(again.limit(most)).all()
    places = max(most // 2, most - len(agains))
    chosen = [*firsts[:places], *agains[: most - min(places, len(firsts))]]
    return [_due(row[0], row[1], row[2], public_url) for row in chosen]


def _take(token: str, ids: Collection[UUID]) -> set[UUID]:
    with writing() as session:
        rows = session.scalars(
            select(Endpoint)
            .where(Endpoint.id.in_(ids), Endpoint.state == ACTIVE, _may_claim(token))
            .order_by(Endpoint.id)
            .with_for_update(skip_locked=True, key_share=True)
            .execution_options(populate_existing=True)
        ).all()
        for endpoint in rows:
            endpoint.claim, endpoint.claimed_until = token, now() + CLAIM
        return {endpoint.id for endpoint in rows}


def _may_claim(token: str) -> ColumnElement[bool]:
    return or_(Endpoint.claim.is_(None), Endpoint.claim == token, Endpoint.claimed_until < now())


def _has_due() -> ColumnElement[bool]:
    of_endpoint = select(Delivery.id).where(Delivery.endpoint_id == Endpoint.id, PENDING)
    return or_(
        of_endpoint.where(FIRST, Delivery.position.is_not(None)).exists(),
        of_endpoint.where(AGAIN, Delivery.due_at <= now()).exists(),
    )


def _told() -> Select[Any]:
    return (
        select(Delivery, Event, Article)
        .join(Event, Event.id == Delivery.event_id)
        .outerjoin(Article, Article.id == Event.article_id)
    )


def _due(delivery: Delivery, event: Event, article: Article | None, public_url: str) -> Due:
    return Due(
        delivery.id,
        delivery.endpoint_id,
        event.id,
        event.article_id,
        event.comment_id,
        event.data.get("comment", {}).get("revision"),
        delivery.step == 0,
        message(event, article, public_url),
    )
