"""Pages of the queue: in order, by indexes alone, and none twice while the queue moves."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from models.comments import urgency
from models.database import db, now
from service.flow import find
from service.flow.filters import STATES, Filters
from service.flow.find import SORTS
from service.flow.review import totals
from tests.service.flow.conftest import emptied
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import Newsroom

Query = tuple[str, Any]
SHORT = [state for state in STATES if STATES[state].short]
LONG = [state for state in STATES if state not in SHORT]


def _ids(cursor: str | None = None, limit: int = 50, **filters: Any) -> find.Found:
    return find.page(db.session(), Filters(**filters), limit, cursor)


MOVES = st.lists(st.sampled_from(["post", "score", "approve", "hold", "flag"]), max_size=4)


@pytest.mark.parametrize("sort", SORTS)
def test_a_walk_meets_what_stays_once_while_others_come_and_go(room: Newsroom, sort: str) -> None:
    """Whatever arrives, is decided or moves between two pages, what stays put is given once."""

    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    @given(st.lists(MOVES, min_size=4, max_size=4), st.randoms(use_true_random=False))
    def walk(between: list[list[str]], chance: random.Random) -> None:
        newsroom = emptied()
        risks = {newsroom.post(): chance.choice([0.2, 0.5, 0.9]) for _ in range(8)}
        newsroom.score(of=risks)
        staying, moving = set(list(risks)[::2]), list(risks)[1::2]
        seen: list[UUID] = []
        cursor, first = None, True
        while first or cursor:
            first = False
            found = _ids(cursor, 3, sort=sort)
            seen, cursor = seen + found.ids, found.next_cursor
            for move in between.pop() if between else []:
                _move(newsroom, move, moving, chance)
        of_those = [id_ for id_ in seen if id_ in staying]
        assert sorted(of_those) == sorted(staying)

    walk()


def _move(room: Newsroom, move: str, ids: list[UUID], chance: random.Random) -> None:
    if move == "post":
        ids.append(room.post())
    elif move == "score":
        room.score(chance.choice([0.1, 0.5, 0.9]))
    elif move == "approve":
        room.approve(chance.choice(ids))
    elif move == "hold":
        room.hold(chance.choice(ids))
    elif move == "flag":
        shown = [id_ for id_ in ids if room.row(id_).status == "approved"]
        if shown:
            room.flag(shown[0])


@pytest.fixture(scope="module")
def crowded(shared_app: Flask) -> Iterator[Newsroom]:
    """Two sites with thousands of comments held, approved and rejected, a few of them flagged."""
    with shared_app.app_context():
        room, other = emptied(), Newsroom("gazette")
        for newsroom, number in ((room, 1500), (other, 500)):
            chance = random.Random(number)
            for name, values in VALUES.items():
                fill(newsroom.site.id, name, number, 0, **_drawn(chance, values))
        yield room
        db.session.remove()


VALUES: dict[str, dict[str, Any]] = {
    "held": {"status": "pending", "scored_revision": 1, "risk": 0.5, "urgency": urgency(1, 0.5)},
    "approved": {"status": "approved", "reviewed_revision": 1},
    "unreviewed": {"status": "approved", "risk": 0.1, "urgency": urgency(1, 0.1)},
    "rejected": {"status": "rejected", "scored_revision": 1, "risk": 0.9, "urgency": 10.9},
}


def _drawn(chance: random.Random, values: dict[str, Any]) -> dict[str, Any]:
    return values | {"created_at": now(), "open_flags": 0, "votes_up": chance.randint(0, 3)}


@contextmanager
def _recorded() -> Iterator[list[Query]]:
    queries: list[Query] = []

    def record(_conn: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if "comments" in statement and statement.lstrip().startswith("SELECT"):
            queries.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", record)
    try:
        yield queries
    finally:
        event.remove(db.engine, "before_cursor_execute", record)


def _reads(state: str, sort: str, **site: UUID) -> list[Query]:
    """The questions of the first three pages."""
    with _recorded() as queries:
        cursor = None
        for _ in range(3):
            found = _ids(cursor, 20, state=state, sort=sort, **site)
            cursor = found.next_cursor
            if cursor is None:
                break
    return queries


@pytest.mark.parametrize("sites", ["one site", "all sites"])
@pytest.mark.parametrize("state", LONG)
def test_no_page_sorts_or_walks_the_table(crowded: Newsroom, state: str, sites: str) -> None:
    """In each order, on the first pages and on later ones, of one site and of all of them."""
    site = {"site_id": crowded.site.id} if sites == "one site" else {}
    plan = _steps_of_sqlite if db.engine.dialect.name == "sqlite" else _steps_of_postgres
    for sort in SORTS:
        for query in _reads(state, sort, **site):
            plan(query)


def _steps_of_sqlite(query: Query) -> None:
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).all()
    steps = [str(row[3]) for row in rows]
    said = "\n".join([query[0], *steps])
    few = "ix_comments_unscored"  # a partial index, in order
    assert not [s for s in steps if s.startswith("SCAN") and few not in s], said
    assert not [s for s in steps if "TEMP B-TREE" in s], said


def _steps_of_postgres(query: Query) -> None:
    with db.engine.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {query[0]}", query[1])
        plan = explained.scalar_one()[0]["Plan"]
    said = query[0] + json.dumps(plan, indent=1)
    for node in _nodes(plan):
        assert node["Node Type"] != "Seq Scan", said
        if node["Node Type"] in {"Sort", "Incremental Sort"}:
            assert node["Plan Rows"] < 100, said


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


@pytest.mark.parametrize("state", SHORT)
def test_what_is_short_is_found_by_an_index_of_its_own(crowded: Newsroom, state: str) -> None:
    """How many are escalated or flagged is counted without looking at what is neither."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL goes by what it knows of the rows; SQLite by the indexes alone")
    with _recorded() as queries:
        find.count(db.session(), [Filters(state=state)])
    query = queries[-1]
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).all()
    assert f"ix_comments_{state}" in str(rows)


@pytest.mark.parametrize("state", STATES)
def test_totals_are_those_of_the_pages(crowded: Newsroom, state: str) -> None:
    """Of one site and of all of them."""
    for site_id in (None, crowded.site.id):
        found = _ids(None, 1500, state=state, site_id=site_id)
        number = len(found.ids)
        while found.next_cursor:
            found = _ids(found.next_cursor, 1500, state=state, site_id=site_id)
            number += len(found.ids)
        assert totals(Filters(site_id=site_id))[state] == number


ANSWERS: dict[str, Callable[[Newsroom], dict[str, Any]]] = {
    "sites that are not there": lambda _: {"sites": frozenset()},
    "another's site": lambda room: {
        "sites": frozenset({room.site.id}),
        "site_id": UUID(int=1),
    },
}


@pytest.mark.parametrize("what", ANSWERS)
def test_nothing_is_found_where_nothing_may_be_seen(crowded: Newsroom, what: str) -> None:
    """In no state and no order."""
    filters = ANSWERS[what](crowded)
    for state in STATES:
        for sort in SORTS:
            assert _ids(state=state, sort=sort, **filters).ids == []
    assert set(totals(Filters(**filters)).values()) == {0}


def test_many_sites_are_found_together(crowded: Newsroom) -> None:
    """Some of many, more than are walked apart, in the order of all."""
    rooms = [Newsroom(f"paper {number}") for number in range(find.MOST_SITES_APART + 2)]
    ids = [room.post() for room in rooms]
    sites = frozenset(room.site.id for room in rooms)
    for sort in SORTS:
        found = _ids(state="unscored", sort=sort, sites=sites).ids
        assert found == (ids if sort == "oldest" else ids[::-1]), sort
        few = _ids(state="unscored", sort=sort, sites=frozenset(list(sites)[:3])).ids
        assert len(few) == 3
    found = _ids(state="unreviewed", sites=frozenset({*sites, crowded.site.id})).ids
    assert len(found) == 50
