"""What a page costs does not depend on how much there is besides it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from models.database import db
from service.flow import show
from service.flow.articles import ArticleFacts, find_article
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import Newsroom

Query = tuple[str, Any]
Read = Callable[["Thread"], object]


@dataclass(frozen=True)
class Thread:
    """An article, and the ids of its comments in order: roots, then replies to the first."""

    article: ArticleFacts
    ids: list[UUID]

    def page(self, sort: str, cursor: str | None = None, around: UUID | None = None) -> show.Page:
        return show.page(self.article, sort, 20, cursor, around)


@pytest.fixture(scope="module")
def threads(shared_app: Flask) -> Iterator[dict[str, Thread]]:
    """A thread of 10,000 comments and one of 10, among 2,000 of other articles before and after."""
    with shared_app.app_context():
        site = Newsroom().site
        filled = {}
        for name, roots, replies in (
            ("before", 500, 500), ("large", 4000, 6000), ("small", 4, 6), ("after", 500, 500),
        ):  # fmt: skip
            ids = fill(site.id, name, roots, replies)
            article = find_article(site.id, name)
            assert article is not None
            filled[name] = Thread(article, ids)
        yield filled
        db.session.remove()


def _next_of(sort: str, times: int) -> Read:
    def read(thread: Thread) -> object:
        page = thread.page(sort)
        for _ in range(times):
            page = thread.page(sort, page.next_cursor)
        return page

    return read


def _and_back(sort: str) -> Read:
    def read(thread: Thread) -> object:
        return thread.page(sort, thread.page(sort, thread.page(sort).next_cursor).prev_cursor)

    return read


READS: dict[str, Read] = {
    "oldest": lambda thread: thread.page("oldest"),
    "newest": lambda thread: thread.page("newest"),
    "top": lambda thread: thread.page("top"),
    "oldest, further": _next_of("oldest", 3),
    "newest, further": _next_of("newest", 3),
    "top, further": _next_of("top", 3),
    "oldest, back": _and_back("oldest"),
    "newest, back": _and_back("newest"),
    "top, back": _and_back("top"),
    "around a root": lambda thread: thread.page("top", around=thread.ids[2]),
    "around a reply": lambda thread: thread.page("oldest", around=thread.ids[-1]),
    "replies": lambda thread: show.replies(thread.ids[0], 20, None),
    "one with its ancestors": lambda thread: show.ancestors(_found(show.one(thread.ids[-1]))),
}


def _found(row: Any) -> Any:
    assert row is not None
    return row


@contextmanager
def _recorded() -> Iterator[list[Query]]:
    queries: list[Query] = []

    def record(_conn: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            queries.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", record)
    try:
        yield queries
    finally:
        event.remove(db.engine, "before_cursor_execute", record)


def _queries_of(read: Read, thread: Thread) -> list[Query]:
    with _recorded() as queries:
        read(thread)
    return queries


@pytest.mark.parametrize("name", READS)
def test_a_large_thread_needs_no_more_queries_than_a_small_one(
    threads: dict[str, Thread], name: str
) -> None:
    """The number of queries of a page is the same for 10 comments and for 10,000."""
    small, large = (len(_queries_of(READS[name], threads[size])) for size in ("small", "large"))
    assert large <= small


@pytest.mark.parametrize(
    ("name", "most"),
    [("oldest", 2), ("newest", 2), ("top", 2), ("replies", 3), ("around a reply", 6)],
)
def test_a_page_needs_few_queries(threads: dict[str, Thread], name: str, most: int) -> None:
    """Roots and their first replies are two queries, however many there are."""
    assert len(_queries_of(READS[name], threads["large"])) <= most


@pytest.mark.parametrize("name", READS)
def test_every_query_of_a_page_is_answered_by_an_index(
    threads: dict[str, Thread], name: str
) -> None:
    """No query walks the table or an index that holds more than the thread, and none sorts it."""
    plan = _plan_of_sqlite if db.engine.dialect.name == "sqlite" else _plan_of_postgres
    for query in _queries_of(READS[name], threads["large"]):
        plan(query)


@pytest.mark.parametrize("name", READS)
def test_a_page_reads_about_as_many_rows_as_it_shows(threads: dict[str, Thread], name: str) -> None:
    """On PostgreSQL no plan of a page touches more than some hundred rows of the 12,010."""
    if db.engine.dialect.name != "postgresql":
        return
    for query in _queries_of(READS[name], threads["large"]):
        for node in _nodes(_explain(query, "ANALYZE, FORMAT JSON")):
            touched = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            assert touched * node["Actual Loops"] <= 300, json.dumps(node, indent=1)


def _plan_of_sqlite(query: Query) -> None:
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).all()
    steps = [str(row[3]) for row in rows]
    said = "\n".join([query[0], *steps])
    assert not [step for step in steps if step.startswith("SCAN comments")], said
    few = "above" in query[0] or " JOIN " in query[0]  # the ancestors; the page's first replies
    assert few or not [step for step in steps if "TEMP B-TREE" in step], said
    for step in steps:
        if step.startswith("SEARCH comments"):
            assert any(index in step for index in INDEXES), said


INDEXES = (
    "ix_comments_roots", "ix_comments_top", "ix_comments_thread", "ix_comments_branch",
    "sqlite_autoindex_comments_1", "pk_comments",
)  # fmt: skip


def _plan_of_postgres(query: Query) -> None:
    plan = _explain(query, "FORMAT JSON")
    said = json.dumps(plan, indent=1)
    for node in _nodes(plan):
        assert node["Node Type"] != "Seq Scan", said
        if "Index Name" in node:
            assert node["Index Name"] in INDEXES, said
            assert node["Index Cond"], said
            assert node["Index Name"] != "pk_comments" or "(id = " in node["Index Cond"], said
        if node["Node Type"] == "Sort":
            assert node["Plan Rows"] < 300, said


def _explain(query: Query, how: str) -> dict[str, Any]:
    with db.engine.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN ({how}) {query[0]}", query[1])
        plan: dict[str, Any] = explained.scalar_one()[0]["Plan"]
        return plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)
