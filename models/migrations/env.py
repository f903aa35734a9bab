"""What Alembic runs around every migration.

`models.migrate` hands over an open connection, locked and in a transaction; `flask db` brings an
app instead, and then this file opens the connection itself.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from models.migrate import compared, opened


def migrate_over(connection: Connection) -> None:
    """Run the migrations that were asked for."""
    context.configure(connection=connection, **compared())
    with context.begin_transaction():
        context.run_migrations()


def the_apps_url() -> str:
    """The database of the Flask app that `flask db` has loaded."""
    from models.database import db  # noqa: PLC0415 - without an app there is no engine to ask for

    return db.engine.url.render_as_string(hide_password=False)


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate_over(given)
else:
    with opened(the_apps_url()) as connection:
        migrate_over(connection)
