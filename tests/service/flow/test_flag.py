"""Readers' flags: enough of them ask a person to look again."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from models.database import db
from models.flags import Flag
from moderation.status import Action
from service.flow.flag import REASONS, flag
from service.flow.refused import Refused
from tests.models.together import together
from tests.service.flow.newsroom import Newsroom


@pytest.mark.parametrize("reason", REASONS)
def test_a_flag_is_kept_and_announced(room: Newsroom, reason: str) -> None:
    """Moderators see its reason and words; other systems hear its reason and the number."""
    comment_id = room.approved()
    flagged = flag(room.site, comment_id, None, reason, "This is my street.")
    kept = room.flag_row(flagged.flag.id)
    assert (kept.comment_id, kept.reason, kept.text) == (comment_id, reason, "This is my street.")
    assert room.row(comment_id).open_flags == 1
    event = room.events(comment_id)[-1]
    assert event.type == "comment.flagged"
    assert (event.data["comment"]["flag"], event.data["comment"]["flags"]) == (reason, 1)
    assert "my street" not in str(event.data)


def test_a_reader_flags_a_comment_once(room: Newsroom) -> None:
    """A second send changes nothing and answers with the first."""
    comment_id = room.approved()
    first = room.flag(comment_id, reason="spam")
    again = room.flag(comment_id, first.token, reason="abuse")
    assert (again.flag.id, again.flag.reason, again.token) == (first.flag.id, "spam", first.token)
    assert room.row(comment_id).open_flags == 1
    assert room.event_types(comment_id).count("comment.flagged") == 1


def test_enough_flags_hold_a_comment(room: Newsroom) -> None:
    """At the site's number it waits for a person, by a recorded decision that says why."""
    room.set(flag_limit=3)
    comment_id = room.approved()
    for _ in range(2):
        room.flag(comment_id)
    assert room.row(comment_id).status == "approved"
    room.flag(comment_id)
    row = room.row(comment_id)
    assert (row.status, row.shown, row.open_flags) == ("pending", False, 3)
    assert row.held_because == {"rule": "flagged by readers", "facts": {"flags": 3}}
    decision = room.decisions(comment_id)[-1]
    assert (decision.actor_kind, decision.action) == ("flags", "hold")
    assert room.article().count == room.recount() == 0
    assert room.event_types(comment_id)[-2:] == ["comment.flagged", "comment.held"]


def test_what_a_person_approved_is_not_held_by_flags(room: Newsroom) -> None:
    """Flags on a text that a person passed are shown to moderators, and take nothing down."""
    room.set(flag_limit=2)
    comment_id = room.approved()
    room.approve(comment_id)
    for _ in range(4):
        room.flag(comment_id)
    row = room.row(comment_id)
    assert (row.status, row.open_flags) == ("approved", 4)


def test_a_persons_approval_of_an_earlier_text_protects_no_later_one(room: Newsroom) -> None:
    """The person saw another text."""
    room.set(flag_limit=1)
    comment_id = room.approved()
    room.approve(comment_id)
    room.edit(comment_id)
    room.score()
    assert room.row(comment_id).status == "approved"
    room.flag(comment_id)
    assert room.row(comment_id).status == "pending"


def test_flags_that_were_answered_count_no_more(room: Newsroom) -> None:
    """After a moderator's undo of a later step, old flags do not come back by themselves."""
    room.set(flag_limit=2)
    comment_id = room.approved()
    room.flag(comment_id)
    room.decide(Action.REJECT, comment_id)
    room.decide(Action.APPROVE, comment_id)
    room.edit(comment_id)
    room.score()
    room.flag(comment_id)
    row = room.row(comment_id)
    assert (row.status, row.open_flags) == ("approved", 1)


@pytest.mark.parametrize("start", ["post", "held"])
def test_only_what_is_shown_can_be_flagged(room: Newsroom, start: str) -> None:
    """What readers do not see is not found, and neither is a tombstone or another site's."""
    grave, foreign = room.approved(), Newsroom("another paper").approved()
    room.approved(under=grave)
    room.reject(grave)
    for comment_id in (grave, foreign, uuid4(), getattr(room, start)()):
        with pytest.raises(Refused) as refused:
            room.flag(comment_id)
        assert refused.value.kind == "not_found"
    assert db.session.query(Flag).count() == 0


def test_flags_at_the_same_moment_are_all_counted(room: Newsroom) -> None:
    """Each reader's once; the one that reaches the number holds, and later ones find nothing."""
    room.set(flag_limit=6)
    comment_id = room.approved()
    same = room.flag(comment_id).token
    together(*[lambda: room.flag(comment_id)] * 3, *[lambda: room.flag(comment_id, same)] * 3)
    assert room.row(comment_id).open_flags == 4
    assert len(db.session.scalars(select(Flag)).all()) == 4
    assert room.row(comment_id).status == "approved"
