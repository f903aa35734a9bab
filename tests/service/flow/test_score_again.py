"""Claims by site, and what waited for a classifier: due at once when there is one again."""

from datetime import timedelta

from models.database import db, now
from service.flow import score
from tests.service.flow.newsroom import Newsroom


def test_a_claim_takes_the_comments_of_its_sites_alone(room: Newsroom) -> None:
    """Others wait untouched for the model that reads theirs; without sites, all are taken."""
    gazette = Newsroom("gazette")
    ours, theirs = room.post(), gazette.post()
    assert score.anything_due(db.session(), {gazette.site.id})
    assert not score.anything_due(db.session(), frozenset())
    assert score.claim(10, frozenset()) == []
    assert [claimed.id for claimed in score.claim(10, {gazette.site.id})] == [theirs]
    assert not score.anything_due(db.session(), {gazette.site.id})
    assert [claimed.id for claimed in score.claim(10)] == [ours]


def test_what_is_given_back_is_due_as_before(room: Newsroom) -> None:
    """Without blame, and at once; what somebody else has claimed meanwhile stays theirs."""
    back, taken = room.post(), room.post()
    claimed = room.claim()
    room.backdate(taken, score_due_at=now())
    [theirs] = room.claim()
    score.give_back(claimed)
    row = room.row(back)
    assert (row.score_claim, row.score_error, row.score_attempts) == (None, None, 0)
    assert room.row(taken).score_claim == theirs.claim
    assert [again.id for again in room.claim()] == [back]


def test_what_was_set_aside_is_due_once_a_classifier_is_back(room: Newsroom) -> None:
    """Not after its hour; what a scorer has in hand is left to it, and so are other sites."""
    gazette = Newsroom("gazette")
    failed, theirs, in_hand = room.post(), gazette.post(), room.post()
    for claimed in room.claim():
        score.set_aside(claimed, MemoryError())
    room.due(in_hand)
    [claimed] = room.claim()
    later = now() + timedelta(hours=1)
    for comment_id in (failed, theirs):
        room.backdate(comment_id, score_due_at=later)
    assert score.retry_failed({room.site.id}) == 1
    assert [again.id for again in room.claim()] == [failed]
    assert (room.row(in_hand).score_claim, room.row(theirs).score_due_at) == (claimed.claim, later)
    assert score.retry_failed() == 1
    assert [again.id for again in room.claim()] == [theirs]


def test_many_that_were_set_aside_are_all_retried(room: Newsroom) -> None:
    """A few hundred at a time, so that nobody waits long for the database."""
    number = 3
    for _ in range(number):
        room.post()
    for claimed in room.claim():
        score.set_aside(claimed, MemoryError())
    most, score.MOST_RETRIED = score.MOST_RETRIED, 1
    try:
        assert score.retry_failed() == number
    finally:
        score.MOST_RETRIED = most
    assert len(room.claim()) == number
