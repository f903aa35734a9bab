"""`belowline check`: whether the database agrees with itself."""

from __future__ import annotations

import click

from service.cli.database import opened
from service.flow import check as checking


@click.command()
def check() -> None:
    """Recount and verify everything, in one snapshot; exit 1 on a difference.

    A server may go on running.
    """
    with opened():
        found = checking.check()
    for difference in found.differences:
        click.echo(difference)
    looked_at = ", ".join(f"{number:,} {name}" for name, number in found.rows.items())
    if found.differences:
        raise click.ClickException(f"{len(found.differences)} differences in {looked_at}.")
    click.echo(f"All is well: {found.rules} rules hold for {looked_at}.")
