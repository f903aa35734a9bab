"""Nobody is given what another has, and nothing stays with who is gone."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from models.database import db, now, writing
from models.leases import Lease
from moderation.status import Action
from service.flow import lease
from service.flow.check import check
from service.flow.decide import Actor, Wanted, decide
from service.flow.filters import Filters
from service.flow.forget import forget_the_old
from service.flow.lease import LEASE, MOST_HELD, free, mine, renew, take
from service.flow.review import item, queue
from service.flow.undo import undo
from tests.models.together import together
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import KIM, LEE, RUDE, Newsroom

CLIENTS = 20


def _taken(by: Actor = KIM, limit: int = 10, **filters: Any) -> list[UUID]:
    return take(Filters(**filters), limit, by)[0]


def _renewed(comment_id: UUID, by: Actor = KIM, sites: frozenset[UUID] | None = None) -> bool:
    return renew([comment_id], by, sites).renewed == [comment_id]


def _pass(seconds: float) -> None:
    """Let time pass for all leases."""
    with writing() as session:
        for row in session.scalars(select(Lease)):
            row.until -= timedelta(seconds=seconds)


def test_twenty_clients_at_once_never_get_the_same(room: Newsroom) -> None:
    """Each asks for ten until there is none: all are given, each to one, whoever is faster."""
    ids = fill(room.site.id, "a", 400, 0, status="pending")
    people = [Actor("moderator", f"{n}@example.org", uuid4()) for n in range(CLIENTS)]

    def work(person: Actor) -> Callable[[], list[UUID]]:
        def all_that_is_free() -> list[UUID]:
            got: list[UUID] = []
            while more := _taken(person, 10, state="unscored"):
                got += more
            return got

        return all_that_is_free

    given = together(*map(work, people))
    together_given = [id_ for each in given for id_ in each]
    assert sorted(together_given) == sorted(ids)
    for person, got in zip(people, given, strict=True):
        assert set(mine(person, None)) == set(got)


def test_the_next_are_given_in_the_order_asked(room: Newsroom) -> None:
    """In the order of the list, what is leased passed over, the holder's own included."""
    ids = [room.post() for _ in range(6)]
    room.score(of={id_: 0.3 + number / 10 for number, id_ in enumerate(ids)})
    assert _taken(KIM, 2) == [ids[5], ids[4]]
    assert _taken(LEE, 1) == [ids[3]]
    assert _taken(KIM, 1, sort="oldest") == [ids[0]]
    assert _taken(KIM, 10) == [ids[2], ids[1]]
    assert _taken(KIM, 10) == []
    assert mine(KIM, None) == [ids[5], ids[4], ids[2], ids[1], ids[0]]


def test_filters_hold_for_leases(room: Newsroom) -> None:
    """Only what the filters find is given, in every state and order that there is."""
    there = Newsroom("another paper")
    foreign, here = there.held(article="b"), room.held(article="b")
    room.held(article="a")
    sites = frozenset({room.site.id})
    assert _taken(KIM, 10, article=["b"], sites=sites) == [here]
    assert _taken(KIM, 10, article=["b"], site_id=there.site.id, sites=sites) == []
    assert _taken(KIM, 10, article=["b"]) == [foreign]
    flagged, shown = room.approved(), room.approved()
    room.flag(flagged)
    assert _taken(KIM, 10, state="flagged") == [flagged]
    assert _taken(KIM, 10, state="all", sort="flags", reader=room.row(shown).reader_id) == [shown]
    unscored = room.post()
    assert _taken(KIM, 10, state="unscored", sort="flags") == [unscored]


def test_a_lease_is_shown_in_lists_and_hides_nothing(room: Newsroom) -> None:
    """A list shows who has an item and until when; anybody may decide it, which ends the lease."""
    comment_id = room.held()
    taken, until = take(Filters(), 10, KIM)
    assert taken == [comment_id]
    [found] = queue(Filters(), 10, None)[0]
    assert found["lease"] == {"by": "kim@example.org", "until": until}
    assert now() + LEASE - timedelta(seconds=60) <= until <= now() + LEASE
    room.decide(Action.APPROVE, comment_id, by=LEE)
    assert (mine(KIM, None), _leases()) == ([], [])


def _leases() -> list[Lease]:
    db.session.rollback()
    return list(db.session.scalars(select(Lease)))


ENDS: dict[str, Callable[[Newsroom, UUID], object]] = {
    "a person approves": lambda room, id_: room.approve(id_),
    "a person rejects": lambda room, id_: room.reject(id_),
    "a person holds": lambda room, id_: room.hold(id_),
    "a person escalates": lambda room, id_: room.escalate(id_),
    "its author deletes it": lambda room, id_: room.withdraw(id_),
    "its author edits it": lambda room, id_: room.edit(id_),
}


@pytest.mark.parametrize("what", ENDS)
def test_every_decision_ends_the_lease(room: Newsroom, what: str) -> None:
    """Nobody has it afterwards; where it still waits, it is free for everybody."""
    comment_id = room.held()
    assert _taken() == [comment_id]
    ENDS[what](room, comment_id)
    assert _leases() == []
    found = item(comment_id)
    assert found is not None
    assert found["lease"] is None


def test_a_rules_decision_ends_the_lease(room: Newsroom) -> None:
    """Who had an unscored comment no longer has it once a rule approved it."""
    clean, rude = room.post(), room.post()
    assert set(_taken(state="unscored")) == {clean, rude}
    room.score(of={clean: 0.01, rude: RUDE})
    assert _leases() == []
    assert _taken(LEE) == [rude]


def test_an_undo_ends_the_lease_and_frees_the_comment(room: Newsroom) -> None:
    """What comes back can be given to anybody, the one who undid it included."""
    comment_id = room.held()
    decision = room.approve(comment_id)
    undo(decision.id, KIM)
    assert _taken(LEE) == [comment_id]


def test_a_closed_browser_frees_what_it_had(room: Newsroom) -> None:
    """After 120 seconds without a renewal another may have it, and not before."""
    comment_id = room.held()
    assert _taken(KIM) == [comment_id]
    _pass(110)
    assert _taken(LEE) == []
    _pass(11)
    assert mine(KIM, None) == []
    assert _taken(LEE) == [comment_id]
    assert mine(LEE, None) == [comment_id]


def test_a_renewed_lease_goes_on(room: Newsroom) -> None:
    """Two minutes from the renewal on."""
    comment_id = room.held()
    assert _taken(KIM) == [comment_id]
    for _ in range(3):
        _pass(100)
        assert _renewed(comment_id)
    assert _taken(LEE) == []
    assert mine(KIM, None) == [comment_id]


def test_what_ran_out_is_renewed_unless_another_took_it(room: Newsroom) -> None:
    """A laptop that slept goes on where it was, if nobody else went on there."""
    first, second = room.held(), room.held()
    assert set(_taken(KIM)) == {first, second}
    _pass(1000)
    assert _taken(LEE, 1) == [second]
    renewed = renew([first, second], KIM, None)
    assert (renewed.renewed, renewed.lost) == ([first], [second])
    assert mine(KIM, None) == [first]
    assert mine(LEE, None) == [second]


def test_what_is_nobodys_is_lost_or_taken(room: Newsroom) -> None:
    """What waits for a decision is reserved; what was decided, is another's or is not there is lost."""
    waiting, decided, others = room.held(), room.held(), room.held()
    there = Newsroom("another paper").held()
    room.approve(decided)
    assert _taken(LEE, 1, comment=others) == [others]
    asked = [decided, others, there, uuid4(), waiting]
    renewed = renew(asked, KIM, frozenset({room.site.id}))
    assert renewed.renewed == [waiting]
    assert renewed.lost == asked[:4]
    assert mine(KIM, None) == [waiting]


def test_a_lease_on_another_site_is_lost_with_the_right_to_see_it(room: Newsroom) -> None:
    """Who may no longer see a site neither renews nor lists what is of it."""
    comment_id = room.held()
    assert _taken(KIM) == [comment_id]
    elsewhere = frozenset({uuid4()})
    assert not _renewed(comment_id, sites=elsewhere)
    assert mine(KIM, elsewhere) == []


def test_what_is_given_back_is_free(room: Newsroom) -> None:
    """Only the holder can give it back, and only while it is theirs."""
    first, second = room.held(), room.held()
    assert set(_taken(KIM)) == {first, second}
    assert free([first], LEE) == []
    assert free([second, uuid4(), first], KIM) == [second, first]
    assert free([first], KIM) == []
    assert set(_taken(LEE)) == {first, second}
    _pass(1000)
    assert free([first], LEE) == []


def test_what_was_escalated_is_given_only_where_it_is_asked_for(room: Newsroom) -> None:
    """Until somebody decides about it, which ends the escalation."""
    comment_id = room.held()
    room.escalate(comment_id)
    for state in ("held", "all"):
        assert _taken(KIM, state=state) == []
    assert _taken(LEE, state="escalated") == [comment_id]
    room.hold(comment_id)
    assert _taken(KIM, state="escalated") == []
    assert _taken(KIM) == [comment_id]


def test_deleted_comments_are_never_given(room: Newsroom) -> None:
    """Although the state `all` lists them, and whatever somebody had asked about them."""
    comment_id, escalated = room.approved(), room.held()
    room.escalate(escalated)
    assert _taken(KIM, state="escalated") == [escalated]
    for each in (comment_id, escalated):
        room.withdraw(each)
    assert _taken(state="all") == _taken(state="escalated") == []
    assert renew([comment_id, escalated], KIM, None).renewed == []
    assert check().differences == []


def test_nobody_reserves_the_whole_queue(room: Newsroom) -> None:
    """At 200 one gets no more until some of these are decided or given back."""
    fill(room.site.id, "a", MOST_HELD + 10, 0, status="pending")
    got = [id_ for _ in range(6) for id_ in _taken(KIM, 50, state="unscored")]
    assert len(got) == MOST_HELD
    free(got[:3], KIM)
    assert len(_taken(KIM, 50, state="unscored")) == 3
    assert len(_taken(LEE, 50, state="unscored")) == 10


def test_a_decision_and_a_lease_at_once_leave_no_lease_behind(room: Newsroom) -> None:
    """Whichever comes first, nobody has what was decided."""
    for _ in range(6):
        ids = [room.held() for _ in range(6)]
        wanted = [Wanted(id_) for id_ in reversed(ids)]
        together(
            partial(_taken, KIM),
            partial(decide, wanted, Action.REJECT, LEE),
            partial(renew, ids, KIM, None),
            partial(_taken, LEE, sort="oldest"),
        )
        assert _leases() == []
        assert check().differences == []


@pytest.mark.parametrize(("hours", "kept"), [(0.5, 1), (1.5, 0)])
def test_dead_leases_are_dropped_after_an_hour(room: Newsroom, hours: float, kept: int) -> None:
    """Until then whoever comes back can have them renewed."""
    room.held()
    assert _taken()
    with writing() as session:
        session.execute(update(Lease).values(until=now() - timedelta(hours=hours)))
    forget_the_old()
    assert len(_leases()) == kept


def test_two_renewals_and_takers_of_the_same_do_not_wait_for_each_other(room: Newsroom) -> None:
    """In whatever order they name what ran out, one of them has it and none fails."""
    ids = [room.held() for _ in range(8)]
    for _ in range(5):
        assert len(_taken(KIM)) == len(ids)
        _pass(1000)
        together(
            lambda: renew(ids, KIM, None),
            lambda: renew(ids[::-1], LEE, None),
            lambda: _taken(LEE, 8, sort="newest"),
        )
        held = [set(mine(KIM, None)), set(mine(LEE, None))]
        assert not held[0] & held[1]
        assert held[0] | held[1] == set(ids)
        for person in (KIM, LEE):
            lease.free(ids, person)
