"""Claims comments that want a score, keeps their scores, and passes the verdict on.

A claim is a lease: it moves `score_due_at` ahead, so a claim whose process died comes due again
by itself. Between `claim` and `keep` no transaction is open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import after_commit, now, writing
from models.scores import Score
from moderation.rules import Verdict, risk, top_label
from moderation.status import Action, By, Status
from service.flow import claims, wake
from service.flow.articles import effective_mode
from service.flow.decide import Actor, change, locked
from service.flow.facts import gather
from service.flow.restrict import why_waits
from service.flow.sites import site_of
from service.flow.verdict import verdict_on

CLAIM = timedelta(seconds=10)
RETRY_SECONDS = (5, 30, 5 * 60, 30 * 60, 60 * 60)
LONGEST_ERROR = 500
LOOKED_AT = 64
"""Of how many due comments those are chosen that are claimed together."""
SHORT = 500
"""Characters. Among comments no longer than this, length gives nobody a better turn."""
MOST_RETRIED = 500
"""How many are made due in one transaction."""


@dataclass(frozen=True)
class Claimed:
    """A comment that this process scores now: its texts as they were when it was claimed."""

    id: UUID
    claim: str
    revision: int
    texts: tuple[str, str]
    site_id: UUID


@dataclass(frozen=True)
class Model:
    """Which model gave the scores."""

    name: str
    revision: str


@dataclass(frozen=True)
class Scored:
    """What was found out about a claimed comment."""

    claimed: Claimed
    scores: Mapping[str, float]
    """By label, of its author's own words and name. They decide."""
    language: str | None = None
    """What the author's own words are written in, where that is certain enough."""
    unread: Mapping[str, str | bool] | None = None
    """What they are written in that the model does not read; the scores say nothing then."""
    quoted: Mapping[str, float] | None = None
    """By label, of the quoted words, where there are any."""
    words: Mapping[str, Sequence[str]] | None = None
    """The site's word lists that matched, each with the words that did."""


Sites = Collection[UUID] | None
"""The sites that one model reads; None: all."""


def anything_due(session: Session, sites: Sites = None) -> bool:
    """Whether a comment wants a score now (a read, so that idle costs no write)."""
    return session.scalar(select(Comment.id).where(_due(sites)).limit(1)) is not None


def claim(most: int, sites: Sites = None, characters: int | None = None) -> list[Claimed]:
    """Take up to `most` due comments, live ones first; nobody else gets them for 10 seconds.

    With `characters`, what is taken besides the oldest is no longer than that altogether, and the
    longest come last: a short comment waits for one long one at most, and the long ones, each the
    oldest at some time, have their turns.
    """
    token = claims.new_token()
    with writing() as session:
        comments = session.scalars(
            select(Comment)
            .where(_due(sites))
            .order_by(Comment.score_priority, Comment.score_due_at)
            .limit(most if characters is None else max(most, LOOKED_AT))
            .with_for_update(skip_locked=True, key_share=True)
            .execution_options(populate_existing=True)
        ).all()
        if characters is not None:
            comments = _chosen(comments, most, characters)
        for comment in comments:
            comment.score_claim = token
            comment.score_due_at = now() + CLAIM
        return [
            Claimed(c.id, token, c.revision, (c.body, c.author_name), c.site_id) for c in comments
        ]


def _chosen(due: Sequence[Comment], most: int, characters: int) -> list[Comment]:
    """The first of these and the shortest others, as many as may be taken, the shortest first."""

    def turn(comment: Comment) -> tuple[int, int]:
        return comment.score_priority, max(len(comment.body), SHORT)

    chosen = list(due[:1])
    for comment in sorted(due[1:], key=turn):
        characters -= len(comment.body)
        if characters < 0 or len(chosen) == most:
            break
        chosen.append(comment)
    return sorted(chosen, key=turn)


def renew(claimed: Iterable[Claimed]) -> None:
    """Keep these claims for another 10 seconds."""
    tokens = {item.id: item.claim for item in claimed}
    with writing() as session:
        for comment in session.scalars(_to_move(Comment.id.in_(tokens))):
            if comment.score_claim == tokens[comment.id]:
                comment.score_due_at = now() + CLAIM


def keep(model: Model, scored: Sequence[Scored]) -> None:
    """Store scores and let the rules decide. What was edited or claimed anew is left alone."""
    with writing() as session:
        rows = locked(session, [each.claimed.id for each in scored])
        for each in scored:
            article, comment = rows[each.claimed.id]
            if _still_ours(comment, each.claimed):
                first = comment.scored_revision is None
                _store(session, comment, model, each)
                _pass_on(session, article, comment, each, first)
            _wake_waiting(session, each.claimed.id)


def set_aside(claimed: Claimed, error: Exception) -> None:
    """The classifier failed on this comment: it stays as it is and is tried again later."""
    with writing() as session:
        comment = session.get(
            Comment, claimed.id, with_for_update={"key_share": True}, populate_existing=True
        )
        if comment is not None and _still_ours(comment, claimed):
            delay = RETRY_SECONDS[min(comment.score_attempts, len(RETRY_SECONDS) - 1)]
            comment.score_attempts += 1
            comment.score_error = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
            comment.score_claim = None
            comment.score_due_at = now() + timedelta(seconds=delay)
        _wake_waiting(session, claimed.id)


def give_back(claimed: Iterable[Claimed]) -> None:
    """There is no classifier any more: these are due as before, and nobody waits for them."""
    tokens = {item.id: item.claim for item in claimed}
    with writing() as session:
        for comment in session.scalars(_to_move(Comment.id.in_(tokens))):
            if comment.score_claim == tokens[comment.id]:
                comment.score_claim = None
                comment.score_due_at = now()
        for comment_id in tokens:
            _wake_waiting(session, comment_id)


def retry_failed(sites: Sites = None) -> int:
    """A classifier is there again: what was set aside is due at once, and not when its time comes."""
    failed = Comment.score_error.is_not(None) & Comment.score_claim.is_(None)
    moment = now()
    later = _of_sites(Comment.score_due_at > moment, sites)
    retried, found = 0, MOST_RETRIED
    while found == MOST_RETRIED:
        with writing() as session:
            comments = session.scalars(_to_move(failed, later).limit(MOST_RETRIED)).all()
            for comment in comments:
                comment.score_due_at = moment
        found = len(comments)
        retried += found
    return retried


def free_claims_of_the_dead() -> int:
    """Make due at once what a process that is no longer there had claimed on this machine."""
    freed = 0
    with writing() as session:
        for comment in session.scalars(
            select(Comment).where(Comment.score_claim.is_not(None), Comment.score_due_at > now())
        ):
            if claims.is_dead(str(comment.score_claim)):
                comment.score_claim = None
                comment.score_due_at = now()
                freed += 1
    return freed


def _due(sites: Sites) -> ColumnElement[bool]:
    return _of_sites(Comment.score_due_at <= now(), sites)


def _of_sites(condition: ColumnElement[bool], sites: Sites) -> ColumnElement[bool]:
    return condition if sites is None else condition & Comment.site_id.in_(sites)


def _to_move(*conditions: ColumnElement[bool]) -> Select[tuple[Comment]]:
    """Comments whose turn is to be moved; one that another transaction has in hand is left alone."""
    found = select(Comment).where(*conditions)
    return found.with_for_update(skip_locked=True, key_share=True)


def _still_ours(comment: Comment, claimed: Claimed) -> bool:
    return comment.score_claim == claimed.claim and comment.revision == claimed.revision


def _wake_waiting(session: Session, comment_id: UUID) -> None:
    after_commit(session, lambda: wake.comment_scored(comment_id))


def _store(session: Session, comment: Comment, model: Model, scored: Scored) -> None:
    score = Score(
        comment_id=comment.id,
        revision=comment.revision,
        model=model.name,
        model_revision=model.revision,
        risk=risk(scored.scores),
        language=scored.language,
        quoted=None if scored.quoted is None else dict(scored.quoted),
        **scored.scores,
    )
    session.add(score)
    session.flush()
    comment.score_id = score.id
    comment.scored_revision = comment.revision
    comment.risk, comment.top_label = score.risk, top_label(scored.scores)
    comment.language = score.language
    comment.score_due_at = comment.score_claim = comment.score_error = None
    comment.score_attempts = 0


def _pass_on(
    session: Session, article: Article, comment: Comment, scored: Scored, first: bool
) -> None:
    """Let the rules decide what is theirs to decide: nothing that a person decided or took up."""
    if not _rules_may_decide(comment):
        return
    site = site_of(comment.site_id)
    facts = gather(session, comment, scored.scores, scored.words)
    mode = effective_mode(site, article)
    verdict = verdict_on(site.rules, facts, scored.unread, mode)
    if verdict.then == "approve":
        verdict = why_waits(session, comment) or verdict
    if comment.status == Status.PENDING:
        _propose(session, article, comment, verdict, By.RULE)
    elif mode == "post" and first and verdict.then != "approve":
        _propose(session, article, comment, verdict, By.FIRST_SCORING)


def _rules_may_decide(comment: Comment) -> bool:
    decided_by_person = comment.reviewed_revision == comment.revision
    return (
        comment.rules_apply
        and not decided_by_person
        and comment.escalated_at is None
        and comment.status in (Status.PENDING, Status.APPROVED)
    )


def _propose(
    session: Session, article: Article, comment: Comment, verdict: Verdict, by: By
) -> None:
    held_already = comment.status == Status.PENDING and comment.held_because is not None
    if verdict.then == "hold" and held_already:
        comment.held_because = {"rule": verdict.rule, "facts": dict(verdict.facts)}
        # No decision comes of it: for the history it is kept with the score that it judged.
        session.get_one(Score, comment.score_id).verdict = {"then": "hold"} | comment.held_because
        return
    actor = Actor("rule", verdict.rule)
    change(session, article, comment, Action(verdict.then), by, actor, verdict=verdict)
