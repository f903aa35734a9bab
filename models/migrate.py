"""Brings a database up to date, and tells whether it is.

Two processes may call `upgrade` at the same moment: the second waits until the first is done and
then finds nothing left to do. On PostgreSQL an advisory lock sees to that, on SQLite the write
lock of the whole file; either way all migrations are one transaction, so a failed one leaves the
database as it was.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Engine, create_engine, pool
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import OperationalError

import models
from models.database import Base, UtcDateTime, prepare_engine

FOLDER = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x_BE_10_11_11_E
"""The number under which PostgreSQL keeps "somebody migrates Belowline here"."""

LOCK_TIMEOUT = "5s"
"""How long a migration may wait for a table that running processes use, before it gives up."""

WAL_PATIENCE_S = 10.0


class NewerDatabase(Exception):
    """The database was migrated by a later Belowline, which knows things that this one does not."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is of a newer Belowline (its migration {revision} is not known here): "
            "use that version, or restore a backup made before it."
        )


def upgrade(url: str) -> None:
    """Create or update every table of the database at `url` (for SQLAlchemy).

    Raises `NewerDatabase` where there is nothing that this program could do, and SQLAlchemy's `OperationalError` when the database cannot be reached, or when running
    processes keep a table locked for longer than `LOCK_TIMEOUT`.
    """
    file = _file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    with opened(url) as connection:
        _refuse_newer(_heads(connection))
        command.upgrade(_config(connection), "head")


def is_current(url: str) -> bool:
    """Whether the database has every migration that this program knows.

    Raises `NewerDatabase` where it has others.
    """
    file = _file(url)
    if file is not None and not file.exists():
        return False  # looking would create it
    with _reading(url) as connection:
        _refuse_newer(_heads(connection))
        return has_all_migrations(connection)


def has_all_migrations(connection: Connection) -> bool:
    """The same over an open connection."""
    return _heads(connection) == _newest()


def drift(url: str) -> list[str]:
    """The differences between the models and a migrated database, in words; none is good."""
    _load_models()
    with _reading(url) as connection:
        context = MigrationContext.configure(connection, opts=compared())
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection that may migrate: alone, in one transaction, committed at the end."""
    with _engine(url) as engine, _connect(engine) as plain:
        connection = plain.execution_options(writing=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            yield connection


def compared() -> dict[str, Any]:
    """How Alembic sets the models against a database, and writes a new migration from that."""
    _load_models()
    return {
        "target_metadata": Base.metadata,
        "compare_type": True,
        "render_item": _render,
        "render_as_batch": True,
    }


def _load_models() -> None:
    for module in iter_modules(models.__path__):
        if not module.ispkg:
            import_module(f"models.{module.name}")


def _render(kind: str, item: Any, autogen: Any) -> str | bool:
    """Our own types as plain SQLAlchemy: a migration imports no model."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON) and not isinstance(item, JSONB):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine(_with_driver(url), poolclass=pool.NullPool)
    prepare_engine(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def _connect(engine: Engine) -> Connection:
    """A connection, waited for while another process turns a new SQLite file to WAL.

    SQLite answers "locked" at once there, whatever the busy timeout.
    """
    end = time.monotonic() + WAL_PATIENCE_S
    while True:
        try:
            return engine.connect()
        except OperationalError as error:
            if "database is locked" not in str(error.orig) or time.monotonic() > end:
                raise
            time.sleep(0.02)


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    with _engine(url) as engine, _connect(engine) as connection:
        yield connection


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _heads(connection: Connection) -> frozenset[str]:
    return frozenset(MigrationContext.configure(connection).get_current_heads())


def _refuse_newer(done: frozenset[str]) -> None:
    for revision in sorted(done - _known()):
        raise NewerDatabase(revision)


@cache
def _known() -> frozenset[str]:
    scripts = ScriptDirectory(str(FOLDER)).walk_revisions()
    return frozenset(script.revision for script in scripts)


@cache
def _newest() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(FOLDER)).get_heads())


def _with_driver(url: str) -> URL:
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _file(url: str) -> Path | None:
    """The file of a SQLite database; None for a server's."""
    parsed = make_url(url)
    on_disk = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(on_disk) if on_disk else None
