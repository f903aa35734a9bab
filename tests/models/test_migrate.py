"""A migrated database is what the models say, whoever migrates it and however many at once."""

import multiprocessing
import re
import sqlite3
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from psycopg.sql import SQL
from sqlalchemy import create_engine, inspect

from models.database import Base
from models.migrate import drift, is_current, upgrade
from tests.postgres import Postgres


def test_models_and_migrations_say_the_same(database_url: str) -> None:
    """Comparing the models with a migrated database finds no difference."""
    assert drift(database_url) == []


def test_the_migrated_schema_is_that_of_the_models_to_the_letter(tmp_path: Path) -> None:
    """On SQLite every table and index is, condition and check included, what the models create."""
    upgrade(f"sqlite:///{tmp_path / 'migrated.db'}")
    engine = create_engine(f"sqlite:///{tmp_path / 'created.db'}")
    Base.metadata.create_all(engine)
    engine.dispose()

    migrated = _schema(tmp_path / "migrated.db")
    migrated.pop("alembic_version")

    assert migrated == _schema(tmp_path / "created.db")


@pytest.mark.postgres
def test_postgres_has_the_partial_indexes_too(postgres: Postgres) -> None:
    """On PostgreSQL the same indexes are partial as in the models."""
    wanted = {
        str(index.name)
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["postgresql"]["where"] is not None
    }

    with postgres.fresh_database() as url:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        found = {
            index["name"]
            for table in Base.metadata.tables
            for index in inspect(engine).get_indexes(table)
            if index.get("dialect_options", {}).get("postgresql_where")
        }
        engine.dispose()

    assert found == wanted


def test_a_database_is_current_once_it_is_migrated(tmp_path: Path) -> None:
    """Asking about a database that is not there says no, and does not make it."""
    url = f"sqlite:///{tmp_path / 'folder' / 'new.db'}"

    assert not is_current(url)
    assert not (tmp_path / "folder").exists()
    upgrade(url)
    assert is_current(url)


def test_migrating_again_changes_nothing(database_url: str) -> None:
    """A database that is up to date stays as it is."""
    upgrade(database_url)

    assert is_current(database_url)
    assert drift(database_url) == []


@pytest.mark.slow
def test_processes_that_start_together_migrate_a_file_once(tmp_path: Path) -> None:
    """Four processes that migrate one new SQLite file at the same moment all succeed."""
    for number in range(3):
        _migrate_together(f"sqlite:///{tmp_path / str(number)}.db")


@pytest.mark.slow
@pytest.mark.postgres
def test_processes_that_start_together_migrate_a_server_once(postgres: Postgres) -> None:
    """Four processes that migrate one empty PostgreSQL database at the same moment all succeed."""
    postgres.execute(SQL("CREATE DATABASE together"))
    try:
        _migrate_together(postgres.url("together"))
    finally:
        postgres.execute(SQL("DROP DATABASE together WITH (FORCE)"))


def _migrate_together(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    together = spawn.Barrier(4)
    processes = [spawn.Process(target=_wait_and_migrate, args=(together, url)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    assert is_current(url)


def _wait_and_migrate(together: Barrier, url: str) -> None:
    together.wait()
    upgrade(url)


def _schema(file: Path) -> dict[str, frozenset[str]]:
    """The statement that made each table and index; its clauses in whatever order.

    SQLite puts the name of a table that was made anew in quotation marks.
    """
    connection = sqlite3.connect(file)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ).fetchall()
    connection.close()
    return {name: _clauses(sql.replace('"', "")) for name, sql in rows}


def _clauses(sql: str) -> frozenset[str]:
    """What stands between the commas; a column that was added later comes after the constraints."""
    flat = re.sub(r"\s*([()])\s*", r"\1", " ".join(sql.split()))
    if not flat.startswith("CREATE TABLE"):
        return frozenset([flat])
    inside = flat[flat.index("(") + 1 : flat.rindex(")")]
    return frozenset(part.strip() for part in re.split(r",(?![^(]*\))", inside))
