"""`belowline webhook`: where other systems want events sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import click

from models.database import db, now, writing
from moderation.events import TYPES
from service.cli.database import opened, site_named
from service.flow.sites import site_of
from service.schemas.webhooks import ChangedWebhook, NewWebhook, Rotation
from service.webhooks import endpoints, log, replay
from service.webhooks.addresses import AddressRefused

EVERY_SITE = "*"


@click.group()
def webhook() -> None:
    """Where other systems want events sent, and what became of them."""


@webhook.command()
@click.argument("url")
@click.option("--event", "events", multiple=True, help="A type of event; repeatable. Else: all.")
@click.option(
    "--site", default="default", show_default=True, help="Whose events; “*”: everybody's."
)
@click.option("--article-prefix", help="Only of articles whose id begins so.")
@click.option("--full-text", is_flag=True, help="Send the text and its author's name along.")
@click.option("--format", type=click.Choice(endpoints.FORMATS), help="slack: for chat rooms.")
@click.option("--secret", help="Your own secret, whsec_…; else a new one is made.")
def add(url: str, site: str, events: tuple[str, ...], **given: Any) -> None:
    """Send events to URL, and print the secret that they are signed with, alone."""
    chosen = {name: value for name, value in given.items() if value}
    new = NewWebhook().load({"url": url, "events": list(events or TYPES), **chosen})
    with opened():
        _check(url)
        with writing() as session:
            site_id = None if site == EVERY_SITE else site_named(session, site).id
            endpoint, secret = endpoints.create(session, site_id=site_id, **new)
        click.echo(f"The webhook {endpoint.id} is there; its secret is told this once:", err=True)
    click.echo(secret)


@webhook.command("list")
def list_() -> None:
    """List all webhooks with their state."""
    with opened():
        for each in endpoints.list_all():
            site = "every site" if each.site_id is None else site_of(each.site_id).name
            prefix = f"  {each.article_prefix}…" if each.article_prefix else ""
            text = "  full text" if each.full_text else ""
            why = f"  ({each.disabled_because})" if each.disabled_because else ""
            click.echo(
                f"{each.id}  {each.state}{why}  {each.url}  {site}{prefix}  {each.format}{text}  "
                f"{','.join(each.events)}"
            )


@webhook.command("set")
@click.argument("webhook_id", type=click.UUID)
@click.option("--url", help="Where to from now on.")
@click.option(
    "--event", "events", multiple=True, help="A type of event; names all that are wanted."
)
@click.option("--site", help="Whose events; “*”: everybody's.")
@click.option("--article-prefix", help="Only of articles whose id begins so; empty: of all.")
@click.option("--full-text/--thin", "full_text", default=None)
@click.option("--format", type=click.Choice(endpoints.FORMATS))
@click.option("--enable/--disable", "enable", default=None, help="Go on, or send nothing for now.")
def set_(webhook_id: UUID, site: str | None, enable: bool | None, **given: Any) -> None:
    """Change a webhook; what is left out stays as it is."""
    wanted = {name: value for name, value in given.items() if value not in (None, ())}
    if "events" in wanted:
        wanted["events"] = list(wanted["events"])
    if wanted.get("article_prefix") == "":
        wanted["article_prefix"] = None
    if enable is not None:
        wanted["state"] = "active" if enable else "disabled"
    if not wanted and site is None:
        raise click.UsageError("Nothing to change: see `belowline webhook set --help`.")
    values = ChangedWebhook().load(wanted)
    with opened():
        if "url" in values:
            _check(values["url"])
        with writing() as session:
            if site is not None:
                values["site_id"] = None if site == EVERY_SITE else site_named(session, site).id
            endpoints.change(session, endpoints.find(session, webhook_id), values)
    click.echo("The webhook is changed.")


@webhook.command()
@click.argument("webhook_id", type=click.UUID)
def remove(webhook_id: UUID) -> None:
    """Delete a webhook with its log."""
    with opened(), writing() as session:
        endpoints.remove(session, endpoints.find(session, webhook_id))
    click.echo("The webhook is deleted.")


@webhook.command("rotate-secret")
@click.argument("webhook_id", type=click.UUID)
@click.option("--secret", help="Your own secret, whsec_…; else a new one is made.")
@click.option("--keep-old-s", type=int, help="How long to sign with both, in seconds. Else: a day.")
def rotate_secret(webhook_id: UUID, **given: Any) -> None:
    """Make another secret and print it, alone. For a time requests are signed with both."""
    wanted = Rotation().load({name: value for name, value in given.items() if value is not None})
    with opened(), writing() as session:
        secret = endpoints.rotate(endpoints.find(session, webhook_id), **wanted)
    click.echo(secret)


@webhook.command()
@click.argument("webhook_id", type=click.UUID)
def test(webhook_id: UUID) -> None:
    """Have a running server send a `webhook.test` there; see `belowline webhook log`."""
    with opened(), writing() as session:
        delivery = endpoints.send_test(session, endpoints.find(session, webhook_id))
    click.echo(f"The delivery {delivery.id} is on its way.")


@webhook.command("log")
@click.argument("webhook_id", type=click.UUID)
@click.option("--state", type=click.Choice(log.STATES))
@click.option("--type", "type", type=click.Choice(TYPES), help="The type of the event.")
@click.option("--comment", type=click.UUID, help="The comment that the event is about.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def log_(webhook_id: UUID, limit: int, **filters: Any) -> None:
    """Show what became of the newest events."""
    with opened():
        endpoints.find(db.session(), webhook_id)
        rows, _ = log.deliveries(webhook_id, log.Filters(**filters), limit, None)
        for delivery, event, _article in rows:
            due = f"  due {delivery.due_at:%Y-%m-%d %H:%M:%S}" if delivery.due_at else ""
            said = delivery.last_error or delivery.last_status or ""
            click.echo(
                f"{delivery.id}  {event.created_at:%Y-%m-%d %H:%M:%S}  {event.type}  "
                f"{delivery.state}  {delivery.attempts}{due}  {said}"
            )


@webhook.command("replay")
@click.argument("webhook_id", type=click.UUID)
@click.option("--delivery", type=click.UUID, help="This one, whatever became of it.")
@click.option("--since", type=click.DateTime(), help="Only what was to be sent since then (UTC).")
def replay_(webhook_id: UUID, delivery: UUID | None, since: datetime | None) -> None:
    """Have a running server send again what failed, or one delivery."""
    moment = (since or now() - timedelta(days=3650)).replace(tzinfo=now().tzinfo)
    with opened(), writing() as session:
        endpoint = endpoints.find(session, webhook_id)
        if delivery is not None:
            replay.replay(session, endpoint, delivery)
            number = 1
        else:
            number = replay.replay_failed(session, endpoint, moment)
    click.echo(f"{number} to be sent again.")


def _check(url: str) -> None:
    try:
        endpoints.guard().check(url)
    except AddressRefused as refused:
        raise click.UsageError(f"url: {refused}") from refused
