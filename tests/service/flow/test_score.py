"""Claims comments that want a score, keeps their scores, and passes the verdict on."""

import os
import socket
import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from models.database import db, now
from models.scores import Score
from moderation.rules import NO_RULE, Rule
from moderation.status import Action
from service.flow import score
from service.flow.claims import HOST
from service.flow.score import RETRY_SECONDS, Scored
from tests.models.together import together
from tests.service.flow.newsroom import CLEAN, MODEL, RUDE, Newsroom, scores


def test_a_claim_carries_the_texts_to_score(room: Newsroom) -> None:
    """The body and the name of its author, as they were, with the revision they belong to."""
    comment_id = room.post("Hello.", name="Ann Lee")
    [claimed] = room.claim()
    assert (claimed.id, claimed.revision) == (comment_id, 1)
    assert claimed.texts == ("Hello.", "Ann Lee")


def test_what_is_claimed_is_nobody_elses_for_ten_seconds(room: Newsroom) -> None:
    """A claim is a lease: the comment comes due again by itself when the lease is over."""
    comment_id = room.post()
    before = now()
    [claimed] = room.claim()
    assert room.claim() == []
    assert not score.anything_due(db.session())
    due = room.row(comment_id).score_due_at
    assert due is not None
    assert before + timedelta(seconds=10) <= due <= now() + timedelta(seconds=10)
    room.backdate(comment_id, score_due_at=now())
    [again] = room.claim()
    assert again.id == comment_id
    assert again.claim != claimed.claim


def test_at_most_as_many_are_claimed_as_asked_for_and_live_ones_first(room: Newsroom) -> None:
    """What readers wait for goes before sweeps and re-scores, the oldest first."""
    old, new, rescored = room.post(), room.post(), room.post()
    room.backdate(rescored, score_priority=1, score_due_at=now() - timedelta(hours=1))
    room.backdate(old, score_due_at=now() - timedelta(seconds=2))
    room.backdate(new, score_due_at=now() - timedelta(seconds=1))
    assert [claimed.id for claimed in room.claim(2)] == [old, new]
    assert [claimed.id for claimed in room.claim(2)] == [rescored]


def test_the_oldest_is_claimed_with_the_shortest_others(room: Newsroom) -> None:
    """A short comment waits for one long one at most, and each long one has its turn."""
    long = [room.post("long words " * 800) for _ in range(20)]
    short, middle = room.post("short"), room.post("middling " * 100)
    for age, comment_id in enumerate([middle, short, *reversed(long)]):
        room.backdate(comment_id, score_due_at=now() - timedelta(minutes=age))
    assert _claimed_with_at_most(8_000) == [short, middle, long[0]]
    assert _claimed_with_at_most(8_000) == [long[1]]
    late = room.post("late")
    assert _claimed_with_at_most(8_000) == [late, long[2]]
    assert _claimed_with_at_most(18_000) == long[3:6]


def test_length_changes_nothing_between_short_comments(room: Newsroom) -> None:
    """They are claimed in the order in which they came, and live ones first however long."""
    comments = [room.post("word " * length) for length in (90, 3, 40, 1)]
    for age, comment_id in enumerate(reversed(comments)):
        room.backdate(comment_id, score_due_at=now() - timedelta(minutes=age))
    rescored = room.post("again")
    room.backdate(rescored, score_priority=1, score_due_at=now() - timedelta(hours=1))
    assert _claimed_with_at_most(8_000, most=3) == comments[:3]
    assert _claimed_with_at_most(8_000) == [comments[3], rescored]


def _claimed_with_at_most(characters: int, most: int = 16) -> list[UUID]:
    return [claimed.id for claimed in score.claim(most, None, characters)]


def test_scorers_at_the_same_moment_never_get_the_same_comment(room: Newsroom) -> None:
    """However many processes claim at once, each comment is scored once."""
    for _ in range(4):
        posted = {room.post() for _ in range(12)}
        batches = together(*[lambda: _claim_until_none_is_left(room)] * 3)
        claimed = [comment_id for batch in batches for comment_id in batch]
        assert sorted(claimed) == sorted(posted)


def _claim_until_none_is_left(room: Newsroom) -> list[UUID]:
    got: list[UUID] = []
    while batch := room.claim(3):
        got += [claimed.id for claimed in batch]
    return got


def test_a_claim_can_be_renewed(room: Newsroom) -> None:
    """Who still works keeps what it claimed for another ten seconds."""
    comment_id = room.post()
    claimed = room.claim()
    room.backdate(comment_id, score_due_at=now() + timedelta(seconds=1))
    score.renew(claimed)
    due = room.row(comment_id).score_due_at
    assert due is not None
    assert due > now() + timedelta(seconds=5)


def test_only_the_present_claim_can_be_renewed(room: Newsroom) -> None:
    """Who was too slow does not take a comment from its next scorer."""
    comment_id = room.post()
    late = room.claim()
    room.backdate(comment_id, score_due_at=now())
    room.claim()
    soon = now() + timedelta(seconds=1)
    room.backdate(comment_id, score_due_at=soon)
    score.renew(late)
    assert room.row(comment_id).score_due_at == soon


def test_scores_are_kept_with_their_model_and_revision(room: Newsroom) -> None:
    """Every score says which model gave it for which text; labels it lacks stay empty."""
    comment_id = room.post()
    room.score(RUDE)
    row = room.row(comment_id)
    kept = db.session.get_one(Score, row.score_id)
    assert (kept.model, kept.model_revision, kept.revision) == (MODEL.name, MODEL.revision, 1)
    assert (kept.toxicity, kept.insult, kept.obscene) == (RUDE, RUDE / 2, None)
    assert (row.risk, row.top_label, row.scored_revision) == (RUDE, "toxicity", 1)
    assert (row.score_due_at, row.score_claim) == (None, None)
    assert not score.anything_due(db.session())


def test_every_scoring_is_kept(room: Newsroom) -> None:
    """An earlier score stays in the table; the comment points to the newest."""
    comment_id = room.post()
    room.score(RUDE)
    room.due(comment_id)
    room.score(CLEAN)
    kept = db.session.scalars(select(Score).where(Score.comment_id == comment_id)).all()
    assert {each.risk for each in kept} == {RUDE, CLEAN}
    assert room.row(comment_id).risk == CLEAN


def test_scores_of_a_text_that_was_edited_meanwhile_are_thrown_away(room: Newsroom) -> None:
    """A clean score of the old text does not pass the new one."""
    comment_id = room.post()
    [claimed] = room.claim()
    room.edit(comment_id)
    room.keep(claimed, CLEAN)
    row = room.row(comment_id)
    assert (row.status, row.risk, row.scored_revision) == ("pending", None, None)
    assert [again.revision for again in room.claim()] == [2]


def test_scores_from_a_claim_that_ran_out_are_thrown_away(room: Newsroom) -> None:
    """Once another scorer has the comment, only its scores are kept."""
    comment_id = room.post()
    [late] = room.claim()
    room.backdate(comment_id, score_due_at=now())
    [present] = room.claim()
    room.keep(late, RUDE)
    assert room.row(comment_id).risk is None
    room.keep(present, CLEAN)
    assert room.row(comment_id).risk == CLEAN


def test_a_batch_is_kept_item_by_item(room: Newsroom) -> None:
    """What was edited or withdrawn meanwhile does not keep back the others' scores."""
    edited, withdrawn, untouched = room.post(), room.post(), room.post(article="b")
    claimed = room.claim()
    room.edit(edited)
    room.withdraw(withdrawn)
    score.keep(MODEL, [Scored(item, scores(CLEAN)) for item in claimed])
    statuses = [room.row(each).status for each in (edited, withdrawn, untouched)]
    assert statuses == ["pending", "deleted", "approved"]
    assert (room.article().count, room.article("b").count) == (0, 1)


# A classifier that fails


def test_a_comment_that_cannot_be_scored_is_set_aside(room: Newsroom) -> None:
    """It stays pending with the error, loses its claim, and is tried again later and later."""
    comment_id = room.post()
    for attempt, seconds in enumerate([*RETRY_SECONDS, RETRY_SECONDS[-1]], start=1):
        room.backdate(comment_id, score_due_at=now())
        [claimed] = room.claim()
        before = now()
        score.set_aside(claimed, ValueError("no such word"))
        row = room.row(comment_id)
        assert (row.status, row.score_claim) == ("pending", None)
        assert (row.score_attempts, row.score_error) == (attempt, "ValueError: no such word")
        delay = timedelta(seconds=seconds)
        assert row.score_due_at is not None
        assert before + delay <= row.score_due_at <= now() + delay
        assert room.claim() == []


def test_one_that_is_set_aside_harms_no_other(room: Newsroom) -> None:
    """The others of its batch get their scores and verdicts."""
    good, bad = room.post(), room.post()
    claims = {claimed.id: claimed for claimed in room.claim()}
    score.set_aside(claims[bad], RuntimeError("out of memory"))
    room.keep(claims[good])
    assert room.row(good).status == "approved"
    assert room.row(bad).status == "pending"


def test_an_error_is_over_once_a_score_is_there(room: Newsroom) -> None:
    """A later scoring that works leaves nothing of the failures."""
    comment_id = room.post()
    [claimed] = room.claim()
    score.set_aside(claimed, ValueError("x" * 10_000))
    assert len(room.row(comment_id).score_error or "") == 500
    room.due(comment_id)
    room.score()
    row = room.row(comment_id)
    assert (row.status, row.score_error, row.score_attempts) == ("approved", None, 0)


def test_an_error_about_an_old_text_is_not_held_against_the_new_one(room: Newsroom) -> None:
    """Edited meanwhile, the comment is due at once."""
    comment_id = room.post()
    [claimed] = room.claim()
    room.edit(comment_id)
    score.set_aside(claimed, ValueError("no such word"))
    assert room.row(comment_id).score_error is None
    assert [again.id for again in room.claim()] == [comment_id]


def test_what_nobody_could_score_can_be_decided_by_hand(room: Newsroom) -> None:
    """A person needs no classifier, and a late score changes nothing about that decision."""
    comment_id = room.post()
    [claimed] = room.claim()
    score.set_aside(claimed, ValueError("no such word"))
    room.approve(comment_id)
    room.due(comment_id)
    room.score(RUDE)
    row = room.row(comment_id)
    assert (row.status, row.risk) == ("approved", RUDE)


def test_claims_of_processes_that_are_gone_are_freed(room: Newsroom) -> None:
    """At its start a process makes due what a dead one on this machine had claimed."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    alive = os.getppid()
    claims = {
        f"{HOST}:{gone.pid}/a": True,
        f"{HOST}:{os.getpid()}/b": True,
        f"{HOST}:{alive}/c": False,
        f"another-machine:{gone.pid}/d": False,
    }
    comments = {room.post(): claim for claim in claims}
    later = now() + timedelta(seconds=9)
    for comment_id, claim in comments.items():
        room.backdate(comment_id, score_claim=claim, score_due_at=later)
    assert score.free_claims_of_the_dead() == 2
    freed = {comments[claimed.id]: True for claimed in room.claim()}
    assert freed == {claim: True for claim, dead in claims.items() if dead}


def test_a_claim_fits_its_column_whatever_the_machine_is_called(room: Newsroom) -> None:
    """Claims name machine, process and a random word in at most 64 characters."""
    assert socket.gethostname().startswith(HOST)
    assert len(f"{HOST}:{2**22}/{'f' * 16}") <= 64
    room.post()
    assert room.claim()[0].claim.startswith(f"{HOST}:{os.getpid()}/")


# What the rules may decide


REJECT_RUDE = Rule("rude", {"risk": {"gte": 0.8}}, "reject")
APPROVE_CLEAN = Rule("clean", {"risk": {"lt": 0.15}}, "approve")


@pytest.mark.parametrize(
    ("mode", "risk", "status", "actor", "rule"),
    [
        # auto: the rules decide, and what no rule decides waits.
        ("auto", 0.1, "approved", "rule", "clean"),
        ("auto", 0.9, "rejected", "rule", "rude"),
        ("auto", 0.5, "pending", "rule", NO_RULE),
        # pre: nothing is shown before a person approves; rules may still refuse.
        ("pre", 0.1, "pending", "rule", "a person approves everything here"),
        ("pre", 0.9, "rejected", "rule", "rude"),
        ("pre", 0.5, "pending", "rule", NO_RULE),
        # post: the receipt approves, and the first scoring may take down.
        ("post", 0.1, "approved", "mode", "mode “post”"),
        ("post", 0.9, "rejected", "rule", "rude"),
        ("post", 0.5, "pending", "rule", NO_RULE),
    ],
)
def test_the_first_scoring_decides_as_the_mode_says(
    room: Newsroom, mode: str, risk: float, status: str, actor: str, rule: str
) -> None:
    """The newest decision names who decided, and the count follows it."""
    room.set(mode=mode)
    room.set_rules(REJECT_RUDE, APPROVE_CLEAN)
    comment_id = room.post()
    room.score(risk)
    newest = room.decisions(comment_id)[-1]
    assert room.row(comment_id).status == newest.to_status == status
    assert (newest.actor_kind, newest.actor_name) == (actor, rule)
    assert room.article().count == room.recount()
    if status == "pending":
        assert (room.row(comment_id).held_because or {})["rule"] == rule


def test_in_mode_post_only_the_first_scoring_takes_down(room: Newsroom) -> None:
    """What has stood is not taken down by a later model; that is for people."""
    room.set(mode="post")
    comment_id = room.post()
    room.score(CLEAN)
    room.due(comment_id)
    room.score(RUDE)
    assert room.row(comment_id).status == "approved"


def test_in_mode_auto_a_later_score_takes_nothing_down(room: Newsroom) -> None:
    """What a rule approved stays approved until a person looks."""
    comment_id = room.approved()
    room.due(comment_id)
    room.score(RUDE)
    assert room.row(comment_id).status == "approved"


def test_a_later_score_may_release_what_a_rule_held(room: Newsroom) -> None:
    """A better model decides what nobody has decided yet."""
    comment_id = room.held()
    room.due(comment_id)
    room.score(CLEAN)
    assert room.row(comment_id).status == "approved"


def test_held_again_is_no_second_decision(room: Newsroom) -> None:
    """A new score that still holds says why anew, and announces nothing."""
    comment_id = room.held()
    made, told = len(room.decisions(comment_id)), room.event_types(comment_id)
    room.due(comment_id)
    room.score(0.7)
    assert (room.row(comment_id).held_because or {})["facts"]["risk"] == 0.7
    assert (len(room.decisions(comment_id)), room.event_types(comment_id)) == (made, told)


@pytest.mark.parametrize("mode", ["auto", "pre", "post"])
@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.HOLD, Action.ESCALATE])
@pytest.mark.parametrize("risk", [CLEAN, RUDE])
def test_rules_never_change_what_a_person_decided(
    room: Newsroom, mode: str, action: Action, risk: float
) -> None:
    """Not before the first score, and not after; an escalation is taken up by a person too."""
    room.set(mode=mode)
    room.set_rules(REJECT_RUDE, APPROVE_CLEAN)
    comment_id = room.post()
    status = room.decide(action, comment_id)[-1].to_status
    for _ in range(2):
        room.due(comment_id)
        room.score(risk)
    row = room.row(comment_id)
    assert (row.status, row.risk) == (status, risk)


def test_rules_never_release_what_readers_flagged(room: Newsroom) -> None:
    """Flags asked for a person, and a new score is none."""
    room.set(flag_limit=1)
    comment_id = room.approved()
    room.flag(comment_id)
    room.due(comment_id)
    room.score(CLEAN)
    assert room.row(comment_id).status == "pending"


def test_the_rules_of_the_comments_own_site_decide(room: Newsroom) -> None:
    """Each site has its own list."""
    room.set_rules(Rule("nothing passes", {}, "reject"))
    there = Newsroom("another paper")
    here, elsewhere = room.post(), there.post()
    room.score(CLEAN)
    assert room.row(here).status == "rejected"
    assert there.row(elsewhere).status == "approved"


def test_new_rules_hold_from_the_next_scoring_on(room: Newsroom) -> None:
    """The process that changed them uses them at once."""
    room.post()
    room.score()
    room.set_rules(REJECT_RUDE)
    comment_id = room.post()
    room.score(RUDE)
    assert room.row(comment_id).status == "rejected"
