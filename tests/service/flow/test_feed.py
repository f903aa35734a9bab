"""What a feed costs does not depend on how many comments there are."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, insert, text

from models.database import db, writing
from models.decisions import Decision
from service.flow import feed
from service.flow.articles import find_article
from service.flow.show import Rows
from service.flow.sites import SiteFacts
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import Newsroom

Query = tuple[str, Any]
INDEX = {"article": "ix_comments_article", "site": "ix_comments_queue"}


@pytest.fixture(scope="module")
def sites(shared_app: Flask) -> Iterator[list[SiteFacts]]:
    """A site whose comments are the oldest, and one with as many twenty times since."""
    with shared_app.app_context():
        old, busy = Newsroom("old").site, Newsroom("busy").site
        _approve(old.id, fill(old.id, "a", 300, 0))
        for article in "abcd":
            _approve(busy.id, fill(busy.id, article, 1000, 500))
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect() as connection:
                connection.execute(text("ANALYZE"))
        yield [old, busy]
        db.session.remove()


def _approve(site_id: UUID, ids: list[UUID]) -> None:
    """Write down that a rule approved each comment."""
    said: dict[str, Any] = {
        "site_id": site_id, "action": "approve", "from_status": "pending", "to_status": "approved",
        "version": 2, "revision": 1, "actor_kind": "rule", "actor_name": "clean", "before": {},
    }  # fmt: skip
    with writing() as session:
        session.execute(insert(Decision), [said | {"comment_id": each} for each in ids])


def _read(what: str, site: SiteFacts) -> Callable[[], Rows]:
    if what == "site":
        return lambda: feed.of_site(site.id)
    article = find_article(site.id, "a")
    assert article is not None
    return lambda: feed.of_article(article.id)


@contextmanager
def _recorded() -> Iterator[list[Query]]:
    queries: list[Query] = []

    def record(_conn: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if "FROM" in statement:
            queries.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", record)
    try:
        yield queries
    finally:
        event.remove(db.engine, "before_cursor_execute", record)


@pytest.mark.parametrize("what", INDEX)
@pytest.mark.parametrize("which", [0, 1], ids=["a site of the past", "a busy site"])
def test_an_index_gives_the_newest_alone(sites: list[SiteFacts], what: str, which: int) -> None:
    """One query, by an index over owner, status and id, without a sort, that reads 50 comments."""
    read = _read(what, sites[which])
    with _recorded() as queries:
        rows = read()
    [query] = queries

    assert len(rows) == feed.MOST
    assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
    plan = _plan_of_sqlite if db.engine.dialect.name == "sqlite" else _plan_of_postgres
    plan(query, INDEX[what])


def test_the_last_decision_is_found_by_its_index(sites: list[SiteFacts]) -> None:
    """The time of a site's last decision is one step in an index."""
    with _recorded() as queries:
        assert feed.last_decided(sites[0].id) is not None
    [query] = queries

    with db.engine.connect() as connection:
        explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
        said = str(connection.exec_driver_sql(f"{explain} {query[0]}", query[1]).all())
    assert "ix_decisions_site" in said, said


def _plan_of_sqlite(query: Query, index: str) -> None:
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).all()
    steps = [str(row[3]) for row in rows]
    assert [step for step in steps if "SEARCH comments" in step and index in step], steps
    assert not [step for step in steps if "TEMP B-TREE" in step or "SCAN" in step], steps


def _plan_of_postgres(query: Query, index: str) -> None:
    with db.engine.connect() as connection:
        explained = connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {query[0]}", query[1]
        )
        plan = explained.scalar_one()[0]["Plan"]
    said = json.dumps(plan, indent=1)
    nodes = list(_nodes(plan))
    assert index in [node.get("Index Name") for node in nodes], said
    assert "Sort" not in [node["Node Type"] for node in nodes], said
    for node in (node for node in nodes if node.get("Relation Name") == "comments"):
        touched = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        assert touched * node["Actual Loops"] <= 2 * feed.MOST, said


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)
