"""`belowline api-key`: what other systems may do."""

from __future__ import annotations

from uuid import UUID

import click
from sqlalchemy import select

from models.api_keys import ApiKey
from models.database import db, writing
from service.access.keys import create_key
from service.cli.database import ids_of_sites, names_of_sites, opened
from service.schemas.api_keys import ROLES, NewApiKey


@click.group("api-key")
def api_key() -> None:
    """Keys of other systems."""


@api_key.command()
@click.option("--name", required=True, help="Whose key it is; decisions are logged under it.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--site", "sites", multiple=True, help="A site it may see. Else: all.")
def create(name: str, role: str, sites: tuple[str, ...]) -> None:
    """Make a key and print it, alone. Nobody can read it again."""
    new = NewApiKey().load({"name": name, "role": role})
    with opened(), writing() as session:
        _, text = create_key(session, new["name"], role, ids_of_sites(session, sites))
    click.echo(text)


@api_key.command("list")
def list_() -> None:
    """List the keys that are valid, by id; not their texts."""
    with opened():
        keys = select(ApiKey).where(ApiKey.active).order_by(ApiKey.id)
        for key in db.session.scalars(keys):
            scope = names_of_sites(db.session(), key.sites)
            click.echo(f"{key.id}  {key.name}  {key.role}  {scope}")


@api_key.command()
@click.argument("key_id", type=click.UUID)
def revoke(key_id: UUID) -> None:
    """Make the key with this id (see `list`) worthless."""
    with opened(), writing() as session:
        key = session.get(ApiKey, key_id)
        if key is None or not key.active:
            raise click.UsageError("There is no such key; `belowline api-key list` shows the ids.")
        key.active = False
    click.echo(f"The key of {key.name} is revoked.")
