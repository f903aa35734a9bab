"""Belowline as an operator runs it: the real `belowline serve` on an instance of its own."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from benchmarks import words
from benchmarks.cases import ROOTS_OF_A_PAGE, Reading, Service
from benchmarks.client import Answer, Asked
from benchmarks.corpus import ORDINARY, Corpus
from benchmarks.fill import external_id, fill
from benchmarks.servers import Server, serving

BELOWLINE = Path(sys.executable).with_name("belowline")
NAME = "Belowline"
RUDE = 0.08
POSTED_TO = 200
"""How many articles posts are spread over."""

DRAIN_S = 120


@contextmanager
def belowline(folder: Path, corpus: Corpus) -> Iterator[Service]:
    """Fill a fresh instance and serve it, classifier and all, without limits on rates."""
    with served(folder, corpus) as server:
        yield Service(NAME, server, _reads(server, corpus), lambda number: post(corpus, number))


@contextmanager
def served(folder: Path, corpus: Corpus, **variables: str) -> Iterator[Server]:
    """The same as a server alone; `variables` are further settings."""
    fill(f"sqlite:///{_database(folder)}", corpus)
    settings = _variables(folder) | variables
    with serving(_command, folder, "belowline.log", _is_ready, settings) as server:
        yield server


def admin_key(folder: Path) -> str:
    """A key that may do everything."""
    return _belowline(folder, "api-key", "create", "--name", "benchmark", "--role", "admin")


def approved(folder: Path) -> list[str]:
    """The ids of all approved comments."""
    with closing(_reading(folder)) as database:
        rows = database.execute("SELECT id FROM comments WHERE status = 'approved' ORDER BY id")
        return [str(UUID(id_)) for (id_,) in rows]


def check(folder: Path) -> str:
    """What `belowline check` says, and its exit status."""
    done = subprocess.run(
        [BELOWLINE, "check"], cwd=folder, env=_environ(folder), capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    return f"{(done.stdout + done.stderr).strip()} (exit {done.returncode})"


def post(corpus: Corpus, number: int) -> Asked:
    """A comment by a new reader, of a text that nobody wrote before; a few are rude."""
    rng = random.Random(f"post {number} {corpus.seed}")
    sent = {
        "article": external_id(number % min(POSTED_TO, corpus.articles) + 1),
        "body": words.comment(rng, str(number), RUDE),
        "author": {"name": words.name(rng)},
    }
    return Asked("/api/v1/comments", "POST", json.dumps(sent))


def rescore(folder: Path) -> None:
    """Have every comment scored again, behind new ones."""
    _belowline(folder, "rescore")


def waiting(folder: Path) -> int:
    """How many comments want a score."""
    wanted = "SELECT count(*) FROM comments WHERE score_due_at IS NOT NULL"
    with closing(_reading(folder)) as database:
        number: int = database.execute(wanted).fetchone()[0]
    return number


def drained(folder: Path) -> float:
    """Wait until no comment wants a score any more; how many seconds that took."""
    start = time.monotonic()
    while waiting(folder):
        if time.monotonic() - start > DRAIN_S:
            raise RuntimeError("comments still wait for a score")
        time.sleep(0.05)
    return time.monotonic() - start


def share_final(folder: Path, answers: Iterable[Answer]) -> float:
    """Which share of the answers to posts came after the verdict, and so carried it.

    A held comment is answered `pending` like an unscored one: the moment of the decision tells.
    """
    first = "SELECT min(created_at) FROM decisions WHERE comment_id = ?"
    final = []
    with closing(_reading(folder)) as database:
        for answer in answers:
            comment = answer.json()["comment"]
            decided = database.execute(first, (UUID(comment["id"]).hex,)).fetchone()[0]
            in_time = decided is not None and _unix_time(decided) <= answer.answered_at
            final.append(comment["status"] != "pending" or in_time)
    return sum(final) / max(1, len(final))


def _belowline(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [BELOWLINE, *arguments], cwd=folder, env=_environ(folder), capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.strip()


def _reads(server: Server, corpus: Corpus) -> dict[str, Reading]:
    every = range(1, corpus.articles + 1)
    sizes = corpus.sizes
    return {
        "count": Reading([_counts([2])], lambda said: said["counts"] == {external_id(2): ORDINARY}),
        "counts20": Reading([_counts(every[:20])], lambda said: len(said["counts"]) == 20),
        "thread100": Reading([_page(2, limit=100)], lambda said: _size(said) == ORDINARY),
        "first": Reading([_page(1)], lambda said: said["article"]["count"] == sizes[0]),
        "middle": Reading([_middle(server, sizes[0])], lambda said: bool(said["prev_cursor"])),
        "any_count": Reading([_counts([number]) for number in every], _has_counts),
        "any_first": Reading([_page(number) for number in every], lambda said: _size(said) > 0),
    }


def _counts(articles: Iterable[int]) -> Asked:
    return Asked(f"/api/v1/counts?{urlencode([('article', external_id(n)) for n in articles])}")


def _page(article: int, limit: int = ROOTS_OF_A_PAGE, **more: str) -> Asked:
    asked = {"article": external_id(article), "sort": "oldest", "limit": limit, **more}
    return Asked(f"/api/v1/comments?{urlencode(asked)}")


def _middle(server: Server, size: int) -> Asked:
    """Follow the cursors of the big thread to its middle, as a reader would."""
    page, passed = server.ask(_page(1, limit=100)).json(), 0
    while passed < size / 5 and page["next_cursor"]:  # two comments in five are roots
        passed += len(page["comments"])
        cursor = page["next_cursor"]
        page = server.ask(_page(1, limit=100, cursor=cursor)).json()
    return _page(1, cursor=cursor)


def _has_counts(said: Any) -> bool:
    return all(count > 0 for count in said["counts"].values())


def _size(said: Any) -> int:
    """How many comments a page holds, at every level."""
    return sum(1 + _size({"comments": each["replies"]["items"]}) for each in said["comments"])


def _command(port: int) -> list[str | Path]:
    return [BELOWLINE, "serve", "--host", "127.0.0.1", "--port", str(port)]


def _is_ready(server: Server) -> bool:
    answer = server.ask(Asked("/readyz"))
    return answer.status == 200 and answer.json()["classifier"] == "ready"


def _variables(folder: Path) -> dict[str, str]:
    return {"BELOWLINE_INSTANCE": str(folder), "BELOWLINE_RATE_LIMITS": "off"}


def _environ(folder: Path) -> Mapping[str, str]:
    return _variables(folder)


def _database(folder: Path) -> Path:
    return folder / "belowline.db"


def _reading(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{_database(folder)}?mode=ro", uri=True, timeout=30)


def _unix_time(stored: str) -> float:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).timestamp()
