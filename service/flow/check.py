"""Verifies, in one snapshot, that all the database says about itself agrees. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from models.articles import Article
from models.batches import Batch
from models.comments import Comment
from models.database import db
from models.decisions import Decision
from models.deliveries import Delivery
from models.endpoints import Endpoint
from models.events import Event
from models.flags import Flag
from models.leases import Lease
from models.restrictions import Restriction
from models.scores import Score
from models.sites import Site
from models.votes import Vote
from service.flow.delivery_invariants import delivery_rules
from service.flow.invariants import Rule, all_rules
from service.flow.list_invariants import SENTENCES, broken_lists
from service.flow.moderation_invariants import moderation_rules
from service.flow.queue_invariants import queue_rules

TABLES = (
    *(Site, Article, Comment, Decision, Batch, Restriction),
    *(Lease, Score, Vote, Flag, Event, Endpoint, Delivery),
)


@dataclass(frozen=True)
class Difference:
    """One place where the database contradicts itself."""

    sentence: str
    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}; found {self.found}, expected {self.expected}"


@dataclass(frozen=True)
class Checked:
    """What was looked at (rows by table), and all that was wrong."""

    rows: dict[str, int]
    rules: int
    differences: list[Difference]


def check() -> Checked:
    """Check the whole database in one snapshot, while others may go on writing."""
    with db.engine.connect() as plain:
        connection = plain
        if plain.dialect.name == "postgresql":
            connection = plain.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        # On SQLite, the transaction that the first query opens is the snapshot.
        return check_over(connection)


def check_over(connection: Connection) -> Checked:
    """The same as this connection's transaction sees it."""
    rows = {table.__tablename__: _count(connection, table) for table in TABLES}
    rules = [*all_rules(), *delivery_rules(), *moderation_rules(), *queue_rules()]
    differences = [found for rule in rules for found in _differences(connection, rule)]
    differences += [Difference(*broken) for broken in broken_lists(connection)]
    number = len(rules) + len(SENTENCES)
    return Checked(rows, number, differences + _damage(connection))


def _count(connection: Connection, table: type[Any]) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _differences(connection: Connection, rule: Rule) -> Iterator[Difference]:
    noun = rule.table.__name__.lower()
    for subject, found, expected in connection.execute(rule.broken_by):
        yield Difference(rule.sentence, f"{noun} {subject}", str(found), str(expected))


def _damage(connection: Connection) -> list[Difference]:
    """What SQLite finds wrong with its own file; PostgreSQL looks after that by itself."""
    if connection.dialect.name != "sqlite":
        return []
    messages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    damage = [
        Difference("the file is sound", "database", str(message), "ok")
        for message in messages
        if message != "ok"
    ]
    return damage + [
        Difference(
            "a row refers to rows that exist", f"{table} row {row}", f"no such {other}", other
        )
        for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
