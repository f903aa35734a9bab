"""How long `GET /api/v1/stats` takes at 100,000 decisions, on SQLite and on PostgreSQL.

    python -m benchmarks.stats
    python -m benchmarks.stats --comments 20000 --calls 3      a short look

A database has three times as many comments as are asked about: those of 90 days, of which the call
counts the last 30. The call goes through the whole service, without a network between. CPU time is ours and that of the
database's connections, which tells more than the clock where others keep the machine busy.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from benchmarks.machine import cpu, spin_ms
from benchmarks.weeks import write_weeks
from models.database import db, now, writing
from service.access.keys import create_key
from service.app import create_app
from service.settings import Settings, read_settings
from tests.postgres import running_postgres

DAYS, ASKED = 90, 30
COMMENTS = 222_000
"""About 100,000 decisions in 30 days."""


def main() -> None:
    """Print the table."""
    arguments = _arguments()
    print(f"a fixed loop takes {spin_ms():.0f} ms, which tells how busy this machine is")
    print(f"{'':12}{'decisions':>12}{'days':>6}{'median, s':>12}{'slowest, s':>12}{'CPU, s':>12}")
    for name, served in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgres)):
        with served() as settings:
            write_weeks(settings.database_url, arguments.comments, DAYS)
            for days in (ASKED, DAYS):
                _print_line(name, settings, days, arguments.calls)


def _print_line(name: str, settings: Settings, days: int, calls: int) -> None:
    app = create_app(settings)
    first = (now() - timedelta(days=days - 1)).date()
    with app.app_context():
        _know_what_is_there()
        with writing() as session:
            _, key = create_key(session, f"benchmark {days}", "moderator", None)
    client, clock, used = app.test_client(), [], []
    told = _called(client, first, key)
    with app.app_context():
        backends = _backends()
    for _ in range(calls):
        began, before = time.perf_counter(), _cpu(backends)
        told = _called(client, first, key)
        clock.append(time.perf_counter() - began)
        used.append(_cpu(backends) - before)
    made = told["total"]["decisions"]
    counted = sum(
        made[each]
        for each in ("approved", "rejected", "confirmed", "held", "undone", "edited", "deleted")
    )
    figures = f"{median(clock):12.2f}{max(clock):12.2f}{median(used):12.2f}"
    print(f"{name:12}{counted:12,}{days:6}{figures}", flush=True)
    with app.app_context():
        db.engine.dispose()


def _called(client: FlaskClient, first: Any, key: str) -> Any:
    answer = client.get(f"/api/v1/stats?from={first}", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200, answer.text
    return answer.json


def _know_what_is_there() -> None:
    """What PostgreSQL does by itself within minutes of so many rows."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _backends() -> list[int]:
    """The processes that work for our connections."""
    if db.engine.dialect.name != "postgresql":
        return []
    clients = text("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
    with db.engine.connect() as connection:
        return list(connection.scalars(clients))


def _cpu(backends: list[int]) -> float:
    return time.process_time() + sum(cpu(pid) for pid in backends)


@contextmanager
def _on_sqlite() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        yield _settings(f"sqlite:///{folder}/belowline.db", folder)


@contextmanager
def _on_postgres() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder, running_postgres(lambda _url: None) as postgres:
        yield _settings(postgres.url("migrated"), folder)


def _settings(url: str, folder: str) -> Settings:
    return read_settings(
        {
            "BELOWLINE_INSTANCE": str(Path(folder) / "instance"),
            "BELOWLINE_DATABASE_URL": url,
            "BELOWLINE_SECRET_KEY": "a secret that only this benchmark knows",
            "BELOWLINE_RATE_LIMITS": "off",
            "BELOWLINE_JOBS": "off",
        }
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--comments", type=int, default=COMMENTS, help="in 90 days")
    parser.add_argument("--calls", type=int, default=7, help="of each kind")
    return parser.parse_args()


if __name__ == "__main__":
    main()
