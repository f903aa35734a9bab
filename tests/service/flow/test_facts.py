"""What the rules may ask about a comment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from models.database import db, now, writing
from models.readers import Reader
from moderation.rules import FACTS
from service.flow.facts import gather
from tests.service.flow.newsroom import Newsroom, scores


def _facts(room: Newsroom, comment_id: UUID) -> dict[str, Any]:
    return gather(db.session(), room.row(comment_id), scores(0.3))


def test_every_fact_is_one_that_rules_know(room: Newsroom) -> None:
    """Nothing is gathered that no condition can ask about, and each has the type it should."""
    comment_id = room.post()
    room.backdate(comment_id, language="en")
    facts = _facts(room, comment_id)
    assert set(facts) <= set(FACTS)
    assert all(isinstance(value, FACTS[name]) for name, value in facts.items())


def test_facts_about_the_text(room: Newsroom) -> None:
    """Its scores, their highest, its links, its length in characters, its depth."""
    root = room.approved()
    body = "See https://one.example and [two](https://two.example)."
    facts = _facts(room, room.post(body, under=root))
    assert facts["toxicity"] == facts["risk"] == 0.3
    assert (facts["links"], facts["length"], facts["depth"]) == (2, len(body), 1)
    assert (facts["flags"], facts["honeypot"]) == (0, False)


def test_a_filled_honeypot_is_a_fact(room: Newsroom) -> None:
    """Only a robot fills the field that nobody sees."""
    assert _facts(room, room.post(honeypot=True))["honeypot"] is True


def test_duplicates_are_the_same_text_within_a_day(room: Newsroom) -> None:
    """By anybody, anywhere on the site, differing in what a reader overlooks at most."""
    room.post("Buy  now!", article="b")
    old = room.post("buy now!")
    room.backdate(old, created_at=now() - timedelta(hours=25))
    room.post("Something else.")
    Newsroom("another paper").post("Buy now!")
    comment_id = room.post("BUY NOW!")
    assert _facts(room, comment_id)["duplicates"] == 1


def test_the_shipped_rules_hold_what_is_posted_three_times(room: Newsroom) -> None:
    """The first two pass, the third waits."""
    statuses = []
    for _ in range(3):
        comment_id = room.post("Buy now!")
        room.score()
        statuses.append(room.row(comment_id).status)
    assert statuses == ["approved", "approved", "pending"]


def test_the_author_is_known_by_what_became_of_their_other_comments(room: Newsroom) -> None:
    """Approved counts what a person approved; rejected counts all that was rejected."""
    author = room.receive()
    by_a_person = [room.post(token=author.token) for _ in range(2)]
    room.approve(*by_a_person)
    room.reject(room.post(token=author.token))
    room.score()
    comment_id = room.post(token=author.token)
    room.approve(room.post())
    facts = _facts(room, comment_id)
    assert room.row(author.comment.id).status == "approved"
    assert (facts["author.approved"], facts["author.rejected"]) == (2, 1)


def test_an_approval_counts_for_the_text_that_was_approved(room: Newsroom) -> None:
    """Who edits afterwards has one comment fewer that a person approved."""
    author = room.receive()
    room.approve(author.comment.id)
    room.edit(author.comment.id)
    room.score()
    assert room.row(author.comment.id).status == "approved"
    assert _facts(room, room.post(token=author.token))["author.approved"] == 0


def test_a_verified_author_is_a_fact(room: Newsroom) -> None:
    """Who signed in through the publisher is known to be somebody."""
    author = room.receive()
    assert _facts(room, author.comment.id)["author.verified"] is False
    with writing() as session:
        session.get_one(Reader, author.comment.reader_id).verified = True
    assert _facts(room, room.post(token=author.token))["author.verified"] is True


def test_three_approved_comments_earn_a_link(room: Newsroom) -> None:
    """With one link the shipped rules hold newcomers and pass whom people know."""
    author = room.receive()
    link = "See https://paper.example/{}."
    room.score()
    first = room.post(link.format(1), token=author.token)
    room.score()
    room.approve(author.comment.id, *[room.post(token=author.token) for _ in range(2)])
    second = room.post(link.format(2), token=author.token)
    room.score()
    assert (room.row(first).status, room.row(second).status) == ("pending", "approved")
