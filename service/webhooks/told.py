"""Deliveries and attempts in the shape of the HTTP contract."""

from __future__ import annotations

from typing import Any

from models.articles import Article
from models.deliveries import Attempt, Delivery
from models.events import Event

Json = dict[str, Any]

AS_THEY_ARE = ("id", "state", "attempts", "last_status", "last_error", "created_at", "finished_at")


def told_delivery(delivery: Delivery, event: Event, article: Article | None) -> Json:
    """A delivery, with what its event was about."""
    return {name: getattr(delivery, name) for name in AS_THEY_ARE} | {
        "webhook_id": delivery.endpoint_id,
        "event": event.type,
        "event_id": event.id,
        "comment_id": event.comment_id,
        "article": None if article is None else article.external_id,
        "next_attempt_at": delivery.due_at,
    }


def told_attempt(attempt: Attempt) -> Json:
    """One request and what came back."""
    answer = {
        "status": attempt.status,
        "headers": attempt.answer_headers or {},
        "body": attempt.answer or "",
    }
    return {
        "number": attempt.number,
        "at": attempt.at,
        "took_ms": attempt.took_ms,
        "request": {
            "url": attempt.url,
            "address": attempt.address,
            "headers": attempt.request_headers,
        },
        "answer": None if attempt.status is None else answer,
        "error": attempt.error,
    }
