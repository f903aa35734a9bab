"""How fast the moderators' queue is at 100,000 held comments, on SQLite and on PostgreSQL.

    python -m benchmarks.queue
    python -m benchmarks.queue --comments 5000 --seconds 3      a short look

The real `belowline serve` on each database in turn, beside an empty view on the same server.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.client import Answer, Asked, Connection, at_rate, in_turn, percentile
from benchmarks.corpus import Corpus
from benchmarks.databases import DATABASES, filled
from benchmarks.machine import costing, spin_ms
from benchmarks.servers import Server, answers, serving

ROOT = Path(__file__).parent.parent
CLIENTS = 20
LEASES_PER_SECOND = 20.0
"""All clients together: each asks for ten every second, far more than a person decides."""

SORTS = ("risk", "oldest", "newest", "flags")
FAR = 50
"""The number of the page that is far down."""

API = "/api/v1"


@dataclass(frozen=True)
class Figure:
    """What one call took."""

    what: str
    p50_ms: float
    p99_ms: float
    cpu_ms: float


def main() -> None:
    """Measure both databases and print one table."""
    chosen = _arguments()
    chosen.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=chosen.work.absolute()) as name:
        measured = [_measure(Path(name) / database, database, chosen) for database in DATABASES]
        floor = _floor(Path(name), chosen.seconds)
    _print(measured, floor, chosen.comments)


def _measure(folder: Path, database: str, chosen: argparse.Namespace) -> list[Figure]:
    corpus = Corpus(
        articles=max(20, chosen.comments // 100),
        comments=chosen.comments,
        big_thread=chosen.comments // 10,
    )
    with filled(folder, database, corpus) as instance:
        admin = instance.type("api-key", "create", "--name", "benchmark", "--role", "admin")
        with instance.served() as server:
            print(f"measuring {database}", file=sys.stderr)
            desk = Desk(server, admin)
            figures = [*_pages(desk), *_leases(desk, chosen.seconds), *_decisions(desk)]
        print(instance.type("check"), file=sys.stderr)
    return figures


class Desk:
    """A running service, and those who work on its queue."""

    def __init__(self, server: Server, admin: str) -> None:
        self.server = server
        self._admin = admin
        self.people = [self._person(number) for number in range(CLIENTS)]

    def call(self, method: str, path: str, sent: Any = None, key: str | None = None) -> Asked:
        """A call of the API as it is sent."""
        headers = {"Authorization": f"Bearer {key or self._admin}"}
        body = "" if sent is None else json.dumps(sent)
        return Asked(f"{API}{path}", method, body, headers)

    def ask(self, asked: Asked) -> Any:
        """What a call answers, which must succeed."""
        return _good(self.server.ask(asked)).json()

    def _person(self, number: int) -> str:
        new = {"name": f"desk {number}", "role": "moderator"}
        key: str = self.ask(self.call("POST", "/api-keys", new))["key"]
        return key


def _leases(desk: Desk, seconds: float) -> Iterator[Figure]:
    """Ten for each of twenty clients again and again: every second, and as fast as they can."""
    for what, pause in (("20 a second", 1.0), ("without a pause", 0.0)):
        taken, cost = costing(desk.server.pid, partial(_all_take, desk, seconds, pause))
        yield _figure(f"lease of 10, 20 clients, {what}", taken, cost.server_cpu)


def _all_take(desk: Desk, seconds: float, pause: float) -> list[Answer]:
    """Each takes ten and gives them back, over and over; how long the taking took."""
    start = time.time() + 0.1
    taken: list[Answer] = []

    def work(number: int, key: str) -> None:
        connection = Connection(desk.server.port)
        due = start + pause * number / CLIENTS
        while due < start + seconds:
            time.sleep(max(0.0, due - time.time()))
            answer = connection.ask(
                desk.call("POST", "/queue/leases", {"limit": 10}, key), due if pause else None
            )
            ids = [item["comment"]["id"] for item in _good(answer).json()["items"]]
            assert len(ids) == 10
            taken.append(answer)
            freed = desk.call("DELETE", "/queue/leases", {"comment_ids": ids}, key)
            _good(connection.ask(freed))
            due = due + pause if pause else time.time()
        connection.close()

    _in_threads([partial(work, *each) for each in enumerate(desk.people)])
    return taken


def _decisions(desk: Desk) -> Iterator[Figure]:
    """Of the oldest, which no other measurement asks for."""
    page = desk.ask(desk.call("GET", "/queue?sort=oldest&limit=200"))
    single = iter(page["items"])
    yield _one_by_one(desk, "decide one", 100, lambda: _decision(desk, [next(single)]))
    batches = []
    cursor = page["next_cursor"]
    for _ in range(10):
        page = desk.ask(desk.call("GET", f"/queue?sort=oldest&limit=200&cursor={cursor}"))
        batches.append(page["items"])
        cursor = page["next_cursor"]
    whole = iter(batches)
    yield _one_by_one(desk, "decide 200 at once", 10, lambda: _decision(desk, next(whole)))


def _decision(desk: Desk, items: Sequence[Any]) -> Asked:
    wanted = [
        {"comment_id": item["comment"]["id"], "version": item["comment"]["version"]}
        for item in items
    ]
    return desk.call("POST", "/decisions", {"items": wanted, "action": "approve"})


def _pages(desk: Desk) -> Iterator[Figure]:
    for sort in SORTS:
        path = f"/queue?sort={sort}"
        yield _one_by_one(desk, f"first page, {sort}", 50, partial(desk.call, "GET", path))
        far = path
        for _ in range(FAR - 1):
            cursor = desk.ask(desk.call("GET", far))["next_cursor"]
            far = f"{path}&cursor={cursor}"
        yield _one_by_one(desk, f"{FAR}th page, {sort}", 50, partial(desk.call, "GET", far))
    totals = desk.call("GET", "/queue/totals")
    yield _one_by_one(desk, "totals of all tabs", 50, lambda: totals)


def _one_by_one(desk: Desk, what: str, number: int, asked: Callable[[], Asked]) -> Figure:
    connection = Connection(desk.server.port)
    got, cost = costing(
        desk.server.pid, lambda: [_good(connection.ask(asked())) for _ in range(number)]
    )
    connection.close()
    return _figure(what, got, cost.server_cpu)


def _floor(folder: Path, seconds: float) -> list[Figure]:
    """The same load on a view that does nothing, on the same server."""
    command = [sys.executable, "-m", "benchmarks.floor", "127.0.0.1"]
    log = str(folder / "floor.log")
    with serving(lambda port: [*command, str(port), "16"], ROOT, log, answers("/")) as server:
        empty = partial(Asked, "/")
        steady = partial(at_rate, server.port, empty, LEASES_PER_SECOND, seconds, CLIENTS)
        paced, cost = costing(server.pid, steady)
        figures = [_figure("an empty view, 20 clients, 20 a second", paced, cost.server_cpu)]
        full = partial(in_turn, server.port, empty, seconds, CLIENTS)
        at_once, cost = costing(server.pid, full)
        figures.append(
            _figure("an empty view, 20 clients, without a pause", at_once, cost.server_cpu)
        )
        one, cost = costing(server.pid, partial(in_turn, server.port, empty, 2.0, 1))
        return [*figures, _figure("an empty view, one by one", one, cost.server_cpu)]


def _figure(what: str, got: Sequence[Answer], cpu_s: float) -> Figure:
    cpu_ms = 1000 * cpu_s / len(got)
    return Figure(what, percentile(got, 50), percentile(got, 99), cpu_ms)


def _good(answer: Answer) -> Answer:
    assert 200 <= answer.status < 300, (answer.status, answer.body[:500])
    return answer


def _in_threads(works: Sequence[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def _print(measured: Sequence[Sequence[Figure]], floor: Sequence[Figure], comments: int) -> None:
    print(f"{comments:,} held comments; a fixed loop takes {spin_ms():.0f} ms on this machine\n")
    print("| p50 / p99 in ms (CPU of the server) | " + " | ".join(DATABASES) + " |")
    print("|---|" + "--:|" * len(DATABASES))
    for figures in zip(*measured, strict=True):
        print(f"| {figures[0].what} | " + " | ".join(map(_shown, figures)) + " |")
    for figure in floor:
        print(f"| *{figure.what}* | {_shown(figure)} | |")


def _shown(figure: Figure) -> str:
    return f"{figure.p50_ms:.1f} / {figure.p99_ms:.1f} ({figure.cpu_ms:.1f})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queue", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--comments", type=int, default=100_000, help="held ones")
    parser.add_argument("--seconds", type=float, default=15, help="of each load")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks",
                        help="folder for the instances")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
