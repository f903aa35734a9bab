"""Many comments decided at once, each reported, and all of it taken back at once."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from models.batches import Batch
from models.database import db, now
from models.readers import Reader
from models.restrictions import Restriction
from moderation.status import Action
from service.flow import batch as batches
from service.flow.batch import Chosen, Preview, preview, undo_batch, work_off
from service.flow.check import check
from service.flow.decide import Wanted
from service.flow.refused import Refused
from service.flow.restrict import Sentence
from service.flow.undo import undo, undo_in
from tests.models.together import together
from tests.service.flow.newsroom import KIM, LEE, Newsroom


def selection(room: Newsroom, ids: Sequence[UUID]) -> Chosen:
    """These comments, at the versions that they have."""
    return Chosen(tuple(Wanted(each, room.row(each).version) for each in ids))


def statuses(room: Newsroom, ids: Sequence[UUID]) -> list[str]:
    """The status of each."""
    return [room.row(each).status for each in ids]


def state(room: Newsroom, ids: Sequence[UUID]) -> list[tuple[Any, ...]]:
    """All that an undo has to bring back."""
    rows = [room.row(each) for each in ids]
    return [
        (row.status, row.shown, row.shown_replies, row.open_flags, row.flags_ask, row.held_because)
        for row in rows
    ]


def sentence(kind: str = "ban", days: int = 7) -> Sentence:
    """A restriction for some days."""
    return Sentence(kind, now() + timedelta(days=days), "threat")


@pytest.fixture
def branch(room: Newsroom) -> list[UUID]:
    """A comment, what hangs below it at any depth and in any status, and one beside it."""
    root = room.approved()
    head = room.approved(under=root)
    reply = room.approved(under=head)
    deep = room.approved(under=reply)
    waiting = room.held(under=deep)
    gone = room.approved(under=deep)
    room.withdraw(gone)
    below_gone = room.held(under=reply)
    room.reject(below_gone)
    beside = room.approved(under=root)
    return [root, head, reply, deep, waiting, gone, below_gone, beside]


def test_a_selection_is_decided_as_one_batch(room: Newsroom) -> None:
    """Each decision names it; the count, the log and the events are right afterwards."""
    ids = [room.approved() for _ in range(3)]
    worked = work_off(selection(room, ids), Action.REJECT, KIM, reason="spam", note="One voice.")
    assert statuses(room, ids) == ["rejected"] * 3
    assert [each.comment_id for each in worked.outcome.decisions] == ids
    for each in ids:
        decision = room.decisions(each)[-1]
        assert (decision.batch_id, decision.reason, decision.note, decision.actor_id) == (
            worked.batch.id, "spam", "One voice.", KIM.id,
        )  # fmt: skip
        assert room.event_types(each)[-1] == "comment.rejected"
    assert room.article().count == room.recount() == 0
    assert check().differences == []


def test_what_cannot_be_decided_is_reported(room: Newsroom) -> None:
    """Stale, just decided, of another site or not there at all: each with its reason."""
    good, edited, decided = room.approved(), room.approved(), room.held()
    foreign = Newsroom("gazette").approved(article="b")
    seen = selection(room, [good, edited])
    room.edit(edited)
    room.decide(Action.APPROVE, decided, by=LEE)
    nobody = uuid4()
    chosen = Chosen((*seen.comments, *(Wanted(each) for each in (decided, foreign, nobody))))
    worked = work_off(chosen, Action.REJECT, KIM, sites=frozenset({room.site.id}))
    assert [each.comment_id for each in worked.outcome.decisions] == [good]
    assert {each.comment_id: each.why for each in worked.outcome.conflicts} == {
        edited: "stale", decided: "decided", foreign: "not_found", nobody: "not_found",
    }  # fmt: skip
    assert room.row(foreign).status == "approved"


def test_a_branch_is_the_comment_and_all_below(room: Newsroom, branch: list[UUID]) -> None:
    """Pending ones too; what is so already, and what is deleted, is left alone."""
    _, head, reply, deep, waiting, _, below_gone, _ = branch
    worked = work_off(Chosen(branch=head), Action.REJECT, KIM)
    assert [each.comment_id for each in worked.outcome.decisions] == [head, reply, deep, waiting]
    assert worked.outcome.conflicts == []
    assert statuses(room, branch) == [
        "approved", "rejected", "rejected", "rejected", "rejected", "deleted", "rejected", "approved",
    ]  # fmt: skip
    assert len(room.decisions(below_gone)) == 2
    assert room.article().count == room.recount() == 2
    assert check().differences == []


def test_a_preview_counts_what_would_be_decided(room: Newsroom, branch: list[UUID]) -> None:
    """By status as they are now, and nothing is done."""
    head = branch[1]
    assert preview(Chosen(branch=head), Action.REJECT) == Preview(4, {"approved": 3, "pending": 1})
    assert preview(Chosen(branch=head), Action.APPROVE) == Preview(2, {"pending": 1, "rejected": 1})
    assert preview(Chosen(branch=head), Action.HOLD) == Preview(4, {"approved": 3, "rejected": 1})
    assert preview(selection(room, branch), Action.REJECT).count == len(branch) - 1
    assert db.session.scalars(select(Batch)).all() == []
    work_off(Chosen(branch=head), Action.REJECT, KIM)
    assert preview(Chosen(branch=head), Action.REJECT) == Preview(0, {})


def test_an_author_of_late_is_theirs_on_that_site_in_those_days(room: Newsroom) -> None:
    """Neither older comments, nor those of others, nor those of another paper."""
    first = room.approved()
    token = room.tokens[first]
    late = [room.approved(token=token, article="b"), room.held(token=token)]
    old, other = room.approved(token=token), room.approved()
    room.backdate(old, created_at=now() - timedelta(days=8))
    worked = work_off(Chosen(author_of=first, days=7), Action.REJECT, KIM, sentence=sentence())
    assert [each.comment_id for each in worked.outcome.decisions] == [first, *late]
    assert statuses(room, [old, other]) == ["approved", "approved"]
    assert worked.restriction is not None
    assert worked.restriction.batch_id == worked.batch.id
    assert (worked.batch.comments, worked.batch.days, worked.batch.comment_id) == (
        "author", 7, first,
    )  # fmt: skip
    with pytest.raises(Refused, match="cannot take part"):
        room.post(token=token)
    assert check().differences == []


def test_undo_brings_everything_back(room: Newsroom, branch: list[UUID]) -> None:
    """Statuses, counts, what is shown, flags and why it was held; the world is told."""
    room.flag(branch[2], reason="illegal")
    before, count = state(room, branch), room.article().count
    made = work_off(Chosen(branch=branch[1]), Action.REJECT, KIM)
    assert room.row(branch[2]).open_flags == 0
    results = undo_batch(made.batch.id, LEE)
    assert {each.id for each in results} == {each.id for each in made.outcome.decisions}
    assert all(each.decision is not None for each in results)
    assert state(room, branch) == before
    assert room.article().count == room.recount() == count
    assert room.event_types(branch[1])[-2:] == ["comment.rejected", "comment.approved"]
    assert room.decisions(branch[1])[-1].actor_name == LEE.name
    assert check().differences == []


def test_undo_lifts_the_restriction_and_restores_the_one_before(room: Newsroom) -> None:
    """As if the batch had not been; every step of it stays in the log."""
    own = room.approved()
    hold = room.restrict(own, "hold", 30)
    chosen = Chosen(author_of=own, days=1)
    made = work_off(chosen, Action.REJECT, KIM, sentence=sentence())
    undo_batch(made.batch.id, LEE)
    reader = db.session.get_one(Reader, room.row(own).reader_id, populate_existing=True)
    assert (reader.restriction_kind, reader.restricted_until) == ("hold", hold.until)
    kinds = select(Restriction.kind, Restriction.lifted_by).order_by(Restriction.id)
    assert [tuple(row) for row in db.session.execute(kinds)] == [
        ("hold", KIM.name), ("ban", LEE.name), ("hold", None),
    ]  # fmt: skip
    room.post(token=room.tokens[own])
    assert check().differences == []


def test_a_restriction_that_was_replaced_since_is_left_alone(room: Newsroom) -> None:
    """An undo takes back what the batch did, and not what a person did after it."""
    own = room.approved()
    made = work_off(
        Chosen(author_of=own, days=1), Action.REJECT, KIM, sentence=sentence("hold")
    )  # fmt: skip
    room.restrict(own, "ban", 3)
    undo_batch(made.batch.id, KIM)
    reader = db.session.get_one(Reader, room.row(own).reader_id, populate_existing=True)
    assert reader.restriction_kind == "ban"


def test_a_batch_is_undone_once(room: Newsroom) -> None:
    """A second time is a conflict that says who did it; nothing changes."""
    ids = [room.approved() for _ in range(2)]
    made = work_off(selection(room, ids), Action.REJECT, KIM)
    undo_batch(made.batch.id, LEE)
    with pytest.raises(Refused, match=r"lee@example\.org undid this batch already") as refused:
        undo_batch(made.batch.id, KIM)
    assert refused.value.kind == "conflict"
    assert statuses(room, ids) == ["approved"] * 2


def test_what_others_decided_since_stays(room: Newsroom) -> None:
    """An undo reports it, and takes back the rest."""
    kept, edited, back = (room.held() for _ in range(3))
    made = work_off(selection(room, [kept, edited, back]), Action.APPROVE, KIM)
    room.decide(Action.REJECT, kept, by=LEE)
    room.edit(edited)
    results = {each.id: each for each in undo_batch(made.batch.id, KIM)}
    by_comment = {each.comment_id: results[each.id] for each in made.outcome.decisions}
    assert (by_comment[kept].why, by_comment[edited].why) == ("conflict", "conflict")
    assert "lee@example.org decided “reject” since" in str(by_comment[kept].detail)
    assert by_comment[back].decision is not None
    assert statuses(room, [kept, back]) == ["rejected", "pending"]


def test_one_that_was_undone_by_itself_is_not_undone_again(room: Newsroom) -> None:
    """The batch's undo is about what is left of it."""
    ids = [room.approved() for _ in range(2)]
    made = work_off(selection(room, ids), Action.REJECT, KIM)
    undo(made.outcome.decisions[0].id, KIM)
    [result] = undo_batch(made.batch.id, KIM)
    assert result.id == made.outcome.decisions[1].id


def test_batches_of_other_sites_are_out_of_reach(room: Newsroom) -> None:
    """Neither worked off nor undone by who may not see the site; of both sites, each their part."""
    here, there = room.approved(), Newsroom("gazette").approved(article="b")
    gazette = frozenset({room.row(there).site_id})
    with pytest.raises(Refused) as refused:
        work_off(Chosen(branch=here), Action.REJECT, KIM, sites=gazette)
    assert refused.value.kind == "not_found"
    made = work_off(Chosen(branch=here), Action.REJECT, KIM)
    for batch_id in (made.batch.id, uuid4()):
        with pytest.raises(Refused) as refused:
            undo_batch(batch_id, LEE, sites=gazette)
        assert refused.value.kind == "not_found"
    both = work_off(Chosen((Wanted(here), Wanted(there))), Action.HOLD, KIM)
    [theirs] = undo_batch(both.batch.id, LEE, sites=gazette)  # of the rest not even the ids
    assert theirs.decision is not None
    assert theirs.decision.comment_id == there
    assert statuses(room, [here, there]) == ["pending", "approved"]
    [rest] = undo_batch(both.batch.id, KIM)
    assert rest.decision is not None
    assert statuses(room, [here, there]) == ["rejected", "approved"]


def test_a_site_that_wants_reasons_wants_them_of_batches_too(room: Newsroom) -> None:
    """Nothing is begun without; an approval needs none."""
    room.set(reason_required=True)
    root = room.approved()
    for chosen in (Chosen(branch=root), selection(room, [root]), Chosen(author_of=root)):
        with pytest.raises(Refused) as refused:
            work_off(chosen, Action.REJECT, KIM)
        assert (refused.value.kind, refused.value.field) == ("invalid", "reason")
    assert db.session.scalars(select(Batch)).all() == []
    work_off(Chosen(branch=root), Action.HOLD, KIM)
    work_off(Chosen(branch=root), Action.REJECT, KIM, reason="spam")


def test_too_many_are_refused(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A branch or author beyond the limit is refused whole, so that nobody waits for minutes."""
    monkeypatch.setattr(batches, "MOST", 2)
    root = room.approved()
    work_off(Chosen(branch=root), Action.HOLD, KIM)
    undo_batch(db.session.scalars(select(Batch)).one().id, KIM)
    for _ in range(2):
        room.approved(under=root, token=room.tokens[root])
    for chosen, field in ((Chosen(branch=root), "branch"), (Chosen(author_of=root), "author_of")):
        with pytest.raises(Refused, match="more than 2 comments") as refused:
            preview(chosen, Action.REJECT)
        assert (refused.value.kind, refused.value.field) == ("invalid", field)


class Crash(Exception):
    """The process ends here."""


def test_a_crash_in_the_middle_leaves_what_was_done(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided is of the batch and can be undone; sent again, the rest is done."""
    monkeypatch.setattr(batches, "CHUNK", 2)
    root = room.approved()
    ids = [root, *(room.approved(under=root) for _ in range(4))]
    chunks = iter(range(9))

    def crashing(*args: Any) -> bool:
        if next(chunks) == 1:
            raise Crash
        return True

    with monkeypatch.context() as broken:
        broken.setattr(batches, "_goes_on", crashing)
        with pytest.raises(Crash):
            work_off(Chosen(branch=root), Action.REJECT, KIM)
    assert statuses(room, ids) == ["rejected"] * 2 + ["approved"] * 3
    assert room.article().count == room.recount() == 3
    assert check().differences == []
    again = work_off(Chosen(branch=root), Action.REJECT, KIM)
    assert len(again.outcome.decisions) == 3
    for batch in db.session.scalars(select(Batch).order_by(Batch.id)).all():
        undo_batch(batch.id, KIM)
    assert statuses(room, ids) == ["approved"] * 5
    assert check().differences == []


def test_an_undo_that_crashed_goes_on(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again, it takes back what is left, and then it is undone."""
    monkeypatch.setattr(batches, "CHUNK", 2)
    ids = [room.approved() for _ in range(4)]
    made = work_off(selection(room, ids), Action.REJECT, KIM)
    calls = iter(range(9))

    def crashing(*args: Any, **more: Any) -> Any:
        if next(calls) == 1:
            raise Crash
        return undo_in(*args, **more)

    with monkeypatch.context() as broken:
        broken.setattr(batches, "undo_in", crashing)
        with pytest.raises(Crash):
            undo_batch(made.batch.id, KIM)
    assert len(undo_batch(made.batch.id, KIM)) == 2
    assert statuses(room, ids) == ["approved"] * 4
    with pytest.raises(Refused):
        undo_batch(made.batch.id, KIM)


def test_an_undo_stops_a_batch_that_is_under_way(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever undoes it while it works gets all of it back, and it does no more."""
    ids = [room.approved() for _ in range(3)]

    def one_at_a_time(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
        yield items[:1]
        monkeypatch.undo()
        [batch] = db.session.scalars(select(Batch)).all()
        assert len(undo_batch(batch.id, LEE)) == 1
        yield items[1:]

    chosen = selection(room, ids)
    monkeypatch.setattr(batches, "_chunks", one_at_a_time)
    assert len(work_off(chosen, Action.REJECT, KIM).outcome.decisions) == 1
    assert statuses(room, ids) == ["approved"] * 3
    assert check().differences == []


def test_two_batches_at_once_decide_each_comment_once(room: Newsroom) -> None:
    """Who comes second is told so; nobody waits for ever, and everything adds up."""
    root = room.approved()
    ids = [root, *(room.approved(under=root) for _ in range(5))]
    together(
        lambda: work_off(Chosen(branch=root), Action.REJECT, KIM),
        lambda: work_off(Chosen(branch=root), Action.HOLD, LEE),
    )
    for each in ids:
        people = [made.actor_name for made in room.decisions(each) if made.actor_kind != "rule"]
        assert len(people) == 1
    assert room.article().count == room.recount() == 0
    assert check().differences == []
