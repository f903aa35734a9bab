"""`belowline rescore`: comments that the present model is to read again."""

from __future__ import annotations

from collections.abc import Mapping

import click
from sqlalchemy import Select, select, update

from models.articles import Article
from models.comments import Comment
from models.database import db, now, writing
from moderation.status import Status
from service.cli.database import opened, site_named

COMMENTS_AT_ONCE = 2000
RESCORE_PRIORITY = 1
"""Behind the comments that readers wait for."""


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
