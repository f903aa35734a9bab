"""A folder that a test really cannot read for a while, whoever runs it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def out_of_reach(folder: Path) -> Iterator[None]:
    """Within the block this process may neither list the folder nor look at what lies in it."""
    mode, user = folder.stat().st_mode, os.geteuid()
    folder.chmod(0)
    if user == 0:  # whom no mode keeps out
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(mode)
