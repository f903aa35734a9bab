"""What always holds in the database: each rule a sentence, and one query for what breaks it.

So a large database is checked in seconds; `service.flow.check` runs the queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models.articles import Article
from models.comments import Comment, CommentText
from models.database import now
from models.decisions import Decision
from models.events import Event
from models.flags import Flag
from models.readers import Reader
from models.scores import Score
from models.votes import Vote
from moderation.status import Status
from service.flow.forget import EVENTS
from service.flow.thread import DEEPEST_NESTING

Column = ColumnElement[Any] | InstrumentedAttribute[Any]

DELETED = Comment.status == Status.DELETED
LATER = "a later revision"


@dataclass(frozen=True)
class Rule:
    """A sentence that always holds, and the query for the rows where it does not.

    A row of the query is the id of what is wrong, what was found and what was expected.
    """

    sentence: str
    table: type[Any]
    broken_by: Select[Any]


def all_rules() -> list[Rule]:
    """Everything that always holds."""
    return [
        *_articles(),
        *_threads(),
        *_opinions(),
        *_decisions(),
        *_scores(),
        *_events(),
        *_texts(),
    ]


def _articles() -> Iterator[Rule]:
    approved = (Comment.article_id, Comment.status == Status.APPROVED)
    yield _number("the count is the number of approved comments", Article, Article.count, *approved)
    article = aliased(Article)
    of_article = (article, article.id == Comment.article_id)
    of_reader = (Reader, Reader.id == Comment.reader_id)
    sites = (
        ("a comment is of its article's site", article.site_id, of_article),
        ("a comment is of its reader's site", Reader.site_id, of_reader),
    )
    for sentence, site_id, joined in sites:
        yield _equal(sentence, Comment, Comment.site_id, site_id, *joined)


def _threads() -> Iterator[Rule]:
    replies = (Comment.parent_id, Comment.shown)
    yield _number("the number of shown replies is right", Comment, Comment.shown_replies, *replies)
    visible = or_(Comment.status == Status.APPROVED, Comment.shown_replies > 0)
    sentence = "shown is what is approved or has a shown reply"
    yield _equal(sentence, Comment, Comment.shown, case((visible, True), else_=False))
    parent = aliased(Comment)
    joined = (parent, parent.id == Comment.parent_id)
    nests_under = case((parent.depth <= DEEPEST_NESTING, parent.id), else_=parent.shown_under_id)
    places: tuple[tuple[str, Column, Any, Any], ...] = (
        (
            "is under its parent's article",
            Comment.article_id,
            Comment.article_id,
            parent.article_id,
        ),
        ("is one deeper than its parent", Comment.depth, 0, parent.depth + 1),
        ("has its parent's root", Comment.root_id, Comment.id, parent.root_id),
        ("nests under the right comment", Comment.shown_under_id, None, nests_under),
    )
    for words, found, of_root, of_reply in places:
        expected = case((Comment.parent_id.is_(None), of_root), else_=of_reply)
        yield _equal(f"a reply {words}", Comment, found, expected, *joined)
    earlier = parent.id >= Comment.id
    yield _never("a reply comes after its parent", Comment, earlier, "an earlier id", *joined)


def _opinions() -> Iterator[Rule]:
    votes: tuple[tuple[InstrumentedAttribute[int], int], ...]
    votes = ((Comment.votes_up, 1), (Comment.votes_down, -1))
    for column, value in votes:
        sentence = f"{column.key} is the number of its votes"
        yield _number(sentence, Comment, column, Vote.comment_id, Vote.value == value)
    open_ones = (Flag.comment_id, Flag.cleared_by.is_(None))
    sentence = "open_flags is the number of its open flags"
    yield _number(sentence, Comment, Comment.open_flags, *open_ones)


def _decisions() -> Iterator[Rule]:
    log = _audit_log()
    newest = select(log).where(log.c.place == 1).subquery()
    newest_of = (newest, newest.c.comment_id == Comment.id)
    for column, without in ((Comment.status, Status.PENDING.value), (Comment.version, 1)):
        decided = func.coalesce(newest.c[column.key], without)
        sentence = f"the {column.key} is that of the newest decision"
        yield _equal(sentence, Comment, column, decided, *newest_of)
    yield _equal(
        "a decision starts from the status that the one before led to",
        Decision,
        Decision.from_status,
        log.c.status_before,
        log,
        log.c.id == Decision.id,
    )
    comment = aliased(Comment)
    joined = (comment, comment.id == Decision.comment_id)
    sentence = "a decision is of its comment's site"
    yield _equal(sentence, Decision, Decision.site_id, comment.site_id, *joined)
    later = Decision.revision > comment.revision
    yield _never("a decision saw a text that was there", Decision, later, LATER, *joined)
    later = Comment.reviewed_revision > Comment.revision
    yield _never("a review saw a text that was there", Comment, later, LATER)


def _audit_log() -> FromClause:
    """Each decision with its place from the newest (1) on, and the status before it."""
    of_comment = Decision.comment_id
    place = func.row_number().over(partition_by=of_comment, order_by=Decision.id.desc())
    before = func.lag(Decision.to_status, 1, Status.PENDING.value)
    return select(
        Decision.id,
        Decision.comment_id,
        Decision.version,
        Decision.to_status.label("status"),
        place.label("place"),
        before.over(partition_by=of_comment, order_by=Decision.id).label("status_before"),
    ).subquery()


def _scores() -> Iterator[Rule]:
    joined = (Score, and_(Score.id == Comment.score_id, Score.comment_id == Comment.id))
    kept: tuple[tuple[InstrumentedAttribute[Any], Column], ...] = (
        (Comment.score_id, Score.id),
        (Comment.scored_revision, Score.revision),
        (Comment.risk, Score.risk),
        (Comment.language, Score.language),
    )
    for found, expected in kept:
        yield _equal(f"{found.key} is that of its score", Comment, found, expected, *joined)
    later = Comment.scored_revision > Comment.revision
    yield _never("a score is of a text that was there", Comment, later, LATER)
    unscored = Comment.scored_revision.is_distinct_from(Comment.revision)
    forgotten = and_(unscored, ~DELETED, Comment.score_due_at.is_(None))
    yield _never("what is not scored is due to be", Comment, forgotten, "nothing due")


def _events() -> Iterator[Rule]:
    events = (
        select(
            Event.comment_id.label("key"),
            func.max(Event.sequence).label("last"),
            func.count().label("n"),
            func.count(Event.sequence.distinct()).label("different"),
        )
        .where(Event.comment_id.is_not(None), Event.created_at > now() - EVENTS)
        .group_by(Event.comment_id)
        .subquery()
    )
    joined = (events, events.c.key == Comment.id)
    newest = func.coalesce(events.c.last, Comment.sequence)
    sentence = "the sequence is that of the newest event"
    yield _equal(sentence, Comment, Comment.sequence, newest, *joined)
    sentence = "no two events of a comment have one sequence"
    yield _equal(sentence, Comment, events.c.n, events.c.different, *joined)
    fresh = Comment.created_at > now() - EVENTS
    lost = and_(events.c.last.is_(None), Comment.sequence > 0, fresh)
    yield _never("what happened lately has its events", Comment, lost, "none", *joined)


def _texts() -> Iterator[Rule]:
    earlier = case((DELETED, 0), else_=Comment.revision - 1)
    sentence = "every earlier text is kept until the comment is deleted"
    yield _number(sentence, Comment, earlier, CommentText.comment_id)
    yield _equal("every edit makes a revision", Comment, Comment.revision, Comment.edits + 1)
    personal = (Comment.body, Comment.html, Comment.author_name, Comment.fingerprint)
    left = or_(*(column != "" for column in personal), Comment.address_hash.is_not(None))
    yield _never("a deleted comment keeps no text", Comment, and_(DELETED, left), "text or a name")


def _number(sentence: str, table: type[Any], column: Column, key: Column, *conditions: Any) -> Rule:
    """A column is the number of those rows whose `key` is the id."""
    counted = select(key.label("key"), func.count().label("n")).where(*conditions)
    rows = counted.where(key.is_not(None)).group_by(key).subquery()
    number = func.coalesce(rows.c.n, 0)
    return _equal(sentence, table, column, number, rows, rows.c.key == table.id)


def _equal(
    sentence: str,
    table: type[Any],
    found: Column,
    expected: Column,
    other: Any = None,
    on: Any = None,
) -> Rule:
    """Two values are the same, one of them perhaps from a joined table."""
    broken = select(table.id, found, expected).where(found.is_distinct_from(expected))
    return Rule(sentence, table, _joined(broken, table, other, on))


def _never(
    sentence: str, table: type[Any], condition: Any, found: str, other: Any = None, on: Any = None
) -> Rule:
    """A condition holds for no row."""
    broken = select(table.id, literal(found), literal("none")).where(condition)
    return Rule(sentence, table, _joined(broken, table, other, on))


def _joined(statement: Select[Any], table: type[Any], other: Any, on: Any) -> Select[Any]:
    from_ = statement.select_from(table)
    return from_ if other is None else from_.outerjoin(other, on)
