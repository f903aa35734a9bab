"""Writes what happened as event rows, in the transaction that made it happen.

The deliveries to whoever asked for it are rows of the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import now, writing
from models.decisions import Decision
from models.events import Event
from moderation.events import COUNT_CHANGED, SCORER_DEGRADED, SCORER_RECOVERED
from service.flow.fan_out import fan_out

MOST_ARTICLES = 200
LONGEST_REASON = 500


def announce(
    session: Session,
    type_: str,
    article: Article,
    comment: Comment,
    decision: Decision | None = None,
    **more: Any,
) -> Event:
    """Add the event and number it: consumers order the events of a comment by `sequence`."""
    comment.sequence += 1
    data: dict[str, Any] = {"comment": _comment_data(article, comment) | more}
    if decision is not None:
        data["decision"] = _decision_data(decision)
    event = Event(
        type=type_,
        site_id=comment.site_id,
        article_id=article.id,
        comment_id=comment.id,
        sequence=comment.sequence,
        data=data,
    )
    fan_out(session, event, article.external_id)
    return event


def announce_counts() -> int:
    """Turn the marks of articles whose count moved into one event each, with the true count.

    Returns how many articles were announced. Meant to be called about once a second.
    """
    with writing() as session:
        marked = session.scalars(
            select(Article)
            .where(Article.count_marked)
            .order_by(Article.id)
            .limit(MOST_ARTICLES)
            .with_for_update(skip_locked=True, key_share=True)
        ).all()
        for article in marked:
            article.count_marked = False
            fan_out(session, _count_event(article), article.external_id)
        return len(marked)


def announce_scorer(state: Literal["degraded", "recovered"], reason: str | None = None) -> None:
    """Say that comments wait because no classifier reads them, and why; or that it does again."""
    type_ = SCORER_DEGRADED if state == "degraded" else SCORER_RECOVERED
    told = {"state": state, "reason": reason and reason[:LONGEST_REASON]}
    with writing() as session:
        fan_out(session, Event(type=type_, data={"scorer": told}))


def any_count_marked(session: Session) -> bool:
    """Whether there is anything for `announce_counts` to do (a read, so that idle costs no write)."""
    return session.scalar(select(Article.id).where(Article.count_marked).limit(1)) is not None


def _count_event(article: Article) -> Event:
    facts = {"id": article.external_id, "count": article.count, "version": article.version}
    return Event(
        type=COUNT_CHANGED,
        site_id=article.site_id,
        article_id=article.id,
        sequence=article.version,
        data={"article": facts},
    )


def _comment_data(article: Article, comment: Comment) -> dict[str, Any]:
    return {
        "id": str(comment.id),
        "article": article.external_id,
        "parent_id": str(comment.parent_id) if comment.parent_id else None,
        "status": comment.status,
        "version": comment.version,
        "revision": comment.revision,
        "sequence": comment.sequence,
        "top_label": comment.top_label,
        "created_at": _time(comment.created_at),
        "at": _time(now()),
    }


def _decision_data(decision: Decision) -> dict[str, Any]:
    return {
        "id": str(decision.id),
        "action": decision.action,
        "from": decision.from_status,
        "to": decision.to_status,
        "by": decision.actor_kind,
        "reason": decision.reason,
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
