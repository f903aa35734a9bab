"""How many cores this process really has, which can be far fewer than the machine's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath


def usable_cores(root: Path = Path("/")) -> int:
    """The cores it may run on, by its affinity and by the quota of its control groups.

    A container that has the time of two cores usually sees all of the machine's; threads beyond
    the quota are stopped in the middle of their work. `root` is where /proc and /sys lie.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, int(min([allowed or 1, *_quotas(root)])))


def _quotas(root: Path) -> Iterator[float]:
    """In cores: the quota of its own group, and of each above that, where one is set."""
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        tree = root / "sys/fs/cgroup" / ("cpu" if controllers else "")
        if controllers and "cpu" not in controllers.split(","):
            continue  # version 1 has a tree for each controller, version 2 one for all
        own = PurePosixPath(group).relative_to("/")
        for folder in (tree / own, *(tree / above for above in own.parents)):
            yield from _quota_1(folder) if controllers else _quota_2(folder)


def _quota_1(folder: Path) -> Iterator[float]:
    """Microseconds of time in each period, in two files; -1 is no quota."""
    quota, period = (_text(folder / f"cpu.cfs_{name}_us").split() for name in ("quota", "period"))
    if quota and period and int(quota[0]) > 0:
        yield int(quota[0]) / int(period[0])


def _quota_2(folder: Path) -> Iterator[float]:
    """The same in one file; “max” is no quota."""
    both = _text(folder / "cpu.max").split()
    if both and both[0] != "max":
        yield int(both[0]) / int(both[1])


def _text(file: Path) -> str:
    """Nothing where there is no such file, or none that may be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
