"""The only place where a status changes, and the decision that is written with it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.database import writing
from models.decisions import Decision
from moderation.rules import Verdict
from moderation.status import Action, By, NotAllowed
from service.flow.decide import SYSTEM, Actor, Outcome, Wanted, change, decide, lock_one
from service.flow.refused import Refused
from tests.models.together import together
from tests.service.flow.newsroom import KIM, LEE, Newsroom

MANY_HANDS = Actor("moderator", "many hands", uuid4())
A_KEY = Actor("key", "the tip line", uuid4())


def _approved(room: Newsroom) -> UUID:
    return room.approved()


def _held(room: Newsroom) -> UUID:
    return room.held()


def _rejected(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.reject(comment_id)
    return comment_id


def _unscored(room: Newsroom) -> UUID:
    return room.post()


def _decide(
    comment_id: UUID,
    version: int | None,
    by: Actor = KIM,
    action: Action = Action.REJECT,
    **more: Any,
) -> Outcome:
    return decide([Wanted(comment_id, version)], action, by, **more)


@pytest.mark.parametrize(
    ("start", "action", "to", "version", "event"),
    [
        # What waits is approved or rejected; that is a new version, and the world hears of it.
        (_held, Action.APPROVE, "approved", +1, "comment.approved"),
        (_held, Action.REJECT, "rejected", +1, "comment.rejected"),
        # Nobody needs to wait for the classifier.
        (_unscored, Action.APPROVE, "approved", +1, "comment.approved"),
        (_unscored, Action.REJECT, "rejected", +1, "comment.rejected"),
        # What was decided can be decided otherwise.
        (_approved, Action.REJECT, "rejected", +1, "comment.rejected"),
        (_rejected, Action.APPROVE, "approved", +1, "comment.approved"),
        (_approved, Action.HOLD, "pending", +1, "comment.held"),
        (_rejected, Action.HOLD, "pending", +1, "comment.held"),
        # The same again is a decision like any other, about the version that is there.
        (_approved, Action.APPROVE, "approved", 0, "comment.approved"),
        (_rejected, Action.REJECT, "rejected", 0, "comment.rejected"),
        (_held, Action.HOLD, "pending", 0, "comment.held"),
        # An escalation moves nothing and stays among the moderators.
        (_held, Action.ESCALATE, "pending", 0, None),
        (_approved, Action.ESCALATE, "approved", 0, None),
    ],
)
def test_a_decision_moves_the_comment_and_is_recorded_with_it(
    room: Newsroom,
    start: Callable[[Newsroom], UUID],
    action: Action,
    to: str,
    version: int,
    event: str | None,
) -> None:
    """Status, version, the log, the count and the event move together."""
    comment_id = start(room)
    before, told = room.row(comment_id), room.event_types(comment_id)
    from_status, from_version = before.status, before.version
    outcome = _decide(
        comment_id, from_version, action=action, reason="off topic", note="see the style guide"
    )
    row = room.row(comment_id)
    assert (row.status, row.version - from_version) == (to, version)
    [decision] = outcome.decisions
    kept = room.decisions(comment_id)[-1]
    assert kept.id == decision.id
    assert (kept.action, kept.from_status, kept.to_status) == (action, from_status, to)
    assert (kept.version, kept.revision) == (row.version, row.revision)
    assert (kept.actor_kind, kept.actor_name, kept.actor_id) == ("moderator", KIM.name, KIM.id)
    assert (kept.reason, kept.note) == ("off topic", "see the style guide")
    assert room.event_types(comment_id) == told + ([event] if event else [])
    assert room.article().count == room.recount()


def test_the_event_carries_the_decision(room: Newsroom) -> None:
    """Other systems learn what was decided, by what kind of actor and why, in one event."""
    comment_id = room.held()
    [decision] = _decide(comment_id, None, reason="abuse").decisions
    data = room.events(comment_id)[-1].data
    assert data["decision"] == {
        "id": str(decision.id), "action": "reject", "from": "pending", "to": "rejected",
        "by": "moderator", "reason": "abuse",
    }  # fmt: skip
    assert (data["comment"]["status"], data["comment"]["version"]) == ("rejected", 2)


def test_decisions_of_a_comment_are_in_the_order_of_their_ids(room: Newsroom) -> None:
    """The newest decision has the highest id, however fast they follow each other."""
    comment_id = room.held()
    made = [room.hold(comment_id).id for _ in range(20)]
    assert made == sorted(made)


def test_a_refused_move_changes_nothing(room: Newsroom) -> None:
    """What the table of statuses does not allow leaves no trace."""
    comment_id = room.approved()
    with pytest.raises(NotAllowed), writing() as session:
        article, comment = lock_one(session, comment_id)
        change(session, article, comment, Action.REJECT, By.RULE, Actor("rule", "a rule"))
    assert room.row(comment_id).status == "approved"
    assert len(room.decisions(comment_id)) == 1


def test_a_rule_records_what_it_saw(room: Newsroom) -> None:
    """A rule's decision names the rule and its facts; a hold keeps them on the comment too."""
    comment_id = room.post()
    verdict = Verdict("hold", "links", {"links": 2})
    with writing() as session:
        article, comment = lock_one(session, comment_id)
        actor = Actor("rule", "links")
        change(session, article, comment, Action.HOLD, By.RULE, actor, verdict=verdict)
    assert room.decisions(comment_id)[-1].facts == {"rule": "links", "facts": {"links": 2}}
    assert room.row(comment_id).held_because == {"rule": "links", "facts": {"links": 2}}


def test_a_decision_ends_why_it_was_held(room: Newsroom) -> None:
    """Once decided, a comment is held by nothing; a moderator's hold names the moderator."""
    comment_id = room.held()
    assert room.row(comment_id).held_because is not None
    room.approve(comment_id)
    assert room.row(comment_id).held_because is None
    room.hold(comment_id)
    assert room.row(comment_id).held_because == {"rule": f"held by {KIM.name}", "facts": {}}


def test_a_decision_ends_an_escalation(room: Newsroom) -> None:
    """An escalated comment is so until somebody decides it."""
    comment_id = room.held()
    room.escalate(comment_id)
    assert room.row(comment_id).escalated_at is not None
    room.approve(comment_id)
    assert room.row(comment_id).escalated_at is None


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT])
def test_a_confirmation_clears_flags(room: Newsroom, action: Action) -> None:
    """The same status again says that a person looked: flags are answered by that decision."""
    comment_id = _approved(room) if action is Action.APPROVE else _rejected(room)
    if action is Action.REJECT:
        room.approve(comment_id)
    first, second = room.flag(comment_id).flag.id, room.flag(comment_id).flag.id
    assert room.row(comment_id).open_flags == 2
    decision = room.decide(action, comment_id)[-1]
    assert room.row(comment_id).open_flags == 0
    assert {room.flag_row(each).cleared_by for each in (first, second)} == {decision.id}


@pytest.mark.parametrize("action", [Action.HOLD, Action.ESCALATE])
def test_putting_off_answers_no_flag(room: Newsroom, action: Action) -> None:
    """Who holds or escalates has not decided, and flags stay open."""
    comment_id = room.approved()
    room.flag(comment_id)
    room.decide(action, comment_id)
    assert room.row(comment_id).open_flags == 1


def test_a_persons_decision_is_about_the_text_it_saw(room: Newsroom) -> None:
    """Approving and rejecting mark the revision as reviewed; holding takes the mark away."""
    comment_id = room.approved()
    assert room.row(comment_id).reviewed_revision is None
    room.approve(comment_id)
    assert room.row(comment_id).reviewed_revision == 1
    room.escalate(comment_id)
    assert room.row(comment_id).reviewed_revision == 1
    room.hold(comment_id)
    assert room.row(comment_id).reviewed_revision is None


# Which version was seen, and by whom the last decision was made


def test_a_version_that_is_not_the_present_one_is_stale(room: Newsroom) -> None:
    """Who decided on another text or status than there is now is told, and nothing changes."""
    comment_id = room.approved()
    seen = room.row(comment_id).version
    edited = room.edit(comment_id, "Quite another text.").version
    outcome = _decide(comment_id, seen)
    [conflict] = outcome.conflicts
    assert outcome.decisions == []
    assert (conflict.comment_id, conflict.why, conflict.status) == (comment_id, "stale", "pending")
    assert conflict.decided_by == "the author"
    assert conflict.decided_at is not None
    assert _decide(comment_id, edited).conflicts == []


@pytest.mark.parametrize(
    ("first", "second", "seconds", "why"),
    [
        # Two people at the same moment: the second has not seen what the first did.
        (KIM, LEE, 0, "decided"),
        (A_KEY, LEE, 0, "decided"),
        (KIM, A_KEY, 9, "decided"),
        # After ten seconds the second is taken to know.
        (KIM, LEE, 11, None),
        # Nobody is in their own way.
        (KIM, KIM, 0, None),
        # A rule is not a person: who overrules it has decided.
        (Actor("rule", "clean"), LEE, 0, None),
    ],
)
def test_without_a_version_the_decision_of_another_person_counts_for_ten_seconds(
    room: Newsroom, first: Actor, second: Actor, seconds: int, why: str | None
) -> None:
    """A decision at first sight gives way to one that another person has just made."""
    comment_id = room.post()
    if first.is_person:
        _decide(comment_id, None, first, action=Action.APPROVE)
    else:
        room.score()
    _age_decisions(seconds)
    outcome = _decide(comment_id, None, second)
    assert [conflict.why for conflict in outcome.conflicts] == ([why] if why else [])
    assert room.row(comment_id).status == ("approved" if why else "rejected")
    if why:
        assert outcome.conflicts[0].decided_by == first.name


def test_with_the_present_version_it_does_not_matter_who_was_just_here(room: Newsroom) -> None:
    """Who names the version has seen what the other decided."""
    comment_id = room.held()
    _decide(comment_id, None, KIM, action=Action.APPROVE)
    assert _decide(comment_id, room.row(comment_id).version, LEE).conflicts == []


def test_another_persons_decision_counts_even_where_something_came_after(room: Newsroom) -> None:
    """An edit or an escalation since does not hide that somebody has just decided."""
    comment_id = room.held()
    _decide(comment_id, None, KIM, action=Action.APPROVE)
    room.edit(comment_id)
    [conflict] = _decide(comment_id, None, LEE).conflicts
    assert (conflict.why, conflict.decided_by) == ("decided", KIM.name)


def test_what_is_deleted_cannot_be_decided(room: Newsroom) -> None:
    """A moderator learns that its author was faster, whatever version is named."""
    comment_id = room.approved()
    room.withdraw(comment_id)
    for version in (None, room.row(comment_id).version):
        [conflict] = _decide(comment_id, version).conflicts
        assert (conflict.why, conflict.status) == ("stale", "deleted")


def test_an_unknown_comment_is_not_found(room: Newsroom) -> None:
    """An id that nobody has is reported, not dropped."""
    unknown = uuid4()
    [conflict] = _decide(unknown, None).conflicts
    assert (conflict.comment_id, conflict.why, conflict.status) == (unknown, "not_found", None)


def test_a_comment_of_a_site_that_one_may_not_see_is_not_found(room: Newsroom) -> None:
    """Whoever looks after one site can neither decide nor learn of what is on another."""
    comment_id, sites = room.held(), frozenset({uuid4()})
    [conflict] = _decide(comment_id, None, sites=sites).conflicts
    assert (conflict.why, conflict.status, conflict.decided_by) == ("not_found", None, None)
    assert room.row(comment_id).status == "pending"
    assert _decide(comment_id, None, sites=frozenset({room.site.id})).conflicts == []


def test_each_item_of_a_batch_is_decided_or_reported(room: Newsroom) -> None:
    """What cannot be decided is named with its reason, and does not keep back the rest."""
    good, stale, just_decided, gone, unknown = (
        room.held(), room.held(), room.held(), room.held(), uuid4()
    )  # fmt: skip
    room.decide(Action.APPROVE, just_decided, by=LEE)
    room.withdraw(gone)
    wanted = [
        Wanted(gone), Wanted(unknown), Wanted(stale, 7), Wanted(just_decided), Wanted(good, 1),
    ]  # fmt: skip
    outcome = decide(wanted, Action.REJECT, KIM)
    assert [decision.comment_id for decision in outcome.decisions] == [good]
    assert [(conflict.comment_id, conflict.why) for conflict in outcome.conflicts] == [
        (gone, "stale"), (unknown, "not_found"), (stale, "stale"), (just_decided, "decided"),
    ]  # fmt: skip
    assert room.article().count == room.recount() == 1


def test_a_batch_counts_every_article_once(room: Newsroom) -> None:
    """Comments of several articles, parents and replies among them, are decided in one go."""
    root = room.approved()
    replies = [room.approved(under=root) for _ in range(3)]
    elsewhere = [room.approved(article="b") for _ in range(3)]
    room.reject(*replies[:2], root, *elsewhere[1:])
    assert (room.article().count, room.article("b").count) == (1, 1)
    assert (room.recount(), room.recount("b")) == (1, 1)
    assert room.row(root).shown_replies == 1


def test_of_two_who_decide_at_once_one_learns_of_the_other(room: Newsroom) -> None:
    """Each comment is decided exactly once, and the loser is told by whom."""
    for round_ in range(5):
        comments = [room.held() for _ in range(4)]
        wanted = [Wanted(each) for each in comments]
        first, second = together(
            partial(decide, wanted, Action.APPROVE, KIM),
            partial(decide, wanted[::-1], Action.REJECT, LEE),
        )
        made = first.decisions + second.decisions
        lost = first.conflicts + second.conflicts
        assert sorted(each.comment_id for each in made) == sorted(comments), round_
        assert sorted(each.comment_id for each in lost) == sorted(comments), round_
        assert {each.why for each in lost} == {"decided"}
        assert room.article().count == room.recount()


def test_of_two_who_saw_the_same_version_one_is_stale(room: Newsroom) -> None:
    """A version is decided on once."""
    for _ in range(5):
        comment_id = room.held()
        version = room.row(comment_id).version
        outcomes = together(
            partial(_decide, comment_id, version, KIM, action=Action.APPROVE),
            partial(_decide, comment_id, version, LEE),
        )
        conflicts = [conflict for outcome in outcomes for conflict in outcome.conflicts]
        assert [conflict.why for conflict in conflicts] == ["stale"]
        assert room.article().count == room.recount()


def test_many_at_once_on_one_thread_keep_its_counters_true(room: Newsroom) -> None:
    """Decisions on parents and replies of one thread, all at once, lose no count."""
    root = room.approved()
    replies = [room.approved(under=root) for _ in range(3)]
    for _ in range(3):
        together(
            *(
                partial(_decide, comment_id, None, MANY_HANDS, action=action)
                for comment_id in [root, *replies]
                for action in (Action.APPROVE, Action.REJECT)
            )
        )
        assert room.article().count == room.recount()
        shown = sum(room.row(reply).status == "approved" for reply in replies)
        assert room.row(root).shown_replies == shown


def test_nobody_locks_what_is_not_there(room: Newsroom) -> None:
    """An id that nobody has is refused by name."""
    with pytest.raises(Refused) as refused, writing() as session:
        lock_one(session, uuid4())
    assert refused.value.kind == "not_found"


def _age_decisions(seconds: int) -> None:
    with writing() as session:
        ago = session.query(Decision).all()
        for decision in ago:
            decision.created_at -= timedelta(seconds=seconds)


def test_the_system_is_no_person(room: Newsroom) -> None:
    """What Belowline does by itself, an erasure for instance, is nobody's judgement."""
    assert not SYSTEM.is_person
    assert KIM.is_person
    assert A_KEY.is_person
