"""After any sequence of what readers, rules and moderators may do, everything still agrees."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from models.articles import Article
from models.comments import Comment
from models.database import db, now
from models.decisions import Decision
from models.readers import Reader
from moderation.status import Action
from service.flow import decide
from service.flow.batch import Chosen, undo_batch, work_off
from service.flow.check import check
from service.flow.decide import Wanted
from service.flow.refused import Refused
from service.flow.restrict import Sentence
from service.flow.show import one
from service.flow.thread import Json
from service.flow.undo import undo
from service.flow.vote import refresh_ranks
from tests.service.flow.conftest import emptied
from tests.service.flow.newsroom import CLEAN, KIM, LEE, RUDE

ARTICLES = ("a", "b")
RISKS = st.sampled_from([CLEAN, 0.4, RUDE])
ACTIONS = st.sampled_from([Action.APPROVE, Action.REJECT, Action.HOLD, Action.ESCALATE])
ACTIONS_OF_BATCHES = st.sampled_from([Action.APPROVE, Action.REJECT, Action.HOLD])
MODES = st.sampled_from(["auto", "pre", "post"])


class Life(RuleBasedStateMachine):
    """The lives of some comments under two articles of one site."""

    comments = Bundle("comments")
    decisions = Bundle("decisions")
    batches = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self.room = emptied()
        self.room.set(flag_limit=2)
        self.versions: dict[UUID, int] = {}
        self.reader = self.room.receive().token

    @initialize(target=comments)
    def first(self) -> UUID:
        return self.room.post()

    @rule(target=comments, article=st.sampled_from(ARTICLES))
    def post(self, article: str) -> UUID:
        return self.room.post(article=article)

    @rule(target=comments, parent=comments)
    def reply(self, parent: UUID) -> Any:
        above = self.room.row(parent)
        article = self.room.article_of(above)
        if above.status == "approved":
            return self.room.post(under=parent, article=article)
        with pytest.raises(Refused, match="cannot be answered"):
            self.room.post(under=parent, article=article)
        return multiple()

    @rule(mode=MODES)
    def set_mode(self, mode: str) -> None:
        self.room.set(mode=mode)

    @rule(risk=RISKS, most=st.sampled_from([1, 100]))
    def score(self, risk: float, most: int) -> None:
        for claimed in self.room.claim(most):
            self.room.keep(claimed, risk)

    @rule(comment=comments)
    def let_it_be_scored_again(self, comment: UUID) -> None:
        if self.room.row(comment).status != "deleted":
            self.room.due(comment)

    @rule(target=decisions, comment=comments, action=ACTIONS, seen=st.sampled_from([0, 0, 0, 1]))
    def decide(self, comment: UUID, action: Action, seen: int) -> Any:
        row = self.room.row(comment)
        status, version = row.status, row.version
        outcome = decide.decide([Wanted(comment, version - seen)], action, KIM)
        if seen or status == "deleted":
            assert [each.why for each in outcome.conflicts] == ["stale"]
            return multiple()
        return outcome.decisions[0].id

    @rule(target=decisions, action=ACTIONS, some=st.lists(comments, max_size=4, unique=True))
    def decide_a_batch(self, action: Action, some: list[UUID]) -> Any:
        outcome = decide.decide([Wanted(each) for each in some], action, LEE)
        assert len(outcome.decisions) + len(outcome.conflicts) == len(some)
        return multiple(*[decision.id for decision in outcome.decisions])

    @rule(decision=consumes(decisions))
    def undo(self, decision: UUID) -> None:
        made = db.session.get_one(Decision, decision)
        row = self.room.row(made.comment_id)
        newest = self.room.decisions(row.id)[-1].id == decision
        if newest and row.status != "deleted" and row.revision == made.revision:
            assert undo(decision, LEE).to_status == made.from_status
            return
        with pytest.raises(Refused) as refused:
            undo(decision, LEE)
        assert refused.value.kind == "conflict"

    @rule(target=batches, head=comments, action=ACTIONS_OF_BATCHES, ban=st.booleans())
    def decide_a_branch(self, head: UUID, action: Action, ban: bool) -> UUID:
        row = self.room.row(head)
        chosen = Chosen(author_of=row.id) if ban else Chosen(branch=row.id)
        sentence = Sentence("ban", now() + timedelta(days=1)) if ban else None
        worked = work_off(chosen, action, KIM, sentence=sentence)
        assert {each.why for each in worked.outcome.conflicts} <= {"decided"}
        return worked.batch.id

    @rule(batch=consumes(batches))
    def undo_a_batch(self, batch: UUID) -> None:
        for result in undo_batch(batch, LEE):
            assert (result.decision is None) == (result.why == "conflict")

    @rule(comment=comments, kind=st.sampled_from(["ban", "hold"]))
    def restrict_its_author(self, comment: UUID, kind: str) -> None:
        self.room.restrict(comment, kind)

    @rule(comment=comments)
    def edit(self, comment: UUID) -> None:
        row = self.room.row(comment)
        refused = {"deleted": "not_found", "rejected": "conflict"}.get(row.status)
        if db.session.get_one(Reader, row.reader_id).restriction_kind == "ban":
            refused = "not_found" if row.status == "deleted" else "forbidden"
        if row.edits >= 5:
            refused = refused or "forbidden"
        if refused is None:
            assert self.room.edit(comment).status == "pending"
            return
        with pytest.raises(Refused) as error:
            self.room.edit(comment)
        assert error.value.kind == refused

    @rule(comment=comments)
    def delete(self, comment: UUID) -> None:
        if self.room.row(comment).status != "deleted":
            self.room.withdraw(comment)

    @rule(comment=comments, known=st.booleans())
    def flag(self, comment: UUID, known: bool) -> None:
        if self.room.row(comment).status == "approved":
            self.room.flag(comment, self.reader if known else None)

    @rule(comment=comments, value=st.sampled_from([1, 0, -1]), known=st.booleans())
    def vote(self, comment: UUID, value: int, known: bool) -> None:
        if self.room.row(comment).status == "approved":
            self.room.vote(comment, value, self.reader if known else None)

    @rule()
    def refresh(self) -> None:
        refresh_ranks()

    @invariant()
    def everything_agrees(self) -> None:
        """After every step, with one look at the tables."""
        rows = _all(Comment)
        _counts_are_true(rows, {article.id: article for article in _all(Article)})
        _shown_is_what_is_approved_or_has_a_shown_reply(rows)
        self._versions_never_fall(rows)
        _decisions_explain_the_status(rows, _all(Decision))
        seen = self.room.seen(*ARTICLES)
        _readers_see_what_is_shown({str(row.id): row for row in rows}, seen)

    def _versions_never_fall(self, rows: list[Comment]) -> None:
        """A decision that named a version can trust that it does not come again."""
        for row in rows:
            assert row.version >= self.versions.get(row.id, 1)
            self.versions[row.id] = row.version

    def teardown(self) -> None:
        """At the end the whole database agrees with itself, and so does each comment's own page."""
        assert check().differences == []
        for row in _all(Comment):
            assert (one(row.id) is not None) is row.shown


def _counts_are_true(rows: list[Comment], articles: dict[UUID, Article]) -> None:
    """The count of each article is the number of its approved comments."""
    approved = Counter(row.article_id for row in rows if row.status == "approved")
    assert {each.id: each.count for each in articles.values()} == {
        article_id: approved[article_id] for article_id in articles
    }


def _shown_is_what_is_approved_or_has_a_shown_reply(rows: list[Comment]) -> None:
    """Tombstones stand exactly where something below them is shown."""
    replies = Counter[UUID | None]()
    for row in reversed(rows):
        shown = row.status == "approved" or replies[row.id] > 0
        assert (row.shown, row.shown_replies) == (shown, replies[row.id])
        replies[row.parent_id] += shown


def _decisions_explain_the_status(rows: list[Comment], decisions: list[Decision]) -> None:
    """Whoever asks why a comment is where it is finds the answer in its log."""
    for row in rows:
        log = [decision for decision in decisions if decision.comment_id == row.id]
        led_to = ["pending", *[decision.to_status for decision in log]]
        assert row.status == led_to[-1]
        assert [decision.from_status for decision in log] == led_to[:-1]


def _readers_see_what_is_shown(rows: dict[str, Comment], seen: dict[str, Json]) -> None:
    """Approved comments with their text, tombstones without, and nothing else."""
    assert set(seen) == {comment_id for comment_id, row in rows.items() if row.shown}
    for comment_id, comment in seen.items():
        row = rows[comment_id]
        assert comment["tombstone"] == (None if row.status == "approved" else row.status)
        assert comment["html"] == (row.html if row.status == "approved" else "")


def _all(table: type[Any]) -> list[Any]:
    db.session.rollback()
    statement = select(table).order_by(table.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


@pytest.mark.slow
def test_whatever_happens_everything_agrees(shared_app: Flask) -> None:
    """Posts, scores, decisions, batches, restrictions, undos, edits, flags and votes in any order."""
    checked = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
    with shared_app.app_context():
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=30,
                stateful_step_count=30,
                suppress_health_check=checked,
                database=None,
            ),
        )
        db.session.remove()
