"""`belowline score` and `belowline rescore`: what the classifier says."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import click
from sqlalchemy import Select, select, update

from models.articles import Article
from models.comments import Comment
from models.database import db, now, writing
from moderation.classifier import load_classifier
from moderation.rules import risk
from moderation.status import Status
from service.cli.database import chosen, opened, site_named

TEXTS_AT_ONCE = 16
SHOWN = 48
COMMENTS_AT_ONCE = 2000
RESCORE_PRIORITY = 1
"""Behind the comments that readers wait for."""


@click.command()
@click.argument("texts", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def score(texts: tuple[str, ...], as_json: bool) -> None:
    """Print the labels that the configured model gives to TEXTS, each from 0 to 1.

    Without TEXTS, or with “-”, reads a text a line from standard input.

    A model other than the bundled one is exported first, once, and kept in BELOWLINE_INSTANCE/models.
    """
    settings = chosen()
    classifier = load_classifier(
        settings.model, plain=settings.plain_classifier, cache=settings.models
    )
    given = map(_readable, sys.stdin if texts in ((), ("-",)) else texts)
    if not as_json:
        click.echo("  ".join((*classifier.labels, "text")))
    for batch in _batches(given):
        for text, scores in zip(batch, classifier.score(batch), strict=True):
            click.echo(_as_json(text, scores) if as_json else _as_row(text, scores))


@click.command()
@click.option("--site", help="Only comments on this site.")
@click.option("--article", help="Only comments under this article.")
@click.option(
    "--state",
    type=click.Choice([str(status) for status in Status if status is not Status.DELETED]),
    help="Only comments that are so now.",
)
def rescore(site: str | None, article: str | None, state: str | None) -> None:
    """Have comments scored again, behind new ones, by the server's present model.

    What a person decided stays; what rules decide, they decide anew.
    """
    with opened():
        number = _mark_all(_chosen(site, article, state))
    click.echo(f"{number:,} comments will be scored again.")


def _readable(text: str) -> str:
    """A text as typed, without its line end; bytes that are no UTF-8 become question marks."""
    return text.rstrip("\r\n").encode("utf-8", "replace").decode()


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(texts)
    while batch := list(islice(remaining, TEXTS_AT_ONCE)):
        yield batch


def _as_json(text: str, scores: Mapping[str, float]) -> str:
    rounded = {label: round(value, 6) for label, value in scores.items()}
    scored = {"text": text, "scores": rounded, "risk": round(risk(scores), 6)}
    return json.dumps(scored, ensure_ascii=False)


def _as_row(text: str, scores: Mapping[str, float]) -> str:
    numbers = [f"{value:.3f}".rjust(len(label)) for label, value in scores.items()]
    line = " ".join(text.split())
    return "  ".join((*numbers, line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"))


def _chosen(site: str | None, article: str | None, state: str | None) -> Select[tuple[Comment]]:
    """The comments that were scored, and so can be scored again."""
    statement = select(Comment).where(
        Comment.score_due_at.is_(None), Comment.status != Status.DELETED
    )
    if site is not None:
        statement = statement.where(Comment.site_id == site_named(db.session(), site).id)
    if article is not None:
        of_article = select(Article.id).where(Article.external_id == article)
        statement = statement.where(Comment.article_id.in_(of_article))
    return statement if state is None else statement.where(Comment.status == state)


def _mark_all(wanted: Select[tuple[Comment]]) -> int:
    """Mark a few at a time, in order of id, so that no reader's comment waits long to be saved."""
    ids = wanted.with_only_columns(Comment.id).order_by(Comment.id)
    marked, last = 0, None
    while True:
        page = ids if last is None else ids.where(Comment.id > last)
        with writing() as session:
            found = session.scalars(page.limit(COMMENTS_AT_ONCE)).all()
            session.execute(update(Comment).where(Comment.id.in_(found)).values(**_again()))
        if not found:
            return marked
        marked, last = marked + len(found), found[-1]


def _again() -> Mapping[str, object]:
    return {
        "score_due_at": now(),
        "score_priority": RESCORE_PRIORITY,
        "score_attempts": 0,
        "score_error": None,
    }
