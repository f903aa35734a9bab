"""`check` finds every contradiction in the database, and none where there is none."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from models.articles import Article
from models.comments import Comment, CommentText
from models.database import db, new_id, now, writing
from models.decisions import Decision
from models.events import Event
from models.flags import Flag
from models.readers import Reader
from models.votes import Vote
from service.flow.check import check, check_over
from service.flow.delivery_invariants import delivery_rules
from service.flow.invariants import all_rules
from service.flow.list_invariants import SENTENCES
from service.flow.moderation_invariants import moderation_rules
from service.flow.queue_invariants import queue_rules
from tests.service.flow.newsroom import RUDE, Newsroom


@dataclass(frozen=True)
class Story:
    """What happened on two sites: the ids of comments, by what became of them."""

    root: UUID
    reply: UUID
    edited: UUID
    deleted: UUID
    elsewhere: UUID
    """On another site."""


@pytest.fixture
def story(room: Newsroom) -> Story:
    """Everything that can happen to a comment has happened."""
    root = room.approved()
    reply = room.approved(under=root)
    room.vote(root, 1)
    room.vote(root, -1)
    token = room.vote(root, 1).token
    room.vote(root, 0, token)
    room.flag(reply)
    edited = room.approved()
    room.edit(edited)
    room.score()
    deleted = room.approved()
    room.approved(under=deleted)
    room.withdraw(deleted)
    room.reject(room.held())
    room.hold(room.approved())
    room.post("Nobody has scored this yet.")
    elsewhere = Newsroom("gazette").approved(article="b")
    return Story(root, reply, edited, deleted, elsewhere)


def deepened(room: Newsroom, under: UUID, levels: int) -> UUID:
    """A chain of replies; the id of the last."""
    for _ in range(levels):
        under = room.approved(under=under)
    return under


def test_what_the_steps_do_keeps_every_rule(room: Newsroom, story: Story) -> None:
    """After everything that can happen to comments, nothing contradicts anything."""
    deepened(room, story.reply, 9)
    assert check().differences == []


def test_it_says_what_it_looked_at(room: Newsroom, story: Story) -> None:
    """The numbers are those of the rows, so that nobody takes an empty check for a good one."""
    found = check()
    assert found.rows["comments"] == len(db.session.scalars(select(Comment.id)).all()) == 9
    assert found.rows["sites"] == 2
    rules = [*all_rules(), *delivery_rules(), *moderation_rules(), *queue_rules()]
    assert found.rules == len(rules) + len(SENTENCES)


def test_an_empty_database_is_well(room: Newsroom) -> None:
    """Where nobody has written yet there is nothing to find."""
    assert check().differences == []


Damage = Callable[[Story], Any]


def comment(which: str, **values: Any) -> Damage:
    """Set columns of a comment behind the back of the steps."""
    return lambda story: update(Comment).where(Comment.id == getattr(story, which)).values(**values)


DAMAGES: dict[str, Damage] = {
    "the count is the number of approved comments": lambda _: update(Article).values(count=99),
    "a comment is of its article's site": lambda story: comment("root", site_id=site_of(story))(
        story
    ),
    "a comment is of its reader's site": lambda story: (
        update(Reader).where(Reader.id == reader_of(story)).values(site_id=site_of(story))
    ),
    "the number of shown replies is right": comment("root", shown_replies=7),
    "shown is what is approved or has a shown reply": comment("reply", shown=False),
    "a reply is under its parent's article": lambda story: comment(
        "reply", article_id=article_of(story)
    )(story),
    "a reply is one deeper than its parent": comment("reply", depth=5),
    "a reply has its parent's root": lambda story: comment("reply", root_id=story.edited)(story),
    "a reply nests under the right comment": comment("reply", shown_under_id=None),
    "a reply comes after its parent": lambda story: comment("root", parent_id=story.reply)(story),
    "votes_up is the number of its votes": comment("root", votes_up=2),
    "votes_down is the number of its votes": lambda _: delete(Vote).where(Vote.value == -1),
    "open_flags is the number of its open flags": lambda _: delete(Flag),
    "the status is that of the newest decision": comment("reply", status="rejected"),
    "the version is that of the newest decision": comment("reply", version=9),
    "a decision starts from the status that the one before led to": lambda story: (
        update(Decision).where(Decision.comment_id == story.deleted).values(from_status="rejected")
    ),
    "a decision is of its comment's site": lambda story: (
        update(Decision).where(Decision.comment_id == story.root).values(site_id=site_of(story))
    ),
    "a decision saw a text that was there": lambda _: update(Decision).values(revision=9),
    "a review saw a text that was there": comment("root", reviewed_revision=9),
    "score_id is that of its score": comment("root", score_id=new_id()),
    "scored_revision is that of its score": comment("edited", scored_revision=1),
    "risk is that of its score": comment("root", risk=RUDE),
    "language is that of its score": comment("root", language="fr"),
    "a score is of a text that was there": comment("root", scored_revision=9),
    "what is not scored is due to be": comment("root", scored_revision=None),
    "the sequence is that of the newest event": comment("root", sequence=9),
    "no two events of a comment have one sequence": lambda _: update(Event).values(sequence=1),
    "what happened lately has its events": lambda _: delete(Event),
    "every earlier text is kept until the comment is deleted": lambda _: delete(CommentText),
    "every edit makes a revision": comment("edited", edits=3),
    "a deleted comment keeps no text": comment("deleted", author_name="Ann"),
}
"""For each rule a way to break it. Some break others too."""


def site_of(story: Story) -> Any:
    """The other site."""
    return select(Comment.site_id).where(Comment.id == story.elsewhere).scalar_subquery()


def article_of(story: Story) -> Any:
    """The article on the other site."""
    return select(Comment.article_id).where(Comment.id == story.elsewhere).scalar_subquery()


def reader_of(story: Story) -> Any:
    """Who wrote the root."""
    return select(Comment.reader_id).where(Comment.id == story.root).scalar_subquery()


def test_what_breaks_a_rule_is_found(room: Newsroom, story: Story) -> None:
    """Each rule is reported, in its own words, when a row breaks it."""
    for sentence, damage in DAMAGES.items():
        with db.engine.connect().execution_options(writing=True) as connection:
            connection.execute(damage(story))
            found = check_over(connection).differences
            connection.rollback()
        assert sentence in {difference.sentence for difference in found}, sentence


def test_each_rule_is_broken_here() -> None:
    """There is no rule that no test has seen fail."""
    assert {rule.sentence for rule in all_rules()} == set(DAMAGES)


def test_a_difference_names_what_was_found_and_expected(room: Newsroom, story: Story) -> None:
    """A difference says where, what is there and what should be."""
    with writing() as session:
        session.execute(comment("root", votes_up=2)(story))
    [difference] = check().differences
    assert str(difference) == (
        f"comment {story.root}: votes_up is the number of its votes; found 2, expected 1"
    )


def test_events_may_be_forgotten(room: Newsroom, story: Story) -> None:
    """What happened long ago needs no events: they are kept for a time only."""
    with writing() as session:
        session.execute(update(Comment).values(created_at=now() - timedelta(days=31)))
        session.execute(delete(Event))
    assert check().differences == []


def test_a_check_sees_one_moment(room: Newsroom, shared_app: Flask) -> None:
    """While others post and decide, a check finds nothing: it looks at one snapshot."""
    over = threading.Event()
    failures: list[Exception] = []

    def write() -> None:
        try:
            with shared_app.app_context():
                while not over.is_set():
                    room.reject(room.approved(under=room.approved()))
        except Exception as error:  # noqa: BLE001 - told by the test itself
            failures.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(10):
            assert check().differences == []
    finally:
        over.set()
        writer.join()
    assert failures == []
    assert check().rows["comments"] > 2


def test_a_row_that_refers_to_nothing_is_found(room: Newsroom, story: Story) -> None:
    """On SQLite, which others may write without foreign keys, what refers to nothing is found."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL lets nobody write such a row")
    with closing(sqlite3.connect(str(db.engine.url.database))) as other, other:
        other.execute("UPDATE flags SET reader_id = 'nobody'")
    db.session.rollback()
    assert "a row refers to rows that exist" in {each.sentence for each in check().differences}
