"""`belowline backup` and `belowline restore`, for the embedded database."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlalchemy.engine import URL, make_url

from models import migrate
from service.cli.archive import BadArchive, read_archive, write_archive
from service.cli.database import chosen
from service.settings import Settings

DATABASE = "belowline.db"
SECRET = "secret_key"  # noqa: S105 - the name of a file
DATA = ("comments", "moderators", "api_keys")
WAIT_SECONDS = 2.0
EVENTS_UNDONE = 10_000_000
"""No more events than this can have been announced since a backup."""

JUMP = (
    "UPDATE {table} SET position = position + ? WHERE position = (SELECT max(position) FROM events)"
)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the database and the secret key to FILE (tar.gz). A server may go on running."""
    settings = chosen()
    database = _file_of(settings, "pg_dump")
    if not database.exists():
        raise click.ClickException(f"There is no database at {database}.")
    if file.exists() and not file.is_file():  # moving the archive there would replace a device
        raise click.ClickException(f"{file} is no file that could be replaced.")
    secret = settings.instance / SECRET
    try:
        _write(file, database, secret)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file} holds the database, {file.stat().st_size / 1e6:,.1f} MB.")
    if not secret.exists():
        click.echo("It does not hold BELOWLINE_SECRET_KEY: keep that too.")


def _write(file: Path, database: Path, secret: Path) -> None:
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".belowline-") as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)  # in one step, and so of one moment
            target.execute("PRAGMA journal_mode=DELETE")  # in one file
        write_archive(file, [copy, secret] if secret.exists() else [copy])


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Put it in the place of the data that is there.")
def restore(file: Path, force: bool) -> None:
    """Put back what `backup` wrote to FILE. The server must be stopped.

    The file is checked first; then the database changes from the old to the new in one step.
    """
    settings = chosen()
    database = _file_of(settings, "pg_restore")
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".restore-") as folder:
        try:
            files = read_archive(file, Path(folder))
            _make_ready(Path(folder) / DATABASE)
        except (BadArchive, sqlite3.DatabaseError, migrate.NewerDatabase) as error:
            raise click.ClickException(f"Nothing was changed: {error}") from error
        if force:
            _move_aside_if_damaged(database)
        with (
            _alone(database) as target,
            closing(sqlite3.connect(Path(folder) / DATABASE)) as source,
        ):
            if not force and _has_data(target):
                raise click.ClickException(
                    "Nothing was changed: there is data already, which --force would replace."
                )
            source.backup(target)
        if SECRET in files:
            files[SECRET].replace(settings.instance / SECRET)
    click.echo("The database is that of the backup.")


def _file_of(settings: Settings, program: str) -> Path:
    if not settings.embedded:
        raise click.UsageError(f"This is for SQLite; for PostgreSQL, use {program}.")
    return Path(make_url(settings.database_url).database or "")


def _make_ready(copy: Path) -> None:
    """Check a database, bring it up to date, and begin a new life of every article.

    Without new epochs, pages kept from versions that were undone would pass as those to come;
    without a jump in their places, events to come would hide behind cursors of those undone.
    """
    if not copy.exists():
        raise BadArchive("there is no database in it.")
    with closing(sqlite3.connect(copy)) as connection:
        problems = [
            row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"
        ]
        problems += [
            f"{row[0]} refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")
        ]
        if problems:
            raise BadArchive(f"its database is damaged: {problems[0]}.")
    migrate.upgrade(URL.create("sqlite", database=str(copy)).render_as_string())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE articles SET epoch = lower(hex(randomblob(4)))")
        for table in ("deliveries", "events"):
            connection.execute(JUMP.format(table=table), [EVENTS_UNDONE])


@contextmanager
def _alone(database: Path) -> Iterator[sqlite3.Connection]:
    """The database, open for nobody else; raises `ClickException` while a server has it open."""
    connection = sqlite3.connect(database, timeout=WAIT_SECONDS, isolation_level=None)
    with closing(connection):
        try:
            # Leaving the write-ahead log needs the file alone, so it fails beside a server; the
            # next one to open the file goes back to it.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise click.ClickException("Nothing was changed: stop the server first.") from error
        except sqlite3.DatabaseError as error:
            raise click.ClickException(
                "Nothing was changed: the database that is there is damaged; --force moves it aside."
            ) from error
        if mode != "delete":
            raise click.ClickException("Nothing was changed: stop the server first.")
        yield connection


def _has_data(target: sqlite3.Connection) -> bool:
    tables = target.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    known = {name for (name,) in tables}
    return any(
        target.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - our own names
        for table in DATA
        if table in known
    )


def _move_aside_if_damaged(database: Path) -> None:
    if not database.exists():
        return
    with closing(sqlite3.connect(database)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
            return
        except sqlite3.OperationalError:
            return  # locked, perhaps: `_alone` will say so
        except sqlite3.DatabaseError:
            pass
    for suffix in ("", "-wal", "-shm", "-journal"):
        file = database.with_name(database.name + suffix)
        if file.exists():
            file.rename(file.with_name(f"{file.name}.damaged-{int(time.time())}"))
