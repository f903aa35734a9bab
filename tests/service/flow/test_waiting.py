"""What waits too long rises, what a person put off sinks, and both end with a decision."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, update

from models.comments import OVERDUE, PUT_OFF, USUAL, Comment, urgency
from models.database import db, now, writing
from models.leases import Lease
from moderation.status import Action
from service.flow import score, waiting
from service.flow.check import check, check_over
from service.flow.filters import Filters
from service.flow.lease import take
from service.flow.queue_invariants import queue_rules
from service.flow.review import item, queue
from service.flow.score import Scored
from service.flow.undo import undo
from service.flow.waiting import mend_what_older_programs_wrote, raise_overdue
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import CLEAN, KIM, MODEL, RUDE, Newsroom, scores

HOURS_AGO = timedelta(hours=5)


def _order(**filters: Any) -> list[UUID]:
    items, _ = queue(Filters(**filters), 200, None)
    return [UUID(each["comment"]["id"]) for each in items]


def _held(room: Newsroom, risk: float) -> UUID:
    comment_id = room.post()
    room.score(risk)
    return comment_id


def _waits_since(room: Newsroom, comment_id: UUID) -> datetime | None:
    return room.row(comment_id).waits_since


def test_the_urgency_puts_the_turn_before_the_risk() -> None:
    """And whatever is scored before all that is not."""
    ordered = [
        (OVERDUE, 1.0), (OVERDUE, 0.0), (USUAL, 1.0), (USUAL, 0.5), (USUAL, 0.0), (PUT_OFF, 1.0),
        (PUT_OFF, 0.0), (OVERDUE, None), (USUAL, None), (PUT_OFF, None),
    ]  # fmt: skip
    numbers = [urgency(turn, risk) for turn, risk in ordered]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)
    assert all(
        (number < 0) is (risk is None) for number, (_, risk) in zip(numbers, ordered, strict=True)
    )


def test_what_waits_beyond_the_sites_limit_rises(room: Newsroom) -> None:
    """Before what has a higher risk, among themselves by risk; by default after four hours."""
    mild, rude, patient = _held(room, 0.2), _held(room, 0.9), _held(room, 0.5)
    for comment_id in (mild, patient):
        room.backdate(comment_id, waits_since=now() - timedelta(hours=4, seconds=1))
    room.backdate(rude, waits_since=now() - timedelta(hours=3, minutes=59))
    assert _order() == [rude, patient, mild]
    assert raise_overdue() == 2
    assert _order() == [patient, mild, rude]
    assert raise_overdue() == 0
    overdue = [each["overdue"] for each in queue(Filters(), 10, None)[0]]
    assert overdue == [True, True, False]
    assert check().differences == []


def test_each_site_has_its_own_limit(room: Newsroom) -> None:
    """A local paper may be slower than a live blog."""
    room.set(waiting_limit_s=60)
    there = Newsroom("another paper")
    here, elsewhere = _held(room, 0.2), _held(there, 0.3)
    for comment_id in (here, elsewhere):
        room.backdate(comment_id, waits_since=now() - timedelta(seconds=61))
    assert raise_overdue() == 1
    assert (room.row(here).turn, room.row(elsewhere).turn) == (OVERDUE, USUAL)


def test_the_unscored_rise_among_themselves(room: Newsroom) -> None:
    """What no classifier has read for hours is first of what none has read."""
    old, new = room.post(), room.post()
    room.backdate(old, waits_since=now() - HOURS_AGO)
    assert _order(state="unscored") == [new, old]
    raise_overdue()
    assert _order(state="unscored") == [old, new]


def test_many_rise_in_small_steps(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """No transaction raises more than a few, and all are raised."""
    monkeypatch.setattr(waiting, "MOST_RAISED", 20)
    fill(room.site.id, "a", 90, 0, status="pending", waits_since=now() - HOURS_AGO, shown=False)
    assert raise_overdue() == 90


def test_what_a_person_holds_comes_last(room: Newsroom) -> None:
    """Below everything with a lower risk, in lists and in leases; it does not rise with time."""
    mild, rude = _held(room, 0.2), _held(room, 0.9)
    room.hold(rude)
    assert _order() == [mild, rude]
    room.backdate(rude, waits_since=now() - HOURS_AGO)
    raise_overdue()
    assert _order() == [mild, rude]
    assert take(Filters(), 1, KIM)[0] == [mild]


def test_a_rules_hold_puts_nothing_off(room: Newsroom) -> None:
    """Only a person who saw it can say that it can wait."""
    assert room.row(_held(room, RUDE)).turn == USUAL


def test_an_edit_brings_back_what_was_put_off(room: Newsroom) -> None:
    """The text that was put off is not there any more; its waiting goes on."""
    comment_id = room.held()
    since = _waits_since(room, comment_id)
    room.hold(comment_id)
    room.edit(comment_id)
    row = room.row(comment_id)
    assert (row.turn, row.waits_since) == (USUAL, since)


BEGINS: dict[str, Callable[[Newsroom, UUID], object]] = {
    "a person holds what was shown": lambda room, id_: room.hold(id_),
    "its author edits what was shown": lambda room, id_: room.edit(id_),
    "readers flag what was shown": lambda room, id_: [room.flag(id_) for _ in range(5)],
}


@pytest.mark.parametrize("what", BEGINS)
def test_waiting_begins_when_it_becomes_pending(room: Newsroom, what: str) -> None:
    """Not when it was written, which may be long ago."""
    comment_id = room.approved()
    assert _waits_since(room, comment_id) is None
    room.backdate(comment_id, created_at=now() - timedelta(seconds=500))
    before = now()
    BEGINS[what](room, comment_id)
    since = _waits_since(room, comment_id)
    assert since is not None
    assert before <= since <= now()
    found = item(comment_id)
    assert found is not None
    assert found["waiting_s"] < 400


def test_waiting_goes_on_through_scores_holds_and_escalations(room: Newsroom) -> None:
    """Until a decision ends it."""
    comment_id = room.post()
    since = _waits_since(room, comment_id)
    room.score(RUDE)
    room.escalate(comment_id)
    room.hold(comment_id)
    assert _waits_since(room, comment_id) == since
    room.approve(comment_id)
    row = room.row(comment_id)
    assert (row.waits_since, row.turn) == (None, USUAL)


def test_an_undo_brings_back_turn_and_waiting(room: Newsroom) -> None:
    """As if nothing had been decided."""
    overdue, put_off = _held(room, 0.3), _held(room, 0.4)
    room.backdate(overdue, waits_since=now() - HOURS_AGO)
    raise_overdue()
    room.hold(put_off)
    since = _waits_since(room, overdue)
    for comment_id, turn in ((overdue, OVERDUE), (put_off, PUT_OFF)):
        for action in (Action.APPROVE, Action.REJECT, Action.HOLD):
            [decision] = room.decide(action, comment_id)
            undo(decision.id, KIM)
            assert room.row(comment_id).turn == turn
    assert _waits_since(room, overdue) == since
    assert check().differences == []


def test_an_undo_of_what_was_decided_before_turns_were_known(room: Newsroom) -> None:
    """The comment waits from now on, in the usual turn."""
    comment_id = room.held()
    decision = room.approve(comment_id)
    with writing() as session:
        old = session.merge(decision)
        old.before = {k: v for k, v in old.before.items() if k not in ("turn", "waits_since")}
    undo(decision.id, KIM)
    row = room.row(comment_id)
    assert row.turn == USUAL
    assert row.waits_since is not None
    assert check().differences == []


@contextmanager
def _asked_of_leases() -> Iterator[list[str]]:
    """What is asked of the table of leases meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "leases" in statement:
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_leases_cost_decisions_next_to_nothing(room: Newsroom) -> None:
    """One question for a whole batch of decisions or scores, and one more where there are leases."""
    ids = [room.held() for _ in range(6)]
    with _asked_of_leases() as asked:
        room.approve(*ids[:3])
        assert len(asked) == 1
        take(Filters(), 50, KIM)
        asked.clear()
        room.approve(*ids[3:])
        assert len(asked) == 2
        assert db.session.scalars(select(Lease)).all() == []
        for _ in range(3):
            room.post()
        claimed = room.claim()
        asked.clear()
        score.keep(MODEL, [Scored(each, scores(CLEAN)) for each in claimed])
        assert len(asked) == 1


def test_posts_ask_nothing_of_leases(room: Newsroom) -> None:
    """Nobody can have what is new, however it is published."""
    for mode in ("auto", "post"):
        room.set(mode=mode)
        with _asked_of_leases() as asked:
            room.post()
        assert asked == []


def test_what_older_programs_wrote_is_mended(room: Newsroom) -> None:
    """They know no turns, and may have gone on for a while after the migration."""
    held, shown = room.held(), room.approved()
    room.backdate(held, waits_since=None, urgency=-9.0)
    room.backdate(shown, waits_since=now(), urgency=-9.0)
    assert len(check().differences) == 4
    mend_what_older_programs_wrote()
    assert check().differences == []
    assert _waits_since(room, held) == room.row(held).created_at


Damage = Callable[[Newsroom], Any]
DAMAGES: dict[str, Damage] = {
    "what waits knows since when": lambda _: (
        update(Comment).where(Comment.status == "pending").values(waits_since=None)
    ),
    "what is decided no longer waits": lambda _: (
        update(Comment).where(Comment.status == "approved").values(waits_since=now())
    ),
    "only what waits has an unusual turn": lambda _: (
        update(Comment).where(Comment.status == "approved").values(turn=2, urgency=20.01)
    ),
    "the urgency is made of the turn and the risk": lambda _: update(Comment).values(
        urgency=Comment.urgency + 1
    ),
    "a lease is of its comment's site": lambda _: update(Lease).values(
        site_id=select(Comment.site_id).order_by(Comment.id.desc()).limit(1).scalar_subquery()
    ),
    "nobody has a deleted comment": lambda room: update(Lease).values(comment_id=_deleted(room)),
}


def _deleted(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.withdraw(comment_id)
    return comment_id


def test_every_rule_has_its_damage() -> None:
    """A new rule comes with a test that shows that it finds something."""
    assert set(DAMAGES) == {rule.sentence for rule in queue_rules()}


@pytest.mark.parametrize("sentence", DAMAGES)
def test_the_check_finds_what_is_wrong(room: Newsroom, sentence: str) -> None:
    """Where nothing is wrong it says nothing; each damage is found under its own sentence."""
    room.held()
    room.approved()
    take(Filters(), 1, KIM)
    damage = DAMAGES[sentence](room)
    Newsroom("gazette").approved(article="b")
    assert check().differences == []
    with db.engine.connect().execution_options(writing=True) as connection:
        connection.execute(damage)
        found = {difference.sentence for difference in check_over(connection).differences}
        connection.rollback()
    assert found == {sentence}
