"""How much waits, and for how long."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from models.comments import Comment
from models.database import db, now
from service.flow.backlog import HELD, UNSCORED, Backlog, _backlog, backlog, seconds_since
from tests.service.flow.newsroom import CLEAN, Newsroom


def looked_up() -> Backlog:
    """What waits now."""
    _backlog.forget(None)
    return backlog()


def test_nothing_waits(room: Newsroom) -> None:
    """What is decided is no backlog."""
    room.approved()
    room.reject(room.held())
    assert looked_up() == Backlog(0, None, 0, None)
    assert seconds_since(looked_up().held_since) == 0


def test_what_waits_for_a_score(room: Newsroom) -> None:
    """From when it was written, or edited; a decision by hand spares no comment its score."""
    first, second, third = room.post(), room.post(), room.post()
    long_ago, lately = now() - timedelta(hours=3), now() - timedelta(minutes=5)
    room.backdate(first, created_at=long_ago, edited_at=now())
    room.backdate(second, created_at=lately)
    room.approve(third)
    found = looked_up()
    assert (found.unscored, found.unscored_since) == (3, lately)
    assert 300 <= seconds_since(found.unscored_since) < 400
    room.score(CLEAN)
    assert looked_up().unscored == 0


def test_what_was_shown_on_receipt_waits_for_a_score_too(room: Newsroom) -> None:
    """In mode “post” the first scoring may take it down, so it is missed."""
    room.set(mode="post")
    room.post()
    assert looked_up().unscored == 1


def test_what_waits_for_a_person(room: Newsroom) -> None:
    """From when it was held, and not from when it was written: it may have been shown for weeks."""
    comment_id = room.approved()
    room.backdate(comment_id, created_at=now() - timedelta(days=20))
    before = now()
    room.hold(comment_id)
    found = looked_up()
    assert found.held == 1
    assert found.held_since is not None
    assert before <= found.held_since <= now()
    room.approve(comment_id)
    assert looked_up().held == 0


def test_it_is_looked_up_at_most_once_a_second(room: Newsroom) -> None:
    """Whoever asks in between is told the same."""
    before = looked_up()
    room.post()
    assert backlog() is before


@pytest.mark.parametrize(
    ("waiting", "indexes"),
    [
        (UNSCORED, ["ix_comments_unscored"]),
        (HELD, ["ix_comments_held", "ix_comments_queue_everywhere"]),  # the latter: all that waits
    ],
)
def test_an_index_finds_what_waits(room: Newsroom, waiting: object, indexes: list[str]) -> None:
    """However many comments there are, only those that wait are looked at."""
    session = db.session()
    statement = select(Comment.id).where(waiting).order_by(Comment.id).limit(10)  # type: ignore[arg-type]
    sql = str(statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))  # it is empty here
    explain = "EXPLAIN" if session.get_bind().dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    plan = session.execute(text(f"{explain} {sql}")).all()
    assert any(index in str(plan) for index in indexes)
