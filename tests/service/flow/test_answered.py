"""What a comment answers, as its readers saw it."""

from models.database import db
from service.flow.answered import MOST_ANSWERED, bodies_answered
from tests.service.flow.newsroom import Newsroom


def test_the_comments_above_are_answered(room: Newsroom) -> None:
    """The nearest first; neither what stands beside them nor the comment itself."""
    root = room.approved("The first.")
    room.approved("Beside it.", under=root)
    second = room.approved("The second.", under=root)
    third = room.post("The third.", under=second)
    room.post("Below.", under=second)
    assert bodies_answered(third) == ["The second.", "The first."]
    assert bodies_answered(root) == []


def test_what_is_not_approved_any_more_is_not_answered(room: Newsroom) -> None:
    """Nobody may show again by a quote what was taken down."""
    root = room.approved("The first.")
    second = room.approved("The second.", under=root)
    third = room.post("The third.", under=second)
    room.reject(second)
    assert bodies_answered(third) == ["The first."]


def test_only_so_many_are_looked_at(room: Newsroom) -> None:
    """However deep the thread."""
    parent = None
    for depth in range(MOST_ANSWERED + 3):
        parent = room.approved(f"Depth {depth}.", under=parent)
    assert parent is not None
    found = bodies_answered(parent)
    assert found == [f"Depth {MOST_ANSWERED + 1 - step}." for step in range(MOST_ANSWERED)]


def test_no_transaction_stays_open(room: Newsroom) -> None:
    """Scoring takes its time, and may not keep a snapshot of the database meanwhile."""
    comment_id = room.post()
    db.session.rollback()
    bodies_answered(comment_id)
    assert not db.session().in_transaction()
