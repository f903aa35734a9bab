"""What webhooks cost and how fast they are: decisions with and without a subscriber, in one run.

    python -m benchmarks.webhooks
    python -m benchmarks.webhooks --seconds 3 --backlog 600      a short look

The real `belowline serve` on a made-up instance, one receiver in a process of its own. Rounds with
and without a webhook take turns, so that both sides meet the same machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.client import Answer, Asked, at_rate, in_turn, percentile
from benchmarks.corpus import Corpus
from benchmarks.machine import Cost, costing, memory, spin_ms
from benchmarks.servers import Server, answers, serving

ROOT = Path(__file__).parent.parent
CORPUS = Corpus(articles=20, comments=3_000, big_thread=500)
EVENTS = ["comment.approved", "comment.rejected"]
RATE = 50.0
AT_ONCE = 4
"""Connections that decide as fast as they are answered."""

IDLE_EVERY_S = 0.25
PATIENCE_S = 120
A_BATCH = 200
Pair = tuple[float, float]


@dataclass
class Side:
    """Decisions with or without a subscriber: those at a rate, those at full speed."""

    steady: list[Answer] = field(default_factory=list)
    steady_costs: list[Cost] = field(default_factory=list)
    full: list[Answer] = field(default_factory=list)
    full_costs: list[Cost] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Decisions a second at full speed."""
        return len(self.full) / sum(cost.seconds for cost in self.full_costs)

    @property
    def cpu_ms(self) -> float:
        """What the server computes for a decision at the steady rate, its deliveries included."""
        return 1000 * sum(cost.server_cpu for cost in self.steady_costs) / len(self.steady)


class Newsroom:
    """A running service, its receiver, and a bot that decides its comments over and over."""

    def __init__(self, folder: Path, server: Server, taker: Server) -> None:
        self.server, self.taker = server, taker
        self._headers = {"Authorization": f"Bearer {ours.admin_key(folder)}"}
        self._comments = ours.approved(folder)
        self._numbers = itertools.count()

    def call(self, method: str, path: str, sent: Any = None) -> Answer:
        """One call of the API, which must succeed."""
        body = "" if sent is None else json.dumps(sent)
        answer = self.server.ask(Asked(f"/api/v1{path}", method, body, self._headers))
        assert 200 <= answer.status < 300, answer
        return answer

    def decision(self, batch: int = 1) -> Asked:
        """The next decision: reject each comment in turn, then approve each, and so on."""
        numbers = [next(self._numbers) for _ in range(batch)]
        size = len(self._comments)
        items = [{"comment_id": self._comments[number % size]} for number in numbers]
        action = "approve" if numbers[0] // size % 2 else "reject"
        sent = json.dumps({"items": items, "action": action})
        return Asked("/api/v1/decisions", "POST", sent, self._headers)

    @contextmanager
    def subscribed(self, endpoints: int = 1) -> Iterator[None]:
        """Have so many webhooks while the block works."""
        url = f"http://127.0.0.1:{self.taker.port}/hook"
        sent = {"url": url, "events": EVENTS}
        ids = [self.call("POST", "/webhooks", sent).json()["id"] for _ in range(endpoints)]
        try:
            yield
        finally:
            for id_ in ids:
                self.call("DELETE", f"/webhooks/{id_}")

    def arrived(self, number: int) -> list[Pair]:
        """Wait for so many deliveries; of each, when it happened and when it arrived (Unix time)."""
        pairs: list[Pair] = []
        end = time.monotonic() + PATIENCE_S
        while len(pairs) < number:
            assert time.monotonic() < end, f"{len(pairs)} of {number} arrived"
            time.sleep(0.1)
            told = self.taker.ask(Asked("/arrivals")).json()
            pairs += [(datetime.fromisoformat(when).timestamp(), at) for at, when in told]
        return pairs


def main() -> None:
    """Measure what the command line asks for."""
    chosen = _arguments()
    chosen.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=chosen.work.absolute()) as name, _newsroom(name) as room:
        before = memory(room.server.pid).rss
        none, one, steady = _both_sides(room, chosen.seconds, chosen.rounds)
        idle = _idle(room, chosen.seconds)
        rates = {number: _backlog(room, chosen.backlog, number) for number in (1, chosen.webhooks)}
        after = memory(room.server.pid).rss
        _print_sides(none, one, before, after)
        _print_arrivals(idle, steady)
        _print_rates(rates)
        print(f"\n{ours.check(Path(name))}; a fixed loop takes {spin_ms():.0f} ms on this machine")


@contextmanager
def _newsroom(name: str) -> Iterator[Newsroom]:
    folder = Path(name)
    taker: list[str | Path] = [sys.executable, Path(__file__).with_name("taker.py")]
    allowed = {"BELOWLINE_WEBHOOK_ALLOW_PRIVATE": "127.0.0.0/8"}
    ready = answers("/arrivals")
    with (
        ours.served(folder, CORPUS, **allowed) as server,
        serving(lambda port: [*taker, str(port)], folder, "taker.log", ready) as receiver,
    ):
        yield Newsroom(folder, server, receiver)


def _both_sides(room: Newsroom, seconds: float, rounds: int) -> tuple[Side, Side, list[Pair]]:
    none, one, arrivals = Side(), Side(), []
    _decide(room, Side(), min(seconds, 2))  # what is slow the first time is not counted
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        _decide(room, none, seconds)
        with room.subscribed():
            arrivals += _decide(room, one, seconds, subscribed=True)
    return none, one, arrivals


def _decide(room: Newsroom, side: Side, seconds: float, *, subscribed: bool = False) -> list[Pair]:
    """Decide at the steady rate, then at full speed; what arrived of the former."""
    port, pid = room.server.port, room.server.pid
    steady, cost = costing(pid, lambda: at_rate(port, room.decision, RATE, seconds, 8))
    side.steady += steady
    side.steady_costs.append(cost)
    arrived = room.arrived(len(steady)) if subscribed else []
    full, cost = costing(pid, lambda: in_turn(port, room.decision, seconds, AT_ONCE))
    side.full += full
    side.full_costs.append(cost)
    if subscribed:
        room.arrived(len(full))
    assert all(answer.status == 200 for answer in [*steady, *full])
    return arrived


def _idle(room: Newsroom, seconds: float) -> list[Pair]:
    """One decision now and then, on a server with nothing else to do."""
    number = max(8, int(seconds / IDLE_EVERY_S))
    with room.subscribed():
        for _ in range(number):
            time.sleep(IDLE_EVERY_S)
            assert room.server.ask(room.decision()).status == 200
        return room.arrived(number)


def _backlog(room: Newsroom, number: int, endpoints: int) -> float:
    """Deliveries a second while a backlog is worked off: the receiver holds all, then takes all."""
    decisions = max(1, number // endpoints // A_BATCH) * A_BATCH
    with room.subscribed(endpoints):
        room.taker.ask(Asked("/hold", "POST"))
        for _ in range(decisions // A_BATCH):
            assert room.server.ask(room.decision(A_BATCH)).status == 200
        time.sleep(1)  # the first have come, and wait for their answers
        begin = time.time()
        room.taker.ask(Asked("/release", "POST"))
        arrivals = room.arrived(decisions * endpoints)
    later = [at for _, at in arrivals if at > begin]
    return len(later) / (max(later) - begin)


def _print_sides(none: Side, one: Side, before: float, after: float) -> None:
    print("| | none subscribed | one webhook | change |\n|---|--:|--:|--:|")
    _print_pair(
        f"p50 of a decision at {RATE:.0f}/s, ms",
        percentile(none.steady, 50),
        percentile(one.steady, 50),
    )
    _print_pair(
        f"p99 of a decision at {RATE:.0f}/s, ms",
        percentile(none.steady, 99),
        percentile(one.steady, 99),
    )
    _print_pair(f"CPU of the server for a decision at {RATE:.0f}/s, ms", none.cpu_ms, one.cpu_ms)
    _print_pair(f"decisions a second, {AT_ONCE} at once", none.rate, one.rate)
    _print_pair("memory before and after everything, MB", before, after)


def _print_pair(what: str, none: float, one: float) -> None:
    print(f"| {what} | {none:.1f} | {one:.1f} | {100 * (one / none - 1):+.0f} % |")


def _print_arrivals(idle: Sequence[Pair], steady: Sequence[Pair]) -> None:
    print(f"\n| from decision to arrival | idle | at {RATE:.0f} decisions/s |\n|---|--:|--:|")
    for share in (50, 99):
        print(f"| p{share}, ms | {_delay(idle, share):.0f} | {_delay(steady, share):.0f} |")


def _print_rates(rates: dict[int, float]) -> None:
    print("\n| deliveries a second of a backlog | |\n|---|--:|")
    for endpoints, rate in rates.items():
        print(f"| to {endpoints} webhook{'s' * (endpoints > 1)} | {rate:.0f} |")


def _delay(arrivals: Sequence[Pair], share: float) -> float:
    delays = sorted(at - happened for happened, at in arrivals)
    return 1000 * delays[min(len(delays) - 1, int(len(delays) * share / 100))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.webhooks", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--seconds", type=float, default=15, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="with and without, in turn")
    parser.add_argument("--backlog", type=int, default=6_000, help="deliveries")
    parser.add_argument("--webhooks", type=int, default=10, help="for the second backlog")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks",
                        help="folder for the instance")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
