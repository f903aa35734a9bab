"""Has a model exported by a process of its own, so that this one never imports torch."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import moderation
from moderation.classifier.contract import ClassifierUnavailable

logger = logging.getLogger(__name__)

LONGEST_SECONDS = 3600.0
"""A gigabyte over a slow line takes this long; what takes longer has come to a stop."""
LOG = "log.txt"
REASON = "reason.txt"
"""The file in which the other process says, in plain words, why it could not do it."""
LOGGED = 4000


def export_apart(name: str, folder: Path, *, seconds: float = LONGEST_SECONDS) -> None:
    """Write the export of a model (a name, or the path of a checkpoint) into the folder.

    Takes from seconds to minutes, and a download before that. Raises ClassifierUnavailable
    with the reason; what the other process said is logged then.
    """
    with (
        (folder / LOG).open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own program, and a name that we have checked
            # -P: whatever lies in the working directory is none of our packages.
            [sys.executable, "-P", "-m", "moderation.classifier.export", name, str(folder)],
            env=_environment(), stdin=subprocess.PIPE, stdout=log, stderr=log,
        ) as process,
    ):  # fmt: skip
        try:
            # Its standard input stays open as long as we live, which is how it knows.
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise ClassifierUnavailable(
                name, f"exporting it was not done after {seconds:,.0f} seconds."
            ) from None
        finally:
            process.kill()
    if code != 0:
        said = (folder / LOG).read_bytes()[-LOGGED:].decode(errors="replace")
        logger.warning("the export of %r ended with code %d and said: %s", name, code, said)
        raise ClassifierUnavailable(name, _reason(folder, code))
    (folder / LOG).unlink()


def _environment() -> dict[str, str]:
    """Ours, with the place of our packages."""
    root = str(Path(moderation.__path__[0]).resolve().parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _reason(folder: Path, code: int) -> str:
    reason: str | None = None
    with suppress(OSError):
        reason = (folder / REASON).read_text(encoding="utf-8", errors="replace").strip()
    if reason:
        return reason
    if reason is not None:
        how = "without room on the disk for its reason"  # the file could be made, but not filled
    elif code == -9:
        how = "for want of memory, perhaps (signal 9)"  # so a system short of it ends a process
    else:
        how = f"with code {code}"
    return f"the process that exports it ended {how}; the log says more."
