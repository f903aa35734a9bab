"""What its author is told about a comment: where it stands, why, and how long that takes."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from models.database import db, now, writing
from models.decisions import Decision
from moderation.status import Action
from service.flow.receipt import receipt, typical_wait_s
from service.flow.thread import Json
from service.flow.undo import undo
from tests.service.flow.newsroom import KIM, Newsroom


def _receipt(room: Newsroom, comment_id: UUID) -> Json:
    told = receipt(room.site, comment_id, room.tokens[comment_id])
    assert told is not None
    return told


@pytest.mark.parametrize("start", ["post", "approved", "held"])
def test_an_author_sees_the_own_comment_in_any_status(room: Newsroom, start: str) -> None:
    """With its text and name, whoever else sees them or not."""
    comment_id = getattr(room, start)("My **words**.", name="Ann Lee")
    told = _receipt(room, comment_id)
    assert told["status"] == room.row(comment_id).status
    assert told["html"] == "<p>My <strong>words</strong>.</p>"
    assert told["author"]["name"] == "Ann Lee"
    assert told["reason"] is None


def test_an_author_sees_when_a_waiting_comment_was_edited(room: Newsroom) -> None:
    """Readers see nothing of it yet, or a tombstone; its author sees the comment itself."""
    comment_id = room.approved()
    assert _receipt(room, comment_id)["edited_at"] is None
    room.edit(comment_id)
    told = _receipt(room, comment_id)
    assert (told["status"], told["tombstone"]) == ("pending", None)
    assert told["edited_at"] is not None


def test_nobody_else_is_told(room: Newsroom) -> None:
    """Not another reader, nobody without a token, and not on another site."""
    comment_id, other = room.held(), room.receive().token
    for token in (None, "", "never given to anybody", other):
        assert receipt(room.site, comment_id, token) is None
    token = room.tokens[comment_id]
    assert receipt(Newsroom("another paper").site, comment_id, token) is None
    assert receipt(room.site, uuid4(), token) is None


def test_a_rejection_tells_its_reason(room: Newsroom) -> None:
    """As the moderator chose it, even after another moderator was asked."""
    comment_id = room.held()
    room.decide(Action.REJECT, comment_id, reason="off topic", note="he always does that")
    assert _receipt(room, comment_id)["reason"] == "off topic"
    room.escalate(comment_id)
    told = _receipt(room, comment_id)
    assert (told["status"], told["reason"]) == ("rejected", "off topic")
    assert "always does" not in str(told)


def test_a_rejection_that_came_back_by_an_undo_tells_its_reason(room: Newsroom) -> None:
    """What rejected it is what counts, not the step that led back."""
    comment_id = room.held()
    room.decide(Action.REJECT, comment_id, reason="off topic")
    undo(room.approve(comment_id).id, KIM)
    assert _receipt(room, comment_id)["reason"] == "off topic"


def test_a_rejection_that_was_taken_back_tells_nothing(room: Newsroom) -> None:
    """The author reads the reason that stands, not that of a confirmation which was undone."""
    comment_id = room.held()
    room.decide(Action.REJECT, comment_id, reason="off topic")
    [confirmation] = room.decide(Action.REJECT, comment_id, reason="spam")
    assert _receipt(room, comment_id)["reason"] == "spam"
    undo(confirmation.id, KIM)
    assert _receipt(room, comment_id)["reason"] == "off topic"


def test_only_a_rejection_has_a_reason(room: Newsroom) -> None:
    """A hold has none for readers: it would teach how to get past it."""
    comment_id = room.held()
    room.decide(Action.HOLD, comment_id, reason="smells of an advert")
    assert _receipt(room, comment_id)["reason"] is None
    room.decide(Action.REJECT, comment_id, reason="an advert")
    room.decide(Action.APPROVE, comment_id, reason="not an advert")
    assert _receipt(room, comment_id)["reason"] is None


def test_who_waits_learns_how_long_it_takes(room: Newsroom) -> None:
    """The median of the latest waits for a person's decision, in seconds."""
    waiting = room.held()
    assert _receipt(room, waiting)["typical_wait_s"] is None
    for seconds, action in ((60, Action.APPROVE), (600, Action.REJECT), (120, Action.APPROVE)):
        _decided_after(room, seconds, action)
    assert _receipt(room, waiting)["typical_wait_s"] == 120


def test_what_no_person_ended_is_no_wait(room: Newsroom) -> None:
    """Rules, holds, escalations and second thoughts tell nothing about how long it takes."""
    _decided_after(room, 60, Action.APPROVE)
    for action in (Action.HOLD, Action.ESCALATE):
        _decided_after(room, 9000, action)
    room.approved()
    decided = _decided_after(room, 60, Action.APPROVE)
    room.reject(decided)
    assert typical_wait_s(db.session(), room.site.id) == 60
    assert typical_wait_s(db.session(), Newsroom("another paper").site.id) is None


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_who_does_not_wait_is_told_no_wait(room: Newsroom, act: str) -> None:
    """Once decided there is nothing to wait for."""
    _decided_after(room, 60, Action.APPROVE)
    comment_id = room.held()
    getattr(room, act)(comment_id)
    assert _receipt(room, comment_id)["typical_wait_s"] is None


def _decided_after(room: Newsroom, seconds: int, action: Action) -> UUID:
    """A held comment that a person decided so many seconds after it came."""
    comment_id = room.held()
    decision_id = room.decide(action, comment_id)[-1].id
    moment = now()
    room.backdate(comment_id, created_at=moment - timedelta(seconds=seconds))
    with writing() as session:
        session.get_one(Decision, decision_id).created_at = moment
    return comment_id
