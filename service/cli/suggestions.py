"""`belowline suggestions`: the scores that other systems suggested, for training."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import click

from moderation.perspective import ATTRIBUTES, EXPERIMENTAL
from service.cli.database import opened
from service.flow.suggest import Which, forget, suggestions
from service.schemas.values import time

KEY = click.option("--key", "key_id", type=click.UUID, help="Only those that came with this key.")
COMMUNITY = click.option("--community", help="Only those of this community.")


@click.group("suggestions")
def suggestions_() -> None:
    """Scores that other systems suggested: labels to train with."""


@suggestions_.command()
@KEY
@COMMUNITY
def export(key_id: UUID | None, community: str | None) -> None:
    """Print suggestions as they came, one JSON object a line."""
    with opened():
        for row in suggestions(Which(key_id, community)):
            label = ATTRIBUTES.get(row["attribute"].removesuffix(EXPERIMENTAL))
            ids = {name: str(row[name]) for name in ("id", "key_id")}
            told = row | ids | {"label": label, "created_at": time(row["created_at"])}
            click.echo(json.dumps(told, ensure_ascii=False))


@suggestions_.command("forget")
@KEY
@COMMUNITY
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help="Only those from before (UTC).")
@click.option("--all", "everything", is_flag=True, help="All that there are.")
def forget_(
    key_id: UUID | None, community: str | None, before: datetime | None, everything: bool
) -> None:
    """Delete suggestions, for good."""
    which = Which(key_id, community, before and before.replace(tzinfo=UTC))
    if (which == Which()) != everything:
        raise click.UsageError("Say which (--key, --community, --before), or --all.")
    with opened():
        gone = forget(which)
    click.echo(f"{gone:,} suggestions are deleted.")
