"""What processes cost, and how busy the machine is with others, as Linux tells it in /proc."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
TICKS = os.sysconf("SC_CLK_TCK")
SPINS = 1_000_000


@dataclass(frozen=True)
class Cost:
    """What went on while something ran, in seconds of CPU time and of the clock."""

    seconds: float
    server_cpu: float
    others_cpu: float
    """By all that is neither the server nor this program with its children."""

    @property
    def others(self) -> float:
        """How many cores the others kept busy."""
        return max(0.0, self.others_cpu / self.seconds)


@dataclass(frozen=True)
class Memory:
    """In MB, over all processes of a server; PSS shares out what several have in common."""

    rss: float
    pss: float


def costing(pid: int, work: Callable[[], T]) -> tuple[T, Cost]:
    """Do the work, and tell what it cost the server of this process id."""
    start, all_before = time.monotonic(), _whole_machine()
    server_before, own_before = cpu(pid), _own()
    result = work()
    server, own = cpu(pid) - server_before, _own() - own_before
    everything = _whole_machine() - all_before
    return result, Cost(time.monotonic() - start, server, everything - server - own)


def spin_ms() -> float:
    """How long a fixed loop takes: more than on a quiet machine tells how busy this one is."""
    start = time.perf_counter()
    for number in range(SPINS):
        _ = number * number & 7
    return (time.perf_counter() - start) * 1000


def cpu(pid: int) -> float:
    """The CPU time of a process and of those it started, in seconds."""
    return sum(_cpu_of(each) for each in family(pid))


def memory(pid: int) -> Memory:
    """What a process and those it started hold now."""
    kilobytes: defaultdict[str, int] = defaultdict(int)
    for each in family(pid):
        for line in _read(each, "smaps_rollup").splitlines()[1:]:
            name, _, size = line.partition(":")
            kilobytes[name] += int(size.split()[0])
    return Memory(kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024)


def family(pid: int) -> list[int]:
    """A process and all that it started, directly or not."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        fields = _fields(int(folder.name))
        if fields:
            children[int(fields[1])].append(int(folder.name))
    found = [pid]
    for each in found:
        found += children[each]
    return found


def _own() -> float:
    # Children count once they are waited for, which is when a load is over.
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _whole_machine() -> float:
    user, nice, system, _idle, _waiting, irq, softirq = map(
        int, Path("/proc/stat").read_text(encoding="ascii").split()[1:8]
    )
    return (user + nice + system + irq + softirq) / TICKS


def _cpu_of(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third (the state) on; none once it has ended."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def peak_mb() -> float:
    """The most memory that this process has ever held, as Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM"))
