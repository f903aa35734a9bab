"""`belowline db`: the tables of the database."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import URL

from models import migrate
from service.cli.database import bring_up_to_date, chosen


@click.group()
def db() -> None:
    """The tables of the database."""


@db.command()
def upgrade() -> None:
    """Create the tables, or bring them up to date. Running processes may go on."""
    settings = chosen()
    current = migrate.is_current(settings.database_url)
    bring_up_to_date(settings)
    click.echo("The database was up to date." if current else "The database is up to date now.")


@db.command()
def current() -> None:
    """Say whether the tables are those of this program; exit 1 if they are not."""
    if not migrate.is_current(chosen().database_url):
        raise click.ClickException("The database is not up to date: run `belowline db upgrade`.")
    click.echo("The database is up to date.")


@db.command()
def check() -> None:
    """Compare tables and migrations, for developers; exit 1 if they differ.

    Needs no database of its own: a temporary one is migrated and looked at.
    """
    with tempfile.TemporaryDirectory(prefix="belowline-") as folder:
        url = _migrated(Path(folder))
        differences = migrate.drift(url)
    for difference in differences:
        click.echo(difference)
    if differences:
        raise click.ClickException(f"{len(differences)} differences: a migration is missing.")
    click.echo("Tables and migrations agree.")


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Draft a migration from the difference between tables and migrations, for developers."""
    with tempfile.TemporaryDirectory(prefix="belowline-") as folder:
        config = Config(str(migrate.FOLDER / "alembic.ini"))
        config.set_main_option("script_location", str(migrate.FOLDER))
        with migrate.opened(_migrated(Path(folder))) as connection:
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True)


def _migrated(folder: Path) -> str:
    url = URL.create("sqlite", database=str(folder / "belowline.db")).render_as_string()
    migrate.upgrade(url)
    return url
