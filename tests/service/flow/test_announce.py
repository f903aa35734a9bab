"""What happened is written as event rows, in the transaction that made it happen."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from models.database import db, writing
from models.events import Event
from moderation.status import Action, By
from service.flow.announce import announce_counts, any_count_marked
from service.flow.decide import change, lock_one
from tests.models.together import together
from tests.service.flow.newsroom import KIM, Newsroom


def _count_events(article: str = "a") -> list[dict[str, Any]]:
    db.session.rollback()
    events = db.session.scalars(
        select(Event).where(Event.type == "article.count_changed").order_by(Event.id)
    )
    return [data for event in events if (data := event.data["article"])["id"] == article]


def test_the_events_of_a_comment_are_numbered(room: Newsroom) -> None:
    """Consumers order what they get by `sequence`, which begins at 1 and leaves nothing out."""
    comment_id = room.approved()
    room.flag(comment_id)
    room.edit(comment_id)
    room.score()
    room.reject(comment_id)
    room.withdraw(comment_id)
    events = room.events(comment_id)
    assert [event.sequence for event in events] == list(range(1, 8))
    assert [event.type.removeprefix("comment.") for event in events] == [
        "created", "approved", "flagged", "edited", "approved", "rejected", "deleted",
    ]  # fmt: skip
    assert [event.data["comment"]["sequence"] for event in events] == list(range(1, 8))
    assert room.row(comment_id).sequence == 7


def test_an_event_says_where_the_comment_was_then(room: Newsroom) -> None:
    """Each carries the status and version that it led to, not those of today."""
    comment_id = room.approved()
    room.reject(comment_id)
    told = [event.data["comment"] for event in room.events(comment_id)]
    assert [(each["status"], each["version"]) for each in told] == [
        ("pending", 1), ("approved", 2), ("rejected", 3),
    ]  # fmt: skip


def test_an_event_names_the_parent_and_carries_no_text(room: Newsroom) -> None:
    """Who wants the text asks for it."""
    root = room.approved("Secret words.", name="Ann Lee")
    reply = room.approved("More secret words.", under=root)
    assert room.events(reply)[0].data["comment"]["parent_id"] == str(root)
    assert "ecret" not in str([event.data for event in room.events(root) + room.events(reply)])


def test_an_event_is_not_there_unless_its_change_is(room: Newsroom) -> None:
    """A transaction that fails announces nothing."""
    comment_id = room.held()
    told = room.event_types(comment_id)
    with pytest.raises(ZeroDivisionError), writing() as session:
        article, comment = lock_one(session, comment_id)
        change(session, article, comment, Action.REJECT, By.MODERATOR, KIM)
        raise ZeroDivisionError
    assert room.event_types(comment_id) == told
    assert room.row(comment_id).sequence == len(told)


def test_moves_of_a_count_become_one_event_with_the_true_count(room: Newsroom) -> None:
    """However often a count moved since the last sweep, its event says where it ended."""
    comments = [room.approved() for _ in range(5)]
    room.reject(*comments[:2])
    assert _count_events() == []
    assert announce_counts() == 1
    article = room.article()
    assert _count_events() == [{"id": "a", "count": 3, "version": article.version}]
    assert announce_counts() == 0
    assert len(_count_events()) == 1


def test_a_sweep_knows_whether_there_is_anything_to_do(room: Newsroom) -> None:
    """Looking is a read, so a quiet night costs no write."""
    assert not any_count_marked(db.session())
    room.approved()
    assert any_count_marked(db.session())
    announce_counts()
    assert not any_count_marked(db.session())


@pytest.mark.parametrize("act", ["post", "held"])
def test_what_does_not_count_marks_nothing(room: Newsroom, act: str) -> None:
    """A comment that waits moves no count."""
    getattr(room, act)()
    assert announce_counts() == 0


def test_each_article_gets_its_own_event(room: Newsroom) -> None:
    """And articles whose count did not move get none."""
    for article in ("a", "b"):
        room.approved(article=article)
    room.post(article="c")
    assert announce_counts() == 2
    assert [len(_count_events(name)) for name in "abc"] == [1, 1, 0]


def test_sweeps_and_decisions_at_once_end_on_the_true_count(room: Newsroom) -> None:
    """Whatever order they come in, the last event says the last count."""
    comments = [room.approved() for _ in range(4)]
    for act in (room.reject, room.approve, room.reject):
        together(
            *(partial(act, comment_id) for comment_id in comments),
            announce_counts,
            announce_counts,
        )
    announce_counts()
    told = _count_events()
    assert told[-1]["count"] == room.article().count == room.recount()
    versions = [each["version"] for each in told]
    assert versions == sorted(versions)
