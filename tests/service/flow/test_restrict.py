"""Restrictions of authors: what they keep whom from, until when, and what stays of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from models.database import db, now, writing
from models.readers import Reader
from models.restrictions import BannedAddress, Restriction
from moderation.rules import Rule
from moderation.status import Action
from service.flow import restrict as restricting
from service.flow.check import check
from service.flow.forget import forget_the_old
from service.flow.refused import Refused
from service.flow.restrict import ALL_WAITS, SAME_ADDRESS, Sentence, in_words, lift, restrict
from service.flow.restrict import restrictions as listed
from tests.models.together import together
from tests.service.flow.newsroom import CLEAN, KIM, LEE, RUDE, Newsroom

HOME, OFFICE = "1" * 64, "2" * 64


def standing(room: Newsroom, comment_id: UUID) -> tuple[str | None, datetime | None]:
    """What its author is restricted to, as the author's row has it."""
    reader = db.session.get_one(Reader, room.row(comment_id).reader_id, populate_existing=True)
    return reader.restriction_kind, reader.restricted_until


def kept() -> list[Restriction]:
    """All restrictions there ever were, in order."""
    db.session.rollback()
    found = select(Restriction).order_by(Restriction.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def expired(comment_id: UUID, room: Newsroom) -> None:
    """Let all restrictions and their traces have begun and ended in the past."""
    past = now() - timedelta(seconds=1)
    with writing() as session:
        session.execute(update(Restriction).values(created_at=past - timedelta(1), until=past))
        session.execute(update(Reader).values(restricted_until=past))
        session.execute(update(BannedAddress).values(until=past))


DOES: dict[str, Callable[[Newsroom, UUID, UUID, str], object]] = {
    "posts": lambda room, own, other, token: room.post(token=token),
    "edits": lambda room, own, other, token: room.edit(own),
    "votes": lambda room, own, other, token: room.vote(other, 1, token),
    "flags": lambda room, own, other, token: room.flag(other, token),
}


@pytest.mark.parametrize("does", DOES)
def test_who_is_banned_does_nothing_and_reads_until_when(room: Newsroom, does: str) -> None:
    """Posts, edits, votes and flags are refused with the end in the sentence, and change nothing."""
    own, other = room.approved(), room.approved()
    body = room.row(own).body
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=7)
    restrict(own, Sentence("ban", until), KIM)
    with pytest.raises(Refused) as refused:
        DOES[does](room, own, other, room.tokens[own])
    assert refused.value.kind == "forbidden"
    assert refused.value.message == f"You cannot take part here until {in_words(until)}."
    row = room.row(other)
    assert (row.votes_up, row.open_flags, room.row(own).body) == (0, 0, body)
    assert room.article().count == 2
    assert check().differences == []


def test_the_end_is_said_in_words() -> None:
    """As a reader would write it, in UTC."""
    assert in_words(datetime(2026, 12, 3, 14, 5, tzinfo=UTC)) == "3 December 2026, 14:05 UTC"


def test_who_is_banned_may_still_withdraw(room: Newsroom) -> None:
    """What is one's own may go at any time."""
    own = room.approved()
    room.restrict(own)
    room.withdraw(own)
    assert room.row(own).status == "deleted"


@pytest.mark.parametrize("does", DOES)
def test_a_ban_ends_by_itself(room: Newsroom, does: str) -> None:
    """Once its time is over everything is as before, without anybody doing anything."""
    own, other = room.approved(), room.approved()
    room.restrict(own)
    expired(own, room)
    DOES[does](room, own, other, room.tokens[own])


def test_others_are_not_banned_with_them(room: Newsroom) -> None:
    """A restriction is one reader's on one site."""
    room.restrict(room.approved())
    room.approved()
    Newsroom("gazette").approved(article="b")


def test_a_hold_lets_them_write_and_everything_waits(room: Newsroom) -> None:
    """What rules would approve waits, with the reason in words; votes and flags go on."""
    own, other = room.approved(), room.approved()
    token = room.tokens[own]
    restriction = room.restrict(own, "hold")
    new = room.post(token=token)
    room.score(CLEAN)
    row = room.row(new)
    assert (row.status, row.held_because["rule"]) == ("pending", ALL_WAITS)
    assert row.held_because["facts"]["until"].startswith(f"{restriction.until:%Y-%m-%dT%H:%M}")
    assert room.decisions(new)[-1].actor_name == ALL_WAITS
    room.vote(other, 1, token)
    room.flag(other, token)
    assert room.row(other).votes_up == 1
    room.approve(new)
    assert room.row(new).status == "approved"


def test_a_hold_ends_by_itself(room: Newsroom) -> None:
    """What is written after its end is the rules' again."""
    own = room.approved()
    room.restrict(own, "hold")
    expired(own, room)
    assert room.row(room.approved(token=room.tokens[own])).status == "approved"


def test_a_hold_reaches_what_is_edited(room: Newsroom) -> None:
    """An approved text that is changed waits too."""
    own = room.approved()
    room.restrict(own, "hold")
    room.edit(own)
    room.score(CLEAN)
    assert room.row(own).held_because["rule"] == ALL_WAITS


def test_what_is_unscored_when_a_ban_comes_waits(room: Newsroom) -> None:
    """A comment that was on its way is not published behind the moderator's back."""
    own = room.approved()
    on_its_way = room.post(token=room.tokens[own])
    room.restrict(own)
    room.score(CLEAN)
    assert room.row(on_its_way).held_because["rule"] == ALL_WAITS


def test_rules_that_hold_or_reject_keep_their_say(room: Newsroom) -> None:
    """Only an approval gives way; why a rule holds is worth more to a moderator."""
    room.set_rules(Rule("rude", {"risk": {"gt": 0.5}}, "reject"), Rule("all", {}, "hold"))
    own = room.post()
    room.score()
    room.restrict(own, "hold")
    rude, other = room.post(token=room.tokens[own]), room.post(token=room.tokens[own])
    room.score(of={rude: RUDE})
    assert room.row(rude).status == "rejected"
    assert room.row(other).held_because["rule"] == "all"


def test_nothing_of_theirs_is_shown_on_receipt(room: Newsroom) -> None:
    """In mode “post” what is restricted waits from the start."""
    own = room.approved()
    room.restrict(own, "hold")
    room.set(mode="post")
    new = room.post(token=room.tokens[own])
    assert room.row(new).status == "pending"
    assert room.row(room.post()).status == "approved"
    room.score(CLEAN)
    assert room.row(new).held_because["rule"] == ALL_WAITS


def test_a_dropped_token_does_not_evade_a_ban(room: Newsroom) -> None:
    """What comes from the same address waits for a person, who is told why; others are spared."""
    room.receive(address_hash=HOME)
    own = room.receive(address_hash=OFFICE).comment.id
    room.score()
    restriction = room.restrict(own)
    again, other = room.receive(address_hash=OFFICE), room.receive(address_hash=HOME)
    room.score(CLEAN)
    row = room.row(again.comment.id)
    assert (row.status, row.held_because["rule"]) == ("pending", SAME_ADDRESS)
    assert row.held_because["facts"]["until"].startswith(f"{restriction.until:%Y-%m-%dT%H:%M}")
    assert room.row(other.comment.id).status == "approved"
    assert OFFICE not in str(row.held_because)


def test_an_address_is_watched_in_mode_post_too(room: Newsroom) -> None:
    """There, what comes from it is not approved on receipt."""
    own = room.receive(address_hash=HOME).comment.id
    room.score()
    room.restrict(own)
    room.set(mode="post")
    assert room.receive(address_hash=HOME).comment.status == "pending"
    assert room.receive(address_hash=OFFICE).comment.status == "approved"


@pytest.mark.parametrize("how", ["lifted", "replaced", "over"])
def test_an_address_is_free_again_when_the_ban_is(room: Newsroom, how: str) -> None:
    """Whichever way it ends."""
    own = room.receive(address_hash=HOME).comment.id
    room.score()
    restriction = room.restrict(own)
    if how == "lifted":
        lift(restriction.id, LEE)
    elif how == "replaced":
        room.restrict(own, "hold")
    else:
        expired(own, room)
        forget_the_old()
    assert db.session.scalars(select(BannedAddress)).all() == []
    new = room.receive(address_hash=HOME).comment.id
    room.score(CLEAN)
    assert room.row(new).status == "approved"


def test_an_address_belongs_to_one_site(room: Newsroom) -> None:
    """A ban here is none of another paper's business."""
    own = room.receive(address_hash=HOME).comment.id
    room.score()
    room.restrict(own)
    gazette = Newsroom("gazette")
    new = gazette.receive(address_hash=HOME).comment.id
    gazette.score(CLEAN)
    assert gazette.row(new).status == "approved"


@pytest.mark.parametrize(("readers", "watched"), [(2, True), (3, False)])
def test_an_address_of_many_is_not_watched(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, readers: int, watched: bool
) -> None:
    """A campus, or a proxy that was not named: one ban there would hold up everybody."""
    monkeypatch.setattr(restricting, "SHARED_BY", 2)
    own = room.receive(address_hash=HOME).comment.id
    for _ in range(readers - 1):
        room.receive(address_hash=HOME)
    room.receive(token=room.tokens[own], address_hash=HOME)
    room.score()
    room.restrict(own)
    assert bool(db.session.scalars(select(BannedAddress)).all()) is watched


@pytest.mark.parametrize(("days", "there"), [(29, True), (31, False)])
def test_addresses_are_forgotten_after_thirty_days(room: Newsroom, days: int, there: bool) -> None:
    """A ban goes on, the address does not: it is kept no longer than with comments."""
    own = room.receive(address_hash=HOME).comment.id
    room.score()
    room.restrict(own, days=365)
    with writing() as session:
        session.execute(update(BannedAddress).values(seen_at=now() - timedelta(days=days)))
    forget_the_old()
    assert bool(db.session.scalars(select(BannedAddress)).all()) is there
    assert check().differences == []


def test_a_newer_restriction_takes_the_place_of_an_older(room: Newsroom) -> None:
    """One stands at a time; both are kept, with who and when."""
    own = room.approved()
    first = room.restrict(own, "hold", 30)
    second = room.restrict(own, "ban", 1)
    assert standing(room, own) == ("ban", second.until)
    old, new = kept()
    assert (old.id, old.lifted_by, old.replaced_by_id) == (first.id, KIM.name, second.id)
    assert (new.lifted_at, new.reason, new.note) == (None, "threat", "Again.")
    assert check().differences == []


def test_nobody_lifted_what_had_ended(room: Newsroom) -> None:
    """A restriction after one that is over takes no credit for its end."""
    own = room.approved()
    room.restrict(own)
    expired(own, room)
    room.restrict(own, "hold")
    old, _ = kept()
    assert (old.lifted_at, old.lifted_by) == (old.until, None)
    assert check().differences == []


def test_what_ends_before_it_begins_is_refused(room: Newsroom) -> None:
    """The end was in the future when it was sent, and came while others were waited for."""
    comment_id = room.approved()
    with pytest.raises(Refused) as refused:
        room.restrict(comment_id, days=0)
    assert (refused.value.kind, refused.value.field) == ("invalid", "until")
    assert (standing(room, comment_id), kept()) == ((None, None), [])


def test_a_lifted_ban_lets_them_in_again(room: Newsroom) -> None:
    """It stays in the log, with who lifted it; a second time there is nothing to lift."""
    own = room.approved()
    restriction = room.restrict(own)
    lift(restriction.id, LEE)
    room.post(token=room.tokens[own])
    assert standing(room, own) == (None, None)
    [old] = kept()
    assert (old.lifted_by_kind, old.lifted_by) == ("moderator", LEE.name)
    with pytest.raises(Refused, match=r"lee@example\.org lifted it already") as refused:
        lift(restriction.id, KIM)
    assert refused.value.kind == "conflict"


def test_what_is_over_is_not_lifted(room: Newsroom) -> None:
    """Who tries is told when it ended."""
    own = room.approved()
    restriction = room.restrict(own)
    expired(own, room)
    with pytest.raises(Refused, match="ended by itself on") as refused:
        lift(restriction.id, KIM)
    assert refused.value.kind == "conflict"


def test_other_sites_are_out_of_reach(room: Newsroom) -> None:
    """A comment or restriction of a site that one may not see is not there."""
    own = room.approved()
    restriction = room.restrict(own)
    elsewhere = frozenset({uuid4()})
    tries: tuple[Callable[[], object], ...] = (
        lambda: restrict(own, Sentence("ban", now() + timedelta(1)), LEE, sites=elsewhere),
        lambda: lift(restriction.id, LEE, sites=elsewhere),
        lambda: lift(uuid4(), LEE),
        lambda: restrict(uuid4(), Sentence("ban", now() + timedelta(1)), LEE),
    )
    for attempt in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.kind == "not_found"
    assert len(kept()) == 1


def test_restrictions_are_listed_by_pages(room: Newsroom) -> None:
    """The newest first, by author and by whether they stand; each with whose and by whom."""
    one, two = room.approved(name="Ann"), room.approved(name="Bob")
    made = [room.restrict(one), room.restrict(two, "hold"), room.restrict(one)]
    page, cursor = listed(None, None, None, 2, None)
    rest, end = listed(None, None, None, 2, cursor)
    assert [each["id"] for each in page + rest] == [each.id for each in reversed(made)]
    assert end is None
    assert page[1]["author"] == {"id": room.row(two).reader_id, "name": "Bob"}
    assert (page[0]["by"], page[0]["lifted_at"], rest[0]["lifted_by"]) == (KIM.name, None, KIM.name)
    assert len(listed(None, room.row(one).reader_id, None, 9, None)[0]) == 2
    assert len(listed(None, None, True, 9, None)[0]) == 2
    assert [each["id"] for each in listed(None, None, False, 9, None)[0]] == [made[0].id]
    assert listed(frozenset({uuid4()}), None, None, 9, None)[0] == []
    with pytest.raises(Refused):
        listed(None, None, None, 9, "abc")


def test_restrictions_at_the_same_moment_leave_one(room: Newsroom) -> None:
    """However many moderators restrict one author at once, one stands and all are kept."""
    own = room.approved()
    together(*[lambda: room.restrict(own)] * 4)
    assert len(kept()) == 4
    assert len([each for each in kept() if each.lifted_at is None]) == 1
    assert check().differences == []


def test_a_person_may_still_decide(room: Newsroom) -> None:
    """What a restricted author wrote before is decided like anybody's."""
    own = room.held()
    room.restrict(own)
    room.decide(Action.APPROVE, own)
    assert room.row(own).status == "approved"
