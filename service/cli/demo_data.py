"""`belowline demo-data`: readers' comments under the articles of `/demo`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import click
from flask import current_app
from sqlalchemy import select

from models.articles import Article
from models.comments import Comment
from models.database import db, now, writing
from models.decisions import Decision
from models.sites import DEFAULT_SITE
from moderation.classifier import ClassifierUnavailable
from moderation.status import Action
from service.cli.database import opened
from service.flow.count import seen_differently
from service.flow.decide import PEOPLE, Actor, Wanted, decide, locked
from service.flow.receive import Draft, receive
from service.flow.scorer import Scorer
from service.flow.sites import find_site
from service.jobs.work import score_due
from service.pages.demo import ARTICLES
from service.pages.demo_comments import COMMENTS, SampleComment
from service.settings import Settings

EDITOR = Actor("moderator", "the demonstration’s editor")
EDITORS_WAIT = timedelta(minutes=4)
"""How long each of the editor's decisions took, in the story that the demonstration tells."""

SCORING_SECONDS = 60.0
TITLES = {article.id: article.title for article in ARTICLES}
ANSWERED = {sample["parent"] for sample in COMMENTS}


@click.command("demo-data")
def demo_data() -> None:
    """Post the comments of the demonstration, as readers would; those that are there stay."""
    with opened() as settings:
        number = make_demo_data(settings)
    click.echo(f"{number} comments were posted." if number else "All of it is there already.")


def make_demo_data(settings: Settings) -> int:
    """Post what is missing, let the classifier and the rules judge it, and make it look its age.

    Returns how many comments were posted. Raises `ClassifierUnavailable`, and `Refused` when the
    default site takes no comments.
    """
    site = find_site(DEFAULT_SITE)
    if site is None:
        raise click.ClickException("There is no default site: run `belowline db upgrade`.")
    score = _scoring(settings)
    ids: dict[str | None, UUID | None] = {None: None}
    tokens: dict[str, str] = {}
    posted = 0
    for sample in sorted(COMMENTS, key=lambda sample: -sample["age_minutes"]):
        known = _find(sample)
        if known is None:
            author = sample["author"]
            received = receive(
                site, _draft(sample, ids[sample["parent"]]), token=tokens.get(author)
            )
            known, tokens[author] = received.comment.id, received.token
            score(known)
            _age(sample, known)
            posted += 1
        ids[sample["key"]] = known
    return posted


def _scoring(settings: Settings) -> Callable[[UUID], None]:
    """Scores what is due until a comment has its score, beside a server's own scoring."""
    scorer = Scorer(
        settings.model,
        plain=settings.plain_classifier,
        cache=settings.models,
        reads=settings.model_languages,
    )
    if not scorer.load():
        raise ClassifierUnavailable(settings.model, scorer.reason or "unknown")
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def in_context(job: Callable[[], object]) -> object:
        with app.app_context():
            return job()

    def score(comment_id: UUID) -> None:
        end = time.monotonic() + SCORING_SECONDS
        scored = select(Comment.scored_revision).where(Comment.id == comment_id)
        while in_context(lambda: db.session.scalar(scored)) is None:
            if time.monotonic() > end:
                raise click.ClickException("The classifier did not score a comment in a minute.")
            if not in_context(lambda: score_due(scorer, in_context)):
                time.sleep(0.1)

    return score


def _find(sample: SampleComment) -> UUID | None:
    return db.session.scalar(
        select(Comment.id)
        .join(Article, Article.id == Comment.article_id)
        .where(
            Article.external_id == sample["article"],
            Comment.author_name == sample["author"],
            Comment.body == sample["body"],
        )
    )


def _draft(sample: SampleComment, parent_id: UUID | None) -> Draft:
    return Draft(
        article=sample["article"],
        article_title=TITLES[sample["article"]],
        body=sample["body"],
        author_name=sample["author"],
        parent_id=parent_id,
    )


def _age(sample: SampleComment, comment_id: UUID) -> None:
    """Let the editor see what will be answered (only what is approved can be), and time pass."""
    if sample["key"] in ANSWERED:
        decide([Wanted(comment_id)], Action.APPROVE, EDITOR)
    _backdate(comment_id, timedelta(minutes=sample["age_minutes"]))


def _backdate(comment_id: UUID, age: timedelta) -> None:
    """Move a comment and the decisions about it into the past."""
    with writing() as session:
        article, comment = locked(session, [comment_id])[comment_id]
        comment.created_at = now() - age
        comment.waits_since = comment.waits_since and comment.created_at
        article.created_at = min(article.created_at, comment.created_at)
        about = select(Decision).where(Decision.comment_id == comment_id)
        for decision in session.scalars(about):
            wait = EDITORS_WAIT if decision.actor_kind in PEOPLE else timedelta(0)
            decision.created_at = comment.created_at + wait
        seen_differently(session, article)
