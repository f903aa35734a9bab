"""The command line: `belowline`, a file for each group of commands.

Expected trouble is one line on stderr: exit 2 for a command or setting that cannot be meant, 1
for what failed.
"""

from __future__ import annotations

import os
import sqlite3
import sys

import click
from marshmallow import ValidationError
from sqlalchemy.exc import DatabaseError, OperationalError

from models.migrate import NewerDatabase
from moderation.classifier import ClassifierUnavailable
from service.cli.api_keys import api_key
from service.cli.backup import backup, restore
from service.cli.check import check
from service.cli.demo_data import demo_data
from service.cli.migrations import db
from service.cli.models import model
from service.cli.moderators import moderator
from service.cli.rescore import rescore
from service.cli.score import score
from service.cli.serve import serve
from service.cli.sites import site
from service.cli.suggestions import suggestions_
from service.cli.webhooks import webhook
from service.errors import paths
from service.flow.refused import Refused
from service.settings import SettingError

COMMANDS = (
    serve, db, moderator, api_key, site, webhook, model, score, rescore, check, demo_data,
    suggestions_, backup, restore,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="belowline", message="Belowline %(version)s")
def belowline() -> None:
    """Readers' comments, moderated. Settings come from the environment: BELOWLINE_…"""


for command in COMMANDS:
    belowline.add_command(command)


def main() -> None:
    """Run the command that was typed, and leave with its exit code."""
    try:
        code = belowline.main(standalone_mode=False)
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()  # a page to read, not a sentence
        sys.exit(error.exit_code)
    except Exception as error:
        words = in_words(error)
        if words is None:
            raise
        message, code = words
        click.echo(f"belowline: {' '.join(message.split())}", err=True)
    sys.exit(code if isinstance(code, int) else 0)


def in_words(error: Exception) -> tuple[str, int] | None:
    """Trouble that was to be expected as a sentence, with its exit code; None for a bug."""
    match error:
        case click.ClickException():
            return error.format_message(), error.exit_code
        case SettingError():
            return str(error), 2
        case ValidationError():
            said = paths(error.messages).items()
            return " ".join(f"{name}: {' '.join(messages)}" for name, messages in said), 2
    failed = _failed(error)
    return None if failed is None else (failed, 1)


def _failed(error: Exception) -> str | None:
    """What could not be done, of a command that could be meant."""
    match error:
        case OSError() if error.strerror:
            where = "" if error.filename is None else f"{error.filename}: "
            return f"{where}{error.strerror}."
        case Refused() | ClassifierUnavailable() | NewerDatabase() | OSError():
            return str(error)
        case sqlite3.Error() if type(error) in {sqlite3.DatabaseError, sqlite3.OperationalError}:
            return f"The database cannot be used: {error}"
        case DatabaseError() if type(error) in {DatabaseError, OperationalError}:
            return f"The database cannot be used: {error.orig}"
    return None
