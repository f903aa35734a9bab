"""A moderator takes the newest decision back, once."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest

from models.decisions import Decision
from moderation.status import Action
from service.flow.refused import Refused
from service.flow.undo import undo
from tests.models.together import together
from tests.service.flow.newsroom import CLEAN, KIM, LEE, Newsroom


def _held(room: Newsroom) -> UUID:
    return room.held()


def _approved(room: Newsroom) -> UUID:
    return room.approved()


def _rejected(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.reject(comment_id)
    return comment_id


@pytest.mark.parametrize("start", [_held, _approved, _rejected])
@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.HOLD, Action.ESCALATE])
def test_an_undo_restores_the_status_before(
    room: Newsroom, start: Callable[[Newsroom], UUID], action: Action
) -> None:
    """Whatever was decided, the comment is again where it was, by a decision of its own."""
    comment_id = start(room)
    before = _state(room, comment_id)
    decided = room.decide(action, comment_id)[-1]
    version = room.row(comment_id).version
    undone = undo(decided.id, LEE)
    row = room.row(comment_id)
    assert _state(room, comment_id) == before
    assert row.version == version + (decided.from_status != decided.to_status)
    assert (undone.action, undone.undoes_id, undone.actor_name) == ("undo", decided.id, LEE.name)
    assert (undone.from_status, undone.to_status) == (decided.to_status, decided.from_status)
    assert room.decisions(comment_id)[-1].id == undone.id
    assert room.article().count == room.recount()


def _state(room: Newsroom, comment_id: UUID) -> tuple[object, ...]:
    row = room.row(comment_id)
    return (row.status, row.shown, row.reviewed_revision, row.held_because, row.escalated_at)


@pytest.mark.parametrize(
    ("start", "action", "event"),
    [
        (_held, Action.APPROVE, "comment.held"),
        (_approved, Action.REJECT, "comment.approved"),
        (_rejected, Action.APPROVE, "comment.rejected"),
    ],
)
def test_an_undo_is_announced_by_the_status_that_it_leads_to(
    room: Newsroom, start: Callable[[Newsroom], UUID], action: Action, event: str
) -> None:
    """The world hears of the status, with the decision that led there."""
    comment_id = start(room)
    undone = undo(room.decide(action, comment_id)[-1].id, KIM)
    newest = room.events(comment_id)[-1]
    assert newest.type == event
    assert (newest.data["decision"]["action"], newest.data["decision"]["id"]) == (
        "undo", str(undone.id)
    )  # fmt: skip


def test_an_undo_opens_the_flags_again(room: Newsroom) -> None:
    """Flags that the decision answered are open again; those of an earlier one are not."""
    comment_id = room.approved()
    earlier = room.flag(comment_id).flag.id
    first = room.approve(comment_id)
    later = room.flag(comment_id).flag.id
    second = room.approve(comment_id)
    undo(second.id, KIM)
    assert room.row(comment_id).open_flags == 1
    assert room.flag_row(earlier).cleared_by == first.id
    assert room.flag_row(later).cleared_by is None


def test_afterwards_rules_leave_it_alone(room: Newsroom) -> None:
    """Whoever undid wants to think, so no rule decides meanwhile, whatever the new score."""
    comment_id = room.held()
    undo(room.reject(comment_id).id, KIM)
    room.due(comment_id)
    room.score(CLEAN)
    row = room.row(comment_id)
    assert (row.status, row.risk) == ("pending", CLEAN)


def test_a_decision_is_undone_once(room: Newsroom) -> None:
    """The second is told who was faster."""
    decided = room.reject(room.held())
    undo(decided.id, LEE)
    _refused(decided, f"{LEE.name} undid it since, at ")


def test_an_undo_cannot_be_undone(room: Newsroom) -> None:
    """Whoever undid too much decides anew."""
    decided = room.reject(room.held())
    _refused(undo(decided.id, KIM), "Only a moderator's decision can be undone.")


def test_what_a_rule_decided_cannot_be_undone(room: Newsroom) -> None:
    """Against a rule one decides."""
    comment_id = room.approved()
    _refused(room.decisions(comment_id)[-1], "Only a moderator's decision can be undone.")


def test_only_the_newest_decision_can_be_undone(room: Newsroom) -> None:
    """What came after is named: who, what, and when."""
    comment_id = room.held()
    decided = room.approve(comment_id)
    later = room.decide(Action.REJECT, comment_id, by=LEE)[-1]
    when = later.created_at.strftime("%H:%M:%S UTC")
    _refused(decided, f"{LEE.name} decided “reject” since, at {when}.")


def test_flags_that_held_a_comment_since_are_named(room: Newsroom) -> None:
    """A decision by readers' flags comes after too."""
    room.set(flag_limit=1)
    comment_id = room.held()
    held = room.hold(comment_id)
    undo(held.id, KIM)
    decided = room.escalate(room.approved())
    room.flag(decided.comment_id)
    _refused(decided, "readers' flags decided “hold” since, at ")


def test_nothing_is_undone_below_an_edit(room: Newsroom) -> None:
    """The decision was about another text."""
    comment_id = room.held()
    decided = room.approve(comment_id)
    room.edit(comment_id)
    _refused(decided, "The author edited the comment since.")
    room.score()
    _refused(decided, "The author edited the comment since.")


def test_nothing_is_undone_on_what_was_deleted(room: Newsroom) -> None:
    """What its author withdrew does not come back."""
    comment_id = room.held()
    decided = room.approve(comment_id)
    room.withdraw(comment_id)
    _refused(decided, "The comment was deleted since.")


def test_an_unknown_decision_is_not_found(room: Newsroom) -> None:
    """Neither is one of a site that one may not see."""
    decided = room.approve(room.held())
    for decision_id, sites in ((uuid4(), None), (decided.id, frozenset({uuid4()}))):
        with pytest.raises(Refused) as refused:
            undo(decision_id, KIM, sites=sites)
        assert refused.value.kind == "not_found"
    undo(decided.id, KIM, sites=frozenset({room.site.id}))


def test_of_two_who_undo_at_once_one_does(room: Newsroom) -> None:
    """However close they come, there is one undo and one answer naming who was faster."""
    for _ in range(5):
        comment_id = room.held()
        decided = room.approve(comment_id)
        said = together(*[partial(_try_undo, decided)] * 3)
        assert sorted(said)[:2] == [f"conflict: {KIM.name} undid it since"] * 2
        assert said.count("undone") == 1
        assert len(room.decisions(comment_id)) == 3
        assert room.article().count == room.recount()


def _try_undo(decided: Decision) -> str:
    try:
        undo(decided.id, KIM)
    except Refused as refused:
        return f"{refused.kind}: {refused.message.split(',')[0]}"
    return "undone"


def _refused(decided: Decision, message: str) -> None:
    with pytest.raises(Refused) as refused:
        undo(decided.id, KIM)
    assert refused.value.kind == "conflict"
    assert refused.value.message.startswith(message)
