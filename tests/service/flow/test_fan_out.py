"""An event goes to whoever asked for it, in the transaction of its change."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from models.database import db, writing
from models.deliveries import Delivery
from models.endpoints import Endpoint
from models.events import Event
from moderation.events import TYPES
from moderation.status import Action, By
from service.flow.announce import announce_counts, announce_scorer
from service.flow.check import check
from service.flow.decide import Wanted, change, decide, lock_one
from tests.service.flow.newsroom import KIM, Newsroom


def endpoint(*events: str, **values: Any) -> UUID:
    """An endpoint that asks for these types, or for all."""
    given = {"url": "https://hooks.example/", "secret": "s", "events": list(events or TYPES)}
    with writing() as session:
        row = Endpoint(**given | values)
        session.add(row)
        session.flush()
        return row.id


def told(endpoint_id: UUID) -> list[str]:
    """The types of the events on their way to an endpoint."""
    db.session.rollback()
    statement = select(Event.type).join(Delivery, Delivery.event_id == Event.id)
    return sorted(db.session.scalars(statement.where(Delivery.endpoint_id == endpoint_id)))


def test_everything_goes_to_who_asked_for_everything(room: Newsroom) -> None:
    """A delivery for each event, pending and due."""
    everything = endpoint()
    comment_id = room.approved()
    room.flag(comment_id)
    room.reject(comment_id)
    announce_counts()
    announce_scorer("degraded", "the file is damaged")
    announce_scorer("recovered")
    assert told(everything) == sorted([
        "comment.created", "comment.approved", "comment.flagged", "comment.rejected",
        "article.count_changed", "scorer.degraded", "scorer.recovered",
    ])  # fmt: skip
    for delivery in db.session.scalars(select(Delivery)):
        assert (delivery.state, delivery.step, delivery.position) == ("pending", 0, None)
        assert delivery.due_at is not None
    assert check().differences == []


def test_only_the_types_that_were_asked_for(room: Newsroom) -> None:
    """And where nobody asked, there is an event all the same."""
    approvals = endpoint("comment.approved", "comment.rejected")
    comment_id = room.approved()
    assert told(approvals) == ["comment.approved"]
    assert room.event_types(comment_id) == ["comment.created", "comment.approved"]


def test_only_the_site_that_was_asked_for(room: Newsroom) -> None:
    """What concerns no site goes to everybody who asked for its type."""
    gazette = Newsroom("gazette")
    of_gazette = endpoint(site_id=gazette.site.id)
    of_all = endpoint()
    room.post()
    gazette.post()
    announce_scorer("recovered")
    assert told(of_gazette) == ["comment.created", "scorer.recovered"]
    assert told(of_all) == ["comment.created", "comment.created", "scorer.recovered"]


@pytest.mark.parametrize(
    ("prefix", "article", "wanted"),
    [
        ("sport/", "sport/17", True), ("sport/", "sport", False), ("sport/", "Sport/17", False),
        ("50%_", "50%_off", True), ("50%_", "50 x off", False), (None, "sport/17", True),
    ],
)  # fmt: skip
def test_only_articles_of_the_prefix(
    room: Newsroom, prefix: str | None, article: str, wanted: bool
) -> None:
    """To the letter."""
    some = endpoint(article_prefix=prefix)
    room.approved(article=article)
    announce_counts()
    assert len(told(some)) == (3 if wanted else 0)


def test_a_prefix_is_about_articles_alone(room: Newsroom) -> None:
    """What is about none is not left out by it."""
    some = endpoint(article_prefix="sport/")
    announce_scorer("degraded", "why")
    assert told(some) == ["scorer.degraded"]


@pytest.mark.parametrize("state", ["disabled", "deleted"])
def test_nothing_is_kept_for_who_gets_nothing(room: Newsroom, state: str) -> None:
    """A disabled endpoint catches up with the events themselves."""
    nobody = endpoint(state=state)
    room.post()
    assert told(nobody) == []


def test_no_delivery_without_its_change(room: Newsroom) -> None:
    """A transaction that fails leaves neither."""
    everything = endpoint()
    comment_id = room.held()
    before = told(everything)
    with pytest.raises(ZeroDivisionError), writing() as session:
        article, comment = lock_one(session, comment_id)
        change(session, article, comment, Action.REJECT, By.MODERATOR, KIM)
        raise ZeroDivisionError
    assert told(everything) == before


def test_endpoints_are_read_once_in_a_transaction(room: Newsroom) -> None:
    """However many comments it decides; and a new transaction reads them anew."""
    comments = [room.held() for _ in range(20)]
    queries: list[str] = []

    def record(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM endpoints" in statement:
            queries.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", record)
    try:
        decide([Wanted(each) for each in comments], Action.APPROVE, KIM)
        assert len(queries) == 1
    finally:
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", record)
    late = endpoint()
    room.reject(comments[0])
    assert told(late) == ["comment.rejected"]
