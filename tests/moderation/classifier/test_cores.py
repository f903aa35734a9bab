"""How many cores there are: what the kernel says in its files, and what it lets us use."""

import os
from pathlib import Path

import pytest

from moderation.classifier.cores import usable_cores

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"), reason="this system pins no process"
)
FREE = "-1"


@pytest.fixture
def many() -> int:
    """The cores of a process without any quota."""
    return len(os.sched_getaffinity(0))


def _files(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content + "\n")
    return root


def test_only_usable_cores_count() -> None:
    """Whoever may run on a single core of the machine has a single core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        assert usable_cores() == 1
    finally:
        os.sched_setaffinity(0, cores)


QUOTAS = [
    # Version 2: one tree, one file.
    ({"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "100000 100000"}, 1),
    ({"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "50000 100000"}, 1),
    ({"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "max 100000"}, None),
    # The group above may be the narrower one.
    (
        {
            "proc/self/cgroup": "0::/pod/box",
            "sys/fs/cgroup/pod/cpu.max": "150000 100000",
            "sys/fs/cgroup/pod/box/cpu.max": "max 100000",
        },
        1,
    ),
    # Version 1: a tree for each controller, two files; a container may not see its own path.
    (
        {
            "proc/self/cgroup": "4:memory:/box\n3:cpu,cpuacct:/box",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "100000",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
        },
        1,
    ),
    (
        {
            "proc/self/cgroup": "1:cpu:/",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": FREE,
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
        },
        None,
    ),
    # The quota of something else, and a system without control groups.
    ({"proc/self/cgroup": "1:cpuset:/", "sys/fs/cgroup/cpu.max": "100000 100000"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("files", "cores"), QUOTAS)
def test_a_quota_counts(
    tmp_path: Path, many: int, files: dict[str, str], cores: int | None
) -> None:
    """A container's share of time bounds the threads; without one, the affinity does."""
    assert usable_cores(_files(tmp_path, files)) == (cores or many)


def test_a_quota_over_what_there_is_adds_nothing(tmp_path: Path, many: int) -> None:
    """The time of a hundred cores makes no more cores."""
    files = {"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "10000000 100000"}
    assert usable_cores(_files(tmp_path, files)) == many
