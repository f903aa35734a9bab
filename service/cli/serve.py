"""`belowline serve`: prepares everything, then becomes the process that listens."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time

import click

from models import migrate
from service.cli.database import bring_up_to_date, chosen
from service.cli.first_run import welcome
from service.settings import Settings

PATIENCE_SECONDS = 5.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--first-run", is_flag=True, help="Make a moderator and a demonstration, if new.")
def serve(host: str, port: int, first_run: bool) -> None:
    """Serve over HTTP until SIGTERM or Ctrl-C.

    With its own database (SQLite), brings that up to date first.
    """
    if not host.strip():
        raise click.UsageError("--host is empty: name an address, such as 127.0.0.1 or 0.0.0.0.")
    settings = chosen()
    address = _address(host, port)
    wait_until_free(address, port)
    _prepare(settings)
    if first_run:
        welcome(settings, _url(host, port))
    click.echo(f"Belowline serves on {_url(host, port)}; Ctrl-C ends it.")
    sys.stdout.flush()
    os.environ.setdefault("BELOWLINE_PUBLIC_URL", _url(host, port))
    arguments = [address, str(port), str(settings.threads)]
    # -P: modules in the folder where this was typed must not take the place of ours.
    os.execv(sys.executable, [sys.executable, "-P", "-m", "service.serve", *arguments])  # noqa: S606


def _address(host: str, port: int) -> str:
    """What a name such as localhost stands for, since granian takes addresses alone."""
    if ":" in host:
        return host
    try:
        return socket.gethostbyname(host)
    except (OSError, UnicodeError) as error:
        why = isinstance(error, OSError) and error.strerror
        raise click.ClickException(_cannot_listen(host, port, why or "No such name")) from error


def wait_until_free(host: str, port: int) -> None:
    """Raise `ClickException` where the address cannot be had, after waiting a little for it.

    granian would share the port with whoever listens there, and so answer every other request.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while (error := _why_taken(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > end:
            raise click.ClickException(_cannot_listen(host, port, error.strerror or str(error)))
        time.sleep(0.1)


def _cannot_listen(host: str, port: int, why: str) -> str:
    return f"Cannot listen on {host}:{port} (--host, --port): {why}."


def _why_taken(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(1)
    except OSError as error:
        return error
    return None


def _prepare(settings: Settings) -> None:
    if settings.embedded:
        bring_up_to_date(settings)
    elif not migrate.is_current(settings.database_url):
        raise click.ClickException("The database is not up to date: run `belowline db upgrade`.")


def _url(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what was typed is read here
    name = everywhere.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
