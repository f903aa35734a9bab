"""The figures of a run, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from benchmarks.machine import Memory

HEADINGS = (
    f"{'':28}{'req/s':>9}{'target':>8}{'of floor':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    f"{'CPU ms':>9}{'bytes':>9}{'wrong':>6}{'spin ms':>8}{'others':>7}"
)


@dataclass(frozen=True)
class Row:
    """One service in one case. `size` is bytes of the body; `others` is in cores."""

    case: str
    title: str
    service: str
    rate: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    size: int
    wrong: int
    target: float | None
    spin_ms: float
    others: float
    of_floor: float | None = None
    p95_ms: float | None = None
    note: str = ""

    def beside(self, floor: float) -> Row:
        """This row with its part of the floor's rate."""
        return replace(self, of_floor=self.rate / floor)

    def noting(self, note: str, p95_ms: float) -> Row:
        """This row with a remark, and with what 95 % of the answers took at most."""
        return replace(self, note=note, p95_ms=p95_ms)


def print_table(rows: Sequence[Row]) -> None:
    """Print each case with its services one below the other."""
    print(HEADINGS)
    for title, some in groupby(rows, lambda row: row.title):
        print(title)
        for row in some:
            print(_line(row))
    print(
        "CPU: the server's own, a request. Spin: a fixed loop, just before; others: cores kept busy\n"
        "by other programs meanwhile. The floor answers as many bytes as Belowline does."
    )


def print_memory(held: Mapping[str, Memory]) -> None:
    """Print what each service holds after the load."""
    for service, memory in held.items():
        print(f"memory of {service}: {memory.rss:.0f} MB RSS, {memory.pss:.0f} MB PSS")


def _line(row: Row) -> str:
    return (
        f"  {row.service:26}{row.rate:9.1f}{_or_dash(row.target, '.0f'):>8}"
        f"{_or_dash(row.of_floor, '.0%'):>9}{row.p50_ms:9.1f}{_or_dash(row.p95_ms, '.1f'):>9}"
        f"{row.p99_ms:9.1f}{row.cpu_ms:9.3f}{row.size:9d}{row.wrong:6d}{row.spin_ms:8.1f}"
        f"{row.others:7.2f}" + (f"\n{'':28}{row.note}" if row.note else "")
    )


def _or_dash(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
