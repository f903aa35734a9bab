"""`belowline site`: publications and their way of moderating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.database import db, writing
from models.sites import Site
from service.cli.database import opened, site_named
from service.flow.configure import change_site, make_site, site_for_changing
from service.flow.decide import Actor
from service.schemas.names import MODES
from service.schemas.sites import ChangedSite, NewSite
from service.settings import EXPECTED_MODEL, find_model

Command = Callable[..., None]

LONGEST_MODEL = 1000
"""In characters, as the column has it."""


@click.group()
def site() -> None:
    """Publications: their origins, and how they moderate."""


def _model(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """Only here may a path be named: it is the operator who types, not somebody far away."""
    found = None if given is None else find_model(given)
    if given is not None and (found is None or len(found) > LONGEST_MODEL):
        raise ValidationError({"model": [f"“{given}” is no model. Expected: {EXPECTED_MODEL}."]})
    return found


def what_can_be_set(command: Command) -> Command:
    """The options that `add` and `set` share."""
    options = (
        click.option(
            "--origin", "origins", multiple=True,
            help="Whose pages may show comments, such as https://www.example.org; repeatable.",
        ),
        click.option("--title", help="The name of the publication, for people."),
        click.option("--mode", type=click.Choice(MODES), help="How comments get published."),
        click.option("--message", help="What readers are told who may not post."),
        click.option(
            "--waiting-limit", "waiting_limit_s", type=int, metavar="SECONDS",
            help="After how long a waiting comment rises in the queue; 14400 unless set.",
        ),
        click.option(
            "--blur-threshold", type=float, metavar="RISK",
            help="From which risk on moderators have to ask for the text; 0.8 unless set.",
        ),
        click.option(
            "--model", callback=_model,
            help="What reads its comments: a model's name, or the path of a checkpoint.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@site.command()
@click.argument("name")
@what_can_be_set
def add(name: str, **given: Any) -> None:
    """Make a site, with the rules that Belowline comes with."""
    model = given.pop("model")
    values = NewSite().load({"name": name, **_set(given)})
    if model:
        values["model"] = model
    try:
        with opened(), writing() as session:
            make_site(session, values.pop("name"), values, _by("add"))
    except IntegrityError as error:
        raise click.ClickException(f"There is a site called “{name}” already.") from error
    click.echo(f"The site “{name}” is there.")


@site.command("set")
@click.argument("name")
@what_can_be_set
@click.option("--any-origin", is_flag=True, help="Let every page show comments.")
@click.option("--server-model", is_flag=True, help="Score with the server's own model again.")
@click.option("--pause/--resume", "paused", default=None, help="Stop posting for now, or go on.")
@click.option(
    "--reason-required/--reason-optional",
    "reason_required",
    default=None,
    help="Whether a person who rejects a comment has to say why.",
)
@click.option("--open/--close", "open", default=None, help="Take comments, or take none.")
def set_(name: str, any_origin: bool, server_model: bool, **given: Any) -> None:
    """Change a site; what is left out stays as it is."""
    model = given.pop("model")
    if any_origin and given["origins"]:
        raise click.UsageError("--origin and --any-origin exclude one another.")
    if server_model and model:
        raise click.UsageError("--model and --server-model exclude one another.")
    wanted = _set(given) | ({"origins": []} if any_origin else {})
    values = ChangedSite().load(wanted)
    if model or server_model:
        values["model"] = None if server_model else model
    if not values:
        raise click.UsageError("Nothing to change: see `belowline site set --help`.")
    with opened(), writing() as session:
        found = site_named(session, name)
        change_site(session, site_for_changing(session, found.id), values, _by("set"))
    click.echo(f"The site “{name}” is changed.")


@site.command("list")
def list_() -> None:
    """List all sites with their origins and their way of moderating."""
    with opened():
        for each in db.session.scalars(select(Site).order_by(Site.name)):
            origins = " ".join(each.origins) or "any origin"
            state = "" if each.open else "  closed"
            state += "  paused" if each.paused else ""
            state += f"  read by {each.model}" if each.model else ""
            click.echo(f"{each.name}  {each.mode}  {origins}{state}")


def _by(verb: str) -> Actor:
    """How the history names whoever types here: nobody has signed in."""
    return Actor("command", f"belowline site {verb}")


def _set(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were given; an origin named at all replaces all of them."""
    values = {name: value for name, value in given.items() if value not in (None, ())}
    return values | ({"origins": list(values["origins"])} if "origins" in values else {})
