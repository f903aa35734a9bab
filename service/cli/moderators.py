"""`belowline moderator`: the people who decide."""

from __future__ import annotations

import secrets
import sys

import click
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from models.database import db, writing
from models.moderators import Moderator, ModeratorSession
from service.access.passwords import hash_password
from service.cli.database import ids_of_sites, names_of_sites, opened
from service.schemas.moderators import ROLES, NewModerator


@click.group()
def moderator() -> None:
    """The people who decide."""


@moderator.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="moderator", show_default=True)
@click.option("--site", "sites", multiple=True, help="A site they may see. Else: all.")
@click.option("--password-stdin", is_flag=True, help="Read the password; else one is made up.")
def add(email: str, role: str, sites: tuple[str, ...], password_stdin: bool) -> None:
    """Let somebody moderate. Prints the password that was made up, this once."""
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with opened():
        password = add_moderator(email, role, sites, given)
    click.echo(f"{email.strip().lower()} may sign in at /queue.")
    if given is None:
        click.echo(f"Password: {password}")


@moderator.command("list")
def list_() -> None:
    """List who may moderate, and what."""
    with opened():
        for someone in db.session.scalars(select(Moderator).order_by(Moderator.email)):
            scope = names_of_sites(db.session(), someone.sites)
            state = "" if someone.active else "  (disabled)"
            click.echo(f"{someone.email}  {someone.role}  {scope}{state}")


@moderator.command()
@click.argument("email")
def disable(email: str) -> None:
    """Let somebody moderate no longer, and sign them out everywhere."""
    with opened(), writing() as session:
        found = session.scalar(select(Moderator).where(Moderator.email == email.strip().lower()))
        if found is None:
            raise click.UsageError(f"There is no moderator {email}.")
        found.active = False
        session.execute(delete(ModeratorSession).where(ModeratorSession.moderator_id == found.id))
    click.echo(f"{found.email} may not sign in any more.")


def add_moderator(
    email: str, role: str, sites: tuple[str, ...] = (), password: str | None = None
) -> str:
    """Make a moderator of these sites (none named: all), and return the password.

    Raises `ValidationError`, and `ClickException` when the address is taken.
    """
    password = secrets.token_urlsafe(12) if password is None else password
    new = NewModerator().load({"email": email, "password": password, "role": role})
    try:
        with writing() as session:
            ids = ids_of_sites(session, sites)
            session.add(
                Moderator(
                    email=new["email"].lower(),
                    role=role,
                    password_hash=hash_password(new["password"]),
                    sites=None if ids is None else sorted(str(site_id) for site_id in ids),
                )
            )
    except IntegrityError as error:
        raise click.ClickException(f"There is a moderator {new['email']} already.") from error
    return password
