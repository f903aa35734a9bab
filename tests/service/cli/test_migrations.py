"""`belowline db`: the tables of the database."""

import shutil
from pathlib import Path

import pytest
from psycopg.sql import SQL, Identifier

from models import migrate
from tests.conftest import SECRET
from tests.postgres import Postgres
from tests.running_server import RunningServer
from tests.service.cli.conftest import Terminal


def test_a_new_database_is_made(type_: Terminal, instance: Path) -> None:
    """An upgrade makes the tables and the default site, and another finds nothing to do."""
    assert type_("db", "current").code == 1
    assert type_("db", "upgrade").out == "The database is up to date now.\n"
    assert type_("db", "current").code == 0
    assert type_("site", "list").out == "default  auto  any origin\n"
    assert type_("db", "upgrade").out == "The database was up to date.\n"
    assert type_("site", "list").out == "default  auto  any origin\n"


@pytest.mark.postgres
def test_a_server_waits_for_the_operator(
    type_: Terminal,
    instance: Path,
    tmp_path: Path,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On PostgreSQL, whose tables several servers share, serving does not migrate by itself."""
    postgres.execute(SQL("CREATE DATABASE {}").format(Identifier("empty")))
    monkeypatch.setenv("BELOWLINE_DATABASE_URL", postgres.url("empty"))
    monkeypatch.setenv("BELOWLINE_SECRET_KEY", SECRET)
    said = type_("serve", "--port", str(RunningServer(tmp_path).port))
    assert (said.code, "run `belowline db upgrade`" in said.err) == (1, True)
    assert type_("db", "upgrade").code == 0
    assert type_("check").code == 0


def test_tables_and_migrations_agree(type_: Terminal, instance: Path) -> None:
    """The migrations that ship make the tables that the program expects."""
    said = type_("db", "check")
    assert (said.code, said.out) == (0, "Tables and migrations agree.\n")
    assert not instance.exists()


def test_a_missing_migration_is_found(
    type_: Terminal, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table that the migrations make otherwise is a difference; a drafted migration ends it."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    monkeypatch.setattr(migrate, "FOLDER", folder)
    migrate._newest.cache_clear()
    [first] = (folder / "versions").glob("*_first_tables.py")
    first.write_text(first.read_text().replace('"flag_limit"', '"flag_maximum"'))
    try:
        said = type_("db", "check")
        assert (said.code, "flag_limit" in said.out) == (1, True)
        assert type_("db", "revision", "sites count flags").code == 0
        [draft] = (folder / "versions").glob("*_sites_count_flags.py")
        assert "flag_limit" in draft.read_text()
    finally:
        migrate._newest.cache_clear()
