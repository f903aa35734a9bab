"""The npm packages that others wrote for the Perspective API, exactly as `package-lock.json` has them.

They are fetched once and kept under `build/`, so that only the first run needs npm's registry. Which
one that is, is the machine's business: the lock names versions and their hashes, and no address.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KEPT = HERE.parents[2] / "build" / "npm"
FILES = ("package.json", "package-lock.json")
INSTALL_SECONDS = 60
FAULTS = ("EINTEGRITY", "EUSAGE")


def installed() -> Path:
    """The folder with `node_modules` in it; skips the test where they cannot be had."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed here")
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    folder = KEPT / digest[:16]
    if not folder.exists():
        _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    """Install beside it, then move into place: half an installation is never found there."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as name:
        draft = Path(name) / "packages"
        draft.mkdir()
        for file in FILES:
            shutil.copy(HERE / file, draft)
        _install(draft)
        with suppress(OSError):  # another process was faster, and has the same
            draft.rename(folder)


def _install(folder: Path) -> None:
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install the clients within {INSTALL_SECONDS} s")
    if done.returncode != 0:
        # A package that is not what the lock says is a fault, and no reason to look away.
        assert not any(code in done.stderr for code in FAULTS), done.stderr
        pytest.skip(f"npm cannot install the clients here: {done.stderr.strip()[-300:]}")
