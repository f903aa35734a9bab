"""`belowline api-key`: what other systems may do."""

from __future__ import annotations

from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.api_keys import ApiKey
from models.database import db, writing
from service.access.keys import create_key
from service.cli.database import ids_of_sites, names_of_sites, opened
from service.flow.forget import forget_holder
from service.schemas.api_keys import MOST_QUERIES, ROLES, NewApiKey


@click.group("api-key")
def api_key() -> None:
    """Keys of other systems."""


@api_key.command()
@click.option("--name", required=True, help="Whose key it is; decisions are logged under it.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--site", "sites", multiple=True, help="A site it may see. Else: all.")
@click.option(
    "--quota",
    type=click.IntRange(1, MOST_QUERIES),
    help="Texts a second that it may have scored. Else: BELOWLINE_QUERIES_PER_SECOND.",
)
def create(name: str, role: str, sites: tuple[str, ...], quota: int | None) -> None:
    """Make a key and print it, alone. Nobody can read it again."""
    new = NewApiKey().load({"name": name, "role": role})
    with opened(), writing() as session:
        _, text = create_key(session, new["name"], role, ids_of_sites(session, sites), quota)
    click.echo(text)


@api_key.command("list")
def list_() -> None:
    """List the keys that are valid, by id; not their texts."""
    with opened():
        keys = select(ApiKey).where(ApiKey.active).order_by(ApiKey.id)
        for key in db.session.scalars(keys):
            scope = names_of_sites(db.session(), key.sites)
            quota = f"  {key.queries_per_second} a second" if key.queries_per_second else ""
            click.echo(f"{key.id}  {key.name}  {key.role}  {scope}{quota}")


@api_key.command()
@click.argument("key_id", type=click.UUID)
@click.argument("per_second", type=click.IntRange(0, MOST_QUERIES))
def quota(key_id: UUID, per_second: int) -> None:
    """Let the key with this id have PER_SECOND texts scored a second; 0: as many as others."""
    with opened(), writing() as session:
        key = _active(session, key_id)
        key.queries_per_second = per_second or None
    told = f"{per_second} texts a second" if per_second else "the quota of the settings"
    click.echo(f"The key of {key.name} has {told} from its next call on.")


@api_key.command()
@click.argument("key_id", type=click.UUID)
def revoke(key_id: UUID) -> None:
    """Make the key with this id (see `list`) worthless."""
    with opened(), writing() as session:
        key = _active(session, key_id)
        key.active = False
        forget_holder(session, key_id)
    click.echo(f"The key of {key.name} is revoked.")


def _active(session: Session, key_id: UUID) -> ApiKey:
    key = session.get(ApiKey, key_id)
    if key is None or not key.active:
        raise click.UsageError("There is no such key; `belowline api-key list` shows the ids.")
    return key
