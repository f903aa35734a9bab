"""What restrictions cost those who are not restricted: nothing when they write, one look when scored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from models.database import db
from tests.service.flow.newsroom import CLEAN, RUDE, Newsroom

HOME = "1" * 64
ADDRESSES = "banned_addresses"
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


def test_an_index_answers(room: Newsroom) -> None:
    """However many addresses are kept, one place of one index says whether this is among them."""
    room.receive(address_hash=HOME)
    with recorded() as queries:
        room.score(CLEAN)
    [query] = [each for each in queries if ADDRESSES in each[0]]
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).all()
            said = "\n".join(str(step[3]) for step in steps)
            assert "INDEX ix_banned_addresses_site" in said
            assert "SCAN" not in said.replace("SCAN CONSTANT ROW", "")
        else:
            connection.exec_driver_sql("SET enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {query[0]}", query[1]).scalars().all()
            assert "ix_banned_addresses_site" in "\n".join(plan)
            connection.rollback()
