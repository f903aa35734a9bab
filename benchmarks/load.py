"""Load over HTTP: Belowline beside the floor of its own server, and beside a peer.

    python -m benchmarks.load                  Belowline and the floor
    python -m benchmarks.load --peer isso      and Isso, installed on first use

A fresh instance is filled, the services take turns case by case, and one table comes out.
Everything runs on this machine and ends by itself; `--help` says what can be chosen.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks import ours
from benchmarks.cases import POSTS, READS, STEADY, Case, Service
from benchmarks.client import (
    Answer,
    Asked,
    Load,
    at_rate,
    client_name,
    in_turn,
    load,
    measured,
    percentile,
)
from benchmarks.corpus import Corpus
from benchmarks.isso import isso
from benchmarks.machine import Cost, costing, memory, spin_ms
from benchmarks.servers import Server, answers, serving
from benchmarks.table import Row, print_memory, print_table

ROOT = Path(__file__).parent.parent
FLOOR = "empty view"
THREADS = 16
"""Of the floor; what `BELOWLINE_THREADS` is where nobody sets it."""

STEADY_RATE = 20.0
STEADY_CONNECTIONS = 32
WARM_UP_S = 1.0
"""Before each measurement, unmeasured."""

LONGEST_S = 30.0
"""For a service that would otherwise answer nobody in the time there is."""


def main() -> None:
    """Measure what the command line asks for."""
    chosen = _arguments()
    corpus = Corpus(chosen.articles, chosen.comments, chosen.big_thread, chosen.seed)
    chosen.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=chosen.work.absolute()) as name:
        rows = _measure(Path(name), corpus, chosen)
    if chosen.out:
        with chosen.out.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(row)) + "\n" for row in rows)


def _measure(folder: Path, corpus: Corpus, chosen: argparse.Namespace) -> list[Row]:
    run = _Run(folder, chosen.seconds, chosen.connections)
    with ExitStack() as stack:
        _say(f"filling {corpus.articles} articles with {corpus.comments} comments")
        floor = stack.enter_context(_floor(folder))
        services = [stack.enter_context(ours.belowline(folder, corpus))]
        if chosen.peer == "isso":
            services.append(stack.enter_context(isso(chosen.work.absolute(), folder, corpus)))
        for case in (case for case in READS if case.name in chosen.cases):
            run.read(case, floor, services)
        if POSTS.name in chosen.cases:
            for service in services:
                run.post(service)
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {client_name()}")
        print_table(run.rows)
        print_memory({each.name: memory(each.server.pid) for each in services})
    print(f"belowline check: {ours.check(folder)}")
    return run.rows


class _Run:
    """One run: its rows so far, and the number of the next post."""

    def __init__(self, folder: Path, seconds: float, connections: int) -> None:
        self.folder, self.seconds, self.connections = folder, seconds, connections
        self.rows: list[Row] = []
        self.numbers = itertools.count(1)

    def read(self, case: Case, floor: Server, services: Sequence[Service]) -> None:
        """Measure one case for everybody: first the floor, with as many bytes as we answer."""
        probes = {each.name: _proved(each, case) for each in services if case.name in each.reads}
        size = len(next(iter(probes.values())).body)
        base = self._load(floor, [Asked(f"/{size}")])
        self.rows.append(_row(case, FLOOR, *base, size))
        for service in services:
            if case.name in service.reads:
                probe = probes[service.name]
                asked = service.reads[case.name].asked
                measures = self._load(service.server, asked, probe.seconds)
                row = _row(case, service.name, *measures, len(probe.body))
                self.rows.append(row.beside(base[0].rate))

    def _load(
        self, server: Server, asked: Sequence[Asked], takes: float = 0.0
    ) -> tuple[Load, Cost, float]:
        """One load; where a single request takes long, longer and without a warm-up before."""
        seconds = max(self.seconds, min(2 * takes * self.connections, LONGEST_S))
        if seconds == self.seconds:
            load(server.port, asked, WARM_UP_S, self.connections)
        spin = spin_ms()
        result, cost = costing(
            server.pid, lambda: load(server.port, asked, seconds, self.connections)
        )
        return result, cost, spin

    def post(self, service: Service) -> None:
        """Posts as fast as they are answered, then at an even rate."""
        self._posts(service, POSTS)
        self._posts(service, STEADY)

    def _posts(self, service: Service, case: Case) -> None:
        _say(f"{service.name}: {case.title}")
        spin = spin_ms()
        answers_, cost = costing(service.server.pid, lambda: self._posting(service, case))
        row = _row(case, service.name, measured(answers_), cost, spin, len(answers_[0].body))
        self.rows.append(row.noting(self._what_became(service, answers_), percentile(answers_, 95)))

    def _posting(self, service: Service, case: Case) -> list[Answer]:
        port = service.server.port

        def following() -> Asked:
            return service.post(next(self.numbers))

        if case is POSTS:
            return in_turn(port, following, self.seconds, self.connections)
        return at_rate(port, following, STEADY_RATE, self.seconds, STEADY_CONNECTIONS)

    def _what_became(self, service: Service, posted: Sequence[Answer]) -> str:
        if service.name != ours.NAME:
            return "no scoring"
        drained = ours.drained(self.folder)
        good = [answer for answer in posted if answer.status == 201]
        share = ours.share_final(self.folder, good)
        return f"{share:.1%} answered with their verdict, all scored {drained:.1f} s later"


@contextmanager
def _floor(folder: Path) -> Iterator[Server]:
    def command(port: int) -> list[str | Path]:
        module = ("-m", "benchmarks.floor")
        return [sys.executable, *module, "127.0.0.1", str(port), str(THREADS)]

    variables = {"PYTHONPATH": str(ROOT)}
    with serving(command, folder, "floor.log", answers("/"), variables) as server:
        yield server


def _proved(service: Service, case: Case) -> Answer:
    """The answer to the first request of a case, which must be right."""
    reading = service.reads[case.name]
    service.server.ask(reading.asked[0])  # waits for what an earlier load has left behind
    answer = service.server.ask(reading.asked[0])
    _say(f"{service.name}: {case.title}, {len(answer.body)} bytes in {answer.seconds:.3f} s")
    if answer.status != 200 or not reading.proof(answer.json()):
        raise RuntimeError(f"{service.name} answers {case.title} with {answer.body[:500]!r}")
    return answer


def _row(case: Case, service: str, load: Load, cost: Cost, spin: float, size: int) -> Row:
    return Row(
        case=case.name,
        title=case.title,
        service=service,
        rate=load.rate,
        p50_ms=load.p50_ms,
        p99_ms=load.p99_ms,
        cpu_ms=cost.server_cpu / max(1, load.requests) * 1000,
        size=size,
        wrong=load.wrong,
        target=case.target if service == ours.NAME else None,
        spin_ms=spin,
        others=cost.others,
    )


def _arguments() -> argparse.Namespace:
    names = [case.name for case in (*READS, POSTS)]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--big-thread", type=int, default=10_000, help="comments of article 1")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--peer", choices=["isso"])
    parser.add_argument("--cases", nargs="+", choices=names, default=names)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks",
                        help="folder for what is installed once, and for the instance")  # fmt: skip
    parser.add_argument("--out", type=Path, help="append the figures to this file, as JSON lines")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
