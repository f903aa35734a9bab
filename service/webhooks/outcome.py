"""Writes down what came of each request, and when the next one is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.database import now, writing
from models.deliveries import Attempt, Delivery
from models.endpoints import Endpoint
from service.webhooks.claims import Due
from service.webhooks.endpoints import disable
from service.webhooks.schedule import next_attempt
from service.webhooks.send import Answer

GONE = 410
PATIENCE = timedelta(days=5)
"""How long an endpoint may do nothing but fail."""


@dataclass(frozen=True)
class Sent:
    """One request that is over.

    `told_text` says that it carried a reader's words. Whoever got them may repeat them, so of the
    answer nothing but its status is kept.
    """

    due: Due
    at: datetime
    url: str
    headers: Mapping[str, str]
    answer: Answer
    told_text: bool = False


def write_down(token: str, sent: Sequence[Sent], schedule: Sequence[int]) -> None:
    """Write these down where the claim still holds; another process sends the others again."""
    with writing() as session:
        endpoints = _claimed(session, token, {each.due.endpoint_id for each in sent})
        deliveries = _deliveries(session, {each.due.id for each in sent})
        for each in sent:
            endpoint, delivery = endpoints.get(each.due.endpoint_id), deliveries.get(each.due.id)
            if endpoint is None or delivery is None:
                continue
            _log(session, delivery, each)
            if each.answer.delivered:
                _delivered(endpoint, delivery, each)
            else:
                _failed(session, endpoint, delivery, each, schedule)


def _claimed(session: Session, token: str, ids: set[UUID]) -> dict[UUID, Endpoint]:
    rows = session.scalars(
        select(Endpoint)
        .where(Endpoint.id.in_(ids), Endpoint.claim == token)
        .order_by(Endpoint.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {endpoint.id: endpoint for endpoint in rows}


def _deliveries(session: Session, ids: set[UUID]) -> dict[UUID, Delivery]:
    rows = session.scalars(
        select(Delivery)
        .where(Delivery.id.in_(ids))
        .order_by(Delivery.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {delivery.id: delivery for delivery in rows}


def _log(session: Session, delivery: Delivery, sent: Sent) -> None:
    answer = sent.answer
    keep = answer.status is not None and not sent.told_text
    delivery.attempts += 1
    delivery.last_status, delivery.last_error = answer.status, answer.error
    session.add(
        Attempt(
            delivery_id=delivery.id,
            number=delivery.attempts,
            at=sent.at,
            took_ms=answer.took_ms,
            url=sent.url,
            address=answer.address,
            request_headers=dict(sent.headers),
            status=answer.status,
            answer_headers=dict(answer.headers) if keep else None,
            answer=answer.body if keep else None,
            error=answer.error,
        )
    )


def _delivered(endpoint: Endpoint, delivery: Delivery, sent: Sent) -> None:
    if sent.url == endpoint.url:
        endpoint.failing_since = None
    _finish(delivery, "delivered")


def _failed(
    session: Session, endpoint: Endpoint, delivery: Delivery, sent: Sent, schedule: Sequence[int]
) -> None:
    # What the old address answers, after a change, says nothing about the new one.
    same = sent.url == endpoint.url
    gone = same and sent.answer.status == GONE
    if delivery.state == "pending":
        asked = {name.lower(): value for name, value in sent.answer.headers.items()}
        due = next_attempt(delivery.step, schedule, now(), asked.get("retry-after"))
        if due is None or gone:
            _finish(delivery, "failed")
        else:
            delivery.due_at, delivery.step = due, delivery.step + 1
    if not same:
        return
    endpoint.failing_since = endpoint.failing_since or sent.at
    if endpoint.state != "active":
        return
    if gone:
        disable(session, endpoint, "It answered 410 Gone: nothing is wanted there any more.")
    elif now() - endpoint.failing_since > PATIENCE:
        since = endpoint.failing_since.strftime("%d %B %Y, %H:%M UTC")
        disable(session, endpoint, f"Nothing could be delivered since {since}.")


def _finish(delivery: Delivery, state: str) -> None:
    delivery.state, delivery.due_at, delivery.finished_at = state, None, now()
