"""The figures, each computed by hand."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from models.database import now, writing
from models.decisions import Decision
from moderation.status import Action
from service.flow.days import Days
from service.flow.stats import Stats, stats
from service.flow.tally import Kind, Tally, Waits
from service.flow.undo import undo
from tests.service.flow.newsroom import CLEAN, KIM, LEE, RUDE, Newsroom

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 3)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)
TWO_MINUTES, HOUR, DAY = timedelta(minutes=2), timedelta(hours=1), timedelta(days=1)


def counted(room: Newsroom) -> Stats:
    """The figures of these three days, of the one site that there is."""
    return stats(Days(FIRST, LAST), None)


def happened(room: Newsroom, comment_id: UUID, *after: timedelta, at: datetime = NOON) -> None:
    """Have a comment come at a moment, and its decisions so long after it, in their order."""
    decisions = room.decisions(comment_id)
    assert len(decisions) == len(after), [decision.action for decision in decisions]
    room.backdate(comment_id, created_at=at)
    with writing() as session:
        for decision, later in zip(decisions, after, strict=True):
            changed = update(Decision).where(Decision.id == decision.id)
            session.execute(changed.values(created_at=at + later))


Told = tuple[dict[str, int], list[float], list[float]]
"""What is not zero of the tally, and the seconds waited: for all decisions, and for people's."""


def a_rule_approves(room: Newsroom) -> Told:
    """It took two minutes, and nobody looked again."""
    happened(room, room.approved(), TWO_MINUTES)
    return {"approved": 1}, [120], []


def a_person_rejects_what_a_rule_approved(room: Newsroom) -> Told:
    """The rule's decision is overturned; nothing was waited for a second time."""
    comment_id = room.approved()
    room.reject(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR)
    return {"approved": 1, "rejected": 1, "reviewed": 1, "overturned": 1}, [120], []


def a_person_confirms_what_a_rule_approved(room: Newsroom) -> Told:
    """The rule's decision was looked at again and stands."""
    comment_id = room.approved()
    room.approve(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR)
    return {"approved": 1, "confirmed": 1, "reviewed": 1}, [120], []


def a_person_approves_what_a_rule_held(room: Newsroom) -> Told:
    """The wait goes back to the comment's arrival, and a hold overturns nothing."""
    comment_id = room.held()
    room.approve(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR)
    return {"held": 1, "approved": 1, "held_approved": 1}, [3600], [3600]


def a_rule_approves_what_another_held(room: Newsroom) -> Told:
    """Scored again, it ends the wait; but only people say what a hold was worth."""
    comment_id = room.held()
    room.due(comment_id)
    room.score(CLEAN)
    happened(room, comment_id, TWO_MINUTES, HOUR)
    return {"held": 1, "approved": 1}, [3600], []


def a_hold_that_was_taken_back(room: Newsroom) -> Told:
    """It began no wait: the next one begins where readers' flags begin it."""
    room.set(flag_limit=1)
    comment_id = room.approved()
    undo(room.hold(comment_id).id, KIM)
    room.flag(comment_id)
    room.reject(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR)
    told = {"approved": 1, "held": 2, "held_rejected": 2, "undone": 1, "rejected": 1}
    return told | {"reviewed": 1, "overturned": 1}, [120, 3600], [3600]


def a_person_holds_and_another_rejects(room: Newsroom) -> Told:
    """Holding or escalating what waits starts no new wait; each hold learns its end."""
    comment_id = room.held()
    room.hold(comment_id)
    room.escalate(comment_id)
    room.decide(Action.REJECT, comment_id, by=LEE)
    happened(room, comment_id, TWO_MINUTES, HOUR, 2 * HOUR, 3 * HOUR)
    told = {"held": 2, "held_rejected": 2, "escalated": 1, "rejected": 1}
    return told, [10800], [10800]


def two_people_disagree(room: Newsroom) -> Told:
    """The first of them is overturned; the hold goes by the first."""
    comment_id = room.held()
    room.reject(comment_id)
    room.decide(Action.APPROVE, comment_id, by=LEE)
    happened(room, comment_id, TWO_MINUTES, HOUR, 2 * HOUR)
    told = {"held": 1, "held_rejected": 1, "rejected": 1, "approved": 1}
    return told | {"reviewed": 1, "overturned": 1}, [3600], [3600]


def a_person_takes_it_back_and_decides_anew(room: Newsroom) -> Told:
    """What was undone counts as overturned; waiting and the hold know only what stands."""
    comment_id = room.held()
    undo(room.approve(comment_id).id, KIM)
    room.reject(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR, HOUR + TWO_MINUTES, 2 * HOUR)
    told = {"held": 1, "held_rejected": 1, "approved": 1, "undone": 1, "rejected": 1}
    return told | {"reviewed": 1, "overturned": 1}, [7200], [7200]


def an_undone_rejection_of_what_a_rule_approved(room: Newsroom) -> Told:
    """The rule's approval stands, seen by nobody; the rejection is what was overturned."""
    comment_id = room.approved()
    undo(room.reject(comment_id).id, KIM)
    happened(room, comment_id, TWO_MINUTES, HOUR, 2 * HOUR)
    told = {"approved": 1, "rejected": 1, "undone": 1, "reviewed": 1, "overturned": 1}
    return told, [120], []


def an_undone_confirmation(room: Newsroom) -> Told:
    """It changed nothing, so nothing was overturned when it was taken back."""
    comment_id = room.approved()
    undo(room.approve(comment_id).id, KIM)
    happened(room, comment_id, TWO_MINUTES, HOUR, 2 * HOUR)
    return {"approved": 1, "confirmed": 1, "undone": 1, "reviewed": 1}, [120], []


def taken_back_into_the_queue(room: Newsroom) -> Told:
    """A hold of what was shown begins a second wait; the approval before it was overturned."""
    comment_id = room.approved()
    room.hold(comment_id)
    room.reject(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR, 3 * HOUR)
    told = {"approved": 1, "held": 1, "held_rejected": 1, "rejected": 1}
    return told | {"reviewed": 1, "overturned": 1}, [120, 7200], [7200]


def held_by_flags(room: Newsroom) -> Told:
    """Readers' flags begin a wait too; the person who approves again lets the approval stand."""
    room.set(flag_limit=1)
    comment_id = room.approved()
    room.flag(comment_id)
    room.approve(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR, 2 * HOUR)
    told = {"approved": 2, "held": 1, "held_approved": 1, "reviewed": 1}
    return told, [120, 3600], [3600]


def edited_and_scored_again(room: Newsroom) -> Told:
    """An edit brings a text that nobody has judged, so the first approval is not overturned."""
    comment_id = room.approved()
    room.edit(comment_id)
    room.score(RUDE)
    room.reject(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR, HOUR + TWO_MINUTES, 2 * HOUR)
    told = {"approved": 1, "edited": 1, "held": 1, "held_rejected": 1, "rejected": 1}
    return told, [120, 3600], [3600]


def edited_while_it_waited(room: Newsroom) -> Told:
    """The new text waits from when it was written."""
    comment_id = room.held()
    room.edit(comment_id)
    room.score(CLEAN)
    room.approve(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR, 3 * HOUR)
    return {"held": 1, "edited": 1, "approved": 1}, [7200], [7200]


def deleted_by_its_author(room: Newsroom) -> Told:
    """The decisions stay; a deletion ends the wait without having been waited for."""
    comment_id = room.held()
    room.withdraw(comment_id)
    happened(room, comment_id, TWO_MINUTES, HOUR)
    return {"held": 1, "deleted": 1}, [], []


def approved_on_receipt_and_taken_down(room: Newsroom) -> Told:
    """In the mode “post” the first wait is none; what the first scoring holds waits anew."""
    room.set(mode="post")
    comment_id = room.post()
    room.score(RUDE)
    room.reject(comment_id)
    happened(room, comment_id, timedelta(0), TWO_MINUTES, HOUR + TWO_MINUTES)
    told = {"approved": 1, "held": 1, "held_rejected": 1, "rejected": 1}
    return told | {"reviewed": 1, "overturned": 1}, [0, 3600], [3600]


STORIES: list[Callable[[Newsroom], Told]] = [
    a_rule_approves,
    a_person_rejects_what_a_rule_approved,
    a_person_confirms_what_a_rule_approved,
    a_person_approves_what_a_rule_held,
    a_rule_approves_what_another_held,
    a_hold_that_was_taken_back,
    a_person_holds_and_another_rejects,
    two_people_disagree,
    a_person_takes_it_back_and_decides_anew,
    an_undone_rejection_of_what_a_rule_approved,
    an_undone_confirmation,
    taken_back_into_the_queue,
    held_by_flags,
    edited_and_scored_again,
    edited_while_it_waited,
    deleted_by_its_author,
    approved_on_receipt_and_taken_down,
]


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_counted_as_its_sentence_says(
    room: Newsroom, story: Callable[[Newsroom], Told]
) -> None:
    """Each decision once, each wait once, and what a later person thought of it."""
    told, waits, peoples_waits = story(room)

    total = counted(room).total

    assert {name: n for name, n in asdict(total.decisions).items() if n} == told
    assert [each / 1000 for each in sorted(total.waits.milliseconds)] == waits
    assert [each / 1000 for each in total.peoples_waits.milliseconds] == peoples_waits
    assert total.received == sum(total.became.values()) == 1
    asked = (tally.decisions for tally in total.actors.values())
    assert sum(asked) == total.decisions.decisions


def test_each_decision_falls_on_its_own_day(room: Newsroom) -> None:
    """Also where it is known only later that it was overturned, even after the last day."""
    comment_id = room.approved()
    room.reject(comment_id)
    happened(room, comment_id, TWO_MINUTES, 2 * DAY)

    days = {day.day: figures for day, figures in counted(room).days}

    assert [figures.received for figures in days.values()] == [0, 1, 0]
    assert days[2].decisions == Tally(approved=1, reviewed=1, overturned=1)
    assert days[2].became == {"pending": 0, "approved": 0, "rejected": 1, "deleted": 0}
    assert days[3].decisions == Tally()


def test_the_days_end_with_their_last_millisecond(room: Newsroom) -> None:
    """The first moment of the first day is counted, and that of the day after the last is not."""
    begin, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)
    for at in (begin - MOMENT, begin, end - MOMENT, end):
        happened(room, room.approved(), timedelta(0), at=at)

    days = [figures for _, figures in counted(room).days]

    assert [figures.received for figures in days] == [1, 0, 1]
    assert [figures.decisions.approved for figures in days] == [1, 0, 1]


def test_what_began_before_the_first_day_is_known(room: Newsroom) -> None:
    """A wait is measured from where it began, and what was received earlier is not received."""
    comment_id = room.held()
    room.approve(comment_id)
    happened(room, comment_id, TWO_MINUTES, 2 * DAY, at=NOON - 2 * DAY)

    total = counted(room).total

    assert total.received == 0
    assert total.decisions == Tally(approved=1)
    assert total.peoples_waits.median_s == 2 * 24 * 3600


def test_people_are_told_apart_and_rules_are_listed(room: Newsroom) -> None:
    """By whom: each person by name, all rules as one; and every rule in a list of its own."""
    approved, first, second = room.approved(), room.held(), room.held()
    room.approve(first)
    room.decide(Action.REJECT, second, approved, by=LEE)
    for comment_id in (approved, first, second):
        happened(room, comment_id, TWO_MINUTES, HOUR)

    found = counted(room)

    assert found.total.actors == {
        ("rule", None): Tally(
            approved=1, reviewed=1, overturned=1, held=2, held_approved=1, held_rejected=1
        ),
        ("moderator", KIM.name): Tally(approved=1),
        ("moderator", LEE.name): Tally(rejected=2),
    }
    assert found.rules == {
        "no rule matched": Tally(held=2, held_approved=1, held_rejected=1),
        "clean": Tally(approved=1, reviewed=1, overturned=1),
    }
    assert list(found.rules) == ["no rule matched", "clean"]


def test_labels_are_those_that_scored_highest(room: Newsroom) -> None:
    """A comment goes by its newest score; without one, by none, which comes last."""
    scored, unscored = room.held(), room.post()
    room.reject(scored)
    room.approve(unscored)
    happened(room, scored, TWO_MINUTES, HOUR)
    happened(room, unscored, HOUR)

    labels = counted(room).labels

    assert list(labels) == ["toxicity", None]
    assert labels["toxicity"].received == labels[None].received == 1
    assert labels["toxicity"].decisions == Tally(held=1, held_rejected=1, rejected=1)
    assert labels[None].decisions == Tally(approved=1)


def test_what_waits_now(room: Newsroom) -> None:
    """All that is pending, since when the longest wait began, and what is beyond the site's limit."""
    longest, held_again, settled = room.held(), room.approved(), room.approved()
    unscored = room.post()
    room.hold(held_again)
    began = now() - timedelta(seconds=room.site.waiting_limit_s) - HOUR
    room.backdate(longest, created_at=began, waits_since=began)
    room.backdate(held_again, created_at=began - DAY, waits_since=began + 2 * HOUR)
    happened(room, settled, TWO_MINUTES, at=began - DAY)

    waiting = counted(room).waiting

    assert (waiting.number, waiting.unscored, waiting.overdue) == (3, 1, 1)
    assert waiting.since == began
    assert room.row(unscored).status == "pending"


def test_other_sites_are_not_counted(room: Newsroom) -> None:
    """Neither what they received and decided nor what waits there."""
    seen, unseen = room.held(), Newsroom("other")
    happened(room, seen, TWO_MINUTES)
    for comment_id in (unseen.held(), unseen.approved()):
        happened(unseen, comment_id, TWO_MINUTES)

    found = stats(Days(FIRST, LAST), {room.site.id})

    assert (found.total.received, found.total.decisions) == (1, Tally(held=1))
    assert found.waiting.number == 1
    assert stats(Days(FIRST, LAST), None).total.received == 3
    assert stats(Days(FIRST, LAST), frozenset()).total.received == 0


def test_an_empty_database_has_empty_days(room: Newsroom) -> None:
    """Every day is there, with nothing on it."""
    found = counted(room)

    assert [day.day for day, _ in found.days] == [1, 2, 3]
    assert found.total.decisions == Tally()
    assert found.total.waits.median_s is None
    assert (found.waiting.number, found.waiting.since) == (0, None)


@pytest.mark.parametrize(
    ("waits", "median", "p90"),
    [
        ([], None, None),
        ([5000], 5.0, 5.0),
        ([3000, 1000], 1.0, 3.0),
        ([1000 * second for second in range(10, 0, -1)], 5.0, 9.0),
        ([1000 * second for second in range(1, 12)], 6.0, 10.0),
    ],
)
def test_median_and_p90_are_waits_that_there_were(
    waits: list[int], median: float | None, p90: float | None
) -> None:
    """The shortest wait that at least half, or nine in ten, did not exceed."""
    assert (Waits(waits).median_s, Waits(waits).p90_s) == (median, p90)


def test_the_share_overturned() -> None:
    """Of all that approved, rejected or confirmed; of nothing there is no share."""
    tally = Tally()
    assert tally.overturned_share is None
    tally.add(Kind("approve", later="approve"), 2)
    tally.add(Kind("reject", later="approve"), 1)
    tally.add(Kind("hold", later="approve"), 7)
    tally.add(Kind("something new"), 7)
    assert tally.overturned_share == 0.3333
    assert (tally.reviewed, tally.decisions) == (3, 10)
