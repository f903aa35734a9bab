"""What moderating costs others: restrictions one look at a score, batches few queries a comment."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from models.database import db
from moderation.status import Action
from service.flow.batch import Chosen, preview, undo_batch, work_off
from service.flow.decide import Wanted
from tests.service.flow.newsroom import CLEAN, KIM, RUDE, Newsroom

HOME = "1" * 64
ADDRESSES = "banned_addresses"
KEPT = re.compile(r"FROM (sites|rules)\b")
"""What a process asks again after a second, whoever does what."""

Query = tuple[str, Any]


@contextmanager
def recorded() -> Iterator[list[Query]]:
    """Every statement of the block, with its values."""
    queries: list[Query] = []

    def record(_conn: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        queries.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", record)
    try:
        yield queries
    finally:
        event.remove(db.engine, "before_cursor_execute", record)


def post(room: Newsroom, own: UUID) -> None:
    room.receive(token=room.tokens[own], address_hash=HOME)


WRITES: dict[str, Callable[[Newsroom, UUID], object]] = {
    "post": post,
    "edit": lambda room, own: room.edit(own),
    "vote": lambda room, own: room.vote(own, 1, room.tokens[own]),
    "flag": lambda room, own: room.flag(own, room.tokens[own]),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_write_looks_for_no_restriction(room: Newsroom, write: str) -> None:
    """Whoever writes, with bans all around, asks as many queries as on a site that knows none."""

    def queries() -> list[Query]:
        own = room.approved()
        with recorded() as found:
            WRITES[write](room, own)
        return found

    assert room.site  # looked up before, as in a process that runs
    queries()
    without = queries()
    room.restrict(room.approved())
    assert len(queries()) == len(without)
    assert not [each for each, _ in without if ADDRESSES in each or " restrictions" in each]


@pytest.mark.parametrize(("risk", "looks"), [(CLEAN, 1), (RUDE, 0)])
def test_a_score_looks_once_and_only_before_an_approval(
    room: Newsroom, risk: float, looks: int
) -> None:
    """What waits anyway needs no further reason."""
    room.receive(address_hash=HOME)
    with recorded() as queries:
        room.score(risk)
    assert len([each for each, _ in queries if ADDRESSES in each]) == looks


def plan(query: Query) -> str:
    """How the database would answer a query, in its own words."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).all()
            return "\n".join(str(step[3]) for step in steps)
        # So few rows would else be read as they lie.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        return "\n".join(connection.exec_driver_sql(f"EXPLAIN {query[0]}", query[1]).scalars())


def test_an_index_finds_an_address(room: Newsroom) -> None:
    """However many are kept, one place of one index says whether this is among them."""
    room.receive(address_hash=HOME)
    with recorded() as queries:
        room.score(CLEAN)
    [query] = [each for each in queries if ADDRESSES in each[0]]
    assert "ix_banned_addresses_site" in plan(query)


def test_an_index_finds_a_branch(room: Newsroom) -> None:
    """From each comment straight to its replies, however many the article has."""
    root = room.approved()
    room.held(under=root)
    with recorded() as queries:
        assert preview(Chosen(branch=root), Action.REJECT).count == 2
    [query] = [each for each in queries if "RECURSIVE" in each[0]]
    assert "ix_comments_replies" in plan(query)


def test_a_batch_asks_little_for_each_comment(room: Newsroom) -> None:
    """Its log, parents and locks are read for all at once; what is asked one by one is a write."""
    small, large = ([room.approved() for _ in range(number)] for number in (2, 12))

    def reads(ids: list[UUID]) -> int:
        with recorded() as queries:
            made = work_off(Chosen(tuple(map(Wanted, ids))), Action.REJECT, KIM)
            undo_batch(made.batch.id, KIM)
        asked = [each for each, _ in queries if each.startswith(("SELECT", "WITH"))]
        return len([each for each in asked if not KEPT.search(each)])

    assert reads(large) == reads(small)
