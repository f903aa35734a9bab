"""How long callers of the Perspective API's interface wait: beside an idle service and a busy one.

    python -m benchmarks.perspective
    python -m benchmarks.perspective --seconds 5 --comments 1000      a short look

Comments of a hundred words come at a steady rate, whether or not the answers keep up, and each is
timed from the moment it was due. First the service has nothing else to do; then
`belowline rescore` has it score all the comments of a made-up instance again. Beside it stand an empty view on the
same server, and `/healthz` at the same rate.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ours, words
from benchmarks.client import Answer, Asked, at_rate, percentile
from benchmarks.corpus import Corpus
from benchmarks.machine import Cost, costing, memory, spin_ms
from benchmarks.servers import Server, answers, serving

ROOT = Path(__file__).parent.parent
WORDS = 100
TARGET_MS = 300
"""Of 99 in a hundred. Coral gives up at 800."""

CONNECTIONS = 16
RUDE = 0.08
FLOOR_THREADS = 16
Ask = Callable[[], Asked]


@dataclass(frozen=True)
class Row:
    """What one load measured."""

    what: str
    answers: list[Answer]
    cost: Cost
    spin_ms: float


def main() -> None:
    """Measure what the command line asks for."""
    chosen = _arguments()
    chosen.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=chosen.work.absolute()) as name:
        rows = _measured(Path(name), chosen.rate, chosen.seconds, chosen.comments)
        _print(rows, chosen.rate)
        print(ours.check(Path(name)))


def _measured(folder: Path, rate: float, seconds: float, comments: int) -> list[Row]:
    corpus = Corpus(articles=20, comments=comments, big_thread=comments // 10)
    rows: list[Row] = []

    def measure(what: str, server: Server, following: Ask, seconds: float = seconds) -> None:
        print(f"… {what}", file=sys.stderr)
        at_rate(server.port, following, rate, min(seconds, 2), CONNECTIONS)  # the first are slow
        spin = spin_ms()
        work = lambda: at_rate(server.port, following, rate, seconds, CONNECTIONS)  # noqa: E731
        rows.append(Row(what, *costing(server.pid, work), spin))

    with _floor(folder) as floor:
        measure("an empty view on the same server", floor, lambda: Asked("/"))
    with ours.served(folder, corpus) as server:
        analyze, alive = _analyses(ours.admin_key(folder)), lambda: Asked("/healthz")
        measure("/healthz, idle", server, alive)
        measure("analyze, idle", server, analyze)
        ours.rescore(folder)
        began, before = time.monotonic(), ours.waiting(folder)
        measure("/healthz, re-scoring", server, alive, seconds / 2)
        measure("analyze, re-scoring", server, analyze)
        after = ours.waiting(folder)
        assert after, "the re-score was over too soon: ask for more comments or fewer seconds"
        done = (before - after) / (time.monotonic() - began)
        print(f"{before:,} comments were to be scored again; {done:.0f} a second were meanwhile.")
        print(f"Memory: {memory(server.pid).rss:.0f} MB resident.\n")
    return rows


@contextmanager
def _floor(folder: Path) -> Iterator[Server]:
    def command(port: int) -> list[str]:
        return [
            sys.executable,
            "-m",
            "benchmarks.floor",
            "127.0.0.1",
            str(port),
            str(FLOOR_THREADS),
        ]

    with serving(command, ROOT, str(folder / "floor.log"), answers("/")) as server:
        yield server


def _analyses(key: str) -> Ask:
    """Each next question about a comment that nobody asked about before, as Coral asks."""
    numbers = itertools.count()

    def following() -> Asked:
        sent = {
            "comment": {"text": hundred_words(next(numbers))},
            "doNotStore": True,
            "requestedAttributes": {"TOXICITY": {}},
            "languages": ["en"],
        }
        return Asked(f"/v1alpha1/comments:analyze?key={key}", "POST", json.dumps(sent))

    return following


def hundred_words(number: int) -> str:
    """A comment of a hundred words; a few are rude."""
    rng = random.Random(f"analyze {number}")
    text: list[str] = []
    while len(text) < WORDS:
        text += words.comment(rng, str(number), RUDE).split()
    return " ".join(text[:WORDS])


def _print(rows: list[Row], rate: float) -> None:
    print(
        f"| at {rate:.0f}/s | p50, ms | p95, ms | p99, ms | longest, ms | wrong | CPU, ms each | others, cores |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        wrong = sum(map(_is_wrong, row.answers))
        times = " | ".join(f"{percentile(row.answers, share):.1f}" for share in (50, 95, 99, 100))
        each = 1000 * row.cost.server_cpu / len(row.answers)
        print(f"| {row.what} | {times} | {wrong} | {each:.1f} | {row.cost.others:.2f} |")
    number, spins = len(rows[-1].answers), [row.spin_ms for row in rows]
    print(f"\n{number} requests in the last row. Wrong: no answer, or one without a score.")
    print(f"A fixed loop took {min(spins):.0f} to {max(spins):.0f} ms on this machine.")
    print(f"Target: p99 under {TARGET_MS} ms.")


def _is_wrong(answer: Answer) -> bool:
    """Whether it is no answer, or a 1.0 that is no score: too much was to be scored."""
    if answer.status != 200 or b"attributeScores" not in answer.body:
        return answer.status != 200
    score = answer.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    return bool(score == 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.perspective", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--seconds", type=float, default=30, help="of each measurement")
    parser.add_argument("--comments", type=int, default=10_000, help="to be scored again")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks",
                        help="folder for the instance")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
