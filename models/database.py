"""The database: the base of all tables, ids, times, and the one way to write.

Reading is what a session does by itself. Writing happens only inside `writing()`, which opens
`BEGIN IMMEDIATE` on SQLite; any other transaction is opened read-only there, so that a write
outside `writing()` fails at once instead of deadlocking under load.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

BUSY_TIMEOUT_MS = 15_000

_one_writer = threading.Lock()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into what the database keeps (SQLite keeps no zone)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# None is the database's NULL, not JSON's null, so that IS NULL finds it.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: Json, list[str]: Json},
    )


# Objects stay readable after a commit: what was decided is shown without being read again.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def now() -> datetime:
    """The present moment in UTC, to the millisecond (what ids and answers carry)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id(after: UUID | None = None) -> UUID:
    """A UUIDv7 (RFC 9562, 5.7), later in order than `after` if that is given."""
    milliseconds = time.time_ns() // 1_000_000
    if after is not None:
        milliseconds = max(milliseconds, (after.int >> 80) + 1)
    random = secrets.randbits(74)
    version_and_random = 0x7 << 76 | (random >> 62) << 64
    variant_and_random = 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | version_and_random | variant_and_random)


@contextmanager
def writing() -> Iterator[Session]:
    """One writing transaction: committed at the end of the block, rolled back by an exception.

    What was read before is stale by then, and is read anew where it is touched again: an older
    copy would overwrite what others have committed since. Blocks do not nest.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("writing() does not nest: pass the session on instead")
    session.rollback()
    session.expire_all()
    session.info.update(writing=True, before_commit={}, after_commit=[])
    try:
        with _turn(session), _committed_or_rolled_back(session):
            session.connection(execution_options={"writing": True})
            yield session
    finally:
        callbacks = session.info.pop("after_commit")
        session.info["writing"] = False
    for callback in callbacks:
        callback()


def _turn(session: Session) -> AbstractContextManager[Any]:
    """Let the writers of this process queue where SQLite would let each sleep and try again.

    Its busy timeout knows no queue: under load the unlucky wait for seconds.
    """
    return _one_writer if session.get_bind().dialect.name == "sqlite" else nullcontext()


@contextmanager
def _committed_or_rolled_back(session: Session) -> Iterator[None]:
    try:
        yield
        for act, items in session.info["before_commit"].items():
            act(session, items)
        session.commit()
    except BaseException:
        session.rollback()
        raise


def before_commit(session: Session, act: Callable[[Session, list[T]], None], item: T) -> None:
    """Let `act` have this item, with all that it is given, at the end of this `writing()` block."""
    session.info["before_commit"].setdefault(act, []).append(item)


def after_commit(session: Session, callback: Callable[[], None]) -> None:
    """Run `callback` once the transaction of this `writing()` block is committed."""
    session.info["after_commit"].append(callback)


def prepare_engine(engine: Engine) -> None:
    """Give SQLite the durability and locking that Belowline relies on."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
