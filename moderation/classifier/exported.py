"""Any model of detoxify's through ONNX Runtime, on an export that is made once and kept.

Each export is a folder, named by the hash of what it was made from. It is made under another name
and moved into place whole. Every file is compared with its hash before it is used, and an export
that is damaged is made anew. Deleting one costs the time to make it again, nothing else.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from moderation.classifier.checkpoint import DOWNLOADS, find_checkpoint
from moderation.classifier.contract import ClassifierUnavailable
from moderation.classifier.cores import usable_cores
from moderation.classifier.export_apart import LONGEST_SECONDS, export_apart
from moderation.classifier.manifest import (
    MANIFEST,
    MODEL,
    TOKENIZER,
    Damaged,
    Manifest,
    read_manifest,
)
from moderation.classifier.onnx import MOST_THREADS, OnnxClassifier, open_session
from moderation.classifier.windows import Windows

logger = logging.getLogger(__name__)

TOKENS = 512
"""In a batch, padding included. Of 128 to 2,048, 256 and 512 did most texts in a second of CPU
time (a tenth more than one by one); from 1,024 on it was less, and memory doubled."""
WIDE = 512
"""A step of a narrower model is over before a second thread has woken up to help: there, each core
computes a batch of its own. In a wider one they share each step, and one comment is done sooner."""
RETRY_SECONDS = 300.0
"""Nothing that failed is tried again sooner, as long as its files are the same."""

_failed: dict[Path, tuple[float, str]] = {}


@dataclass(frozen=True)
class Export:
    """Where the export of a model is, or would be."""

    name: str
    """As it is shown: for a path, the file's name."""
    asked: str
    """As it was asked for."""
    folder: Path

    @property
    def manifest(self) -> Manifest:
        """What it says of itself, all files being whole; raises `Damaged`."""
        return read_manifest(self.folder)


def default_cache() -> Path:
    """The folder of the exports where nobody names one: that of the server's instance."""
    return Path(os.environ.get("BELOWLINE_INSTANCE") or "instance").expanduser() / "models"


def load_exported(name: str, cache: Path | None = None) -> OnnxClassifier:
    """The model of that name or path, exported into `cache` unless it is there already.

    Raises ClassifierUnavailable.
    """
    export = export_of(name, cache or default_cache())
    try:
        return open_export(export, kept(export))
    except OSError as error:
        logger.warning("the export in %s is out of reach: %s", export.folder, error)
        raise ClassifierUnavailable(
            name, f"its export cannot be kept or read ({error.strerror})."
        ) from error


def export_of(name: str, cache: Path) -> Export:
    """Where that is kept; raises ClassifierUnavailable where there is no such checkpoint."""
    if name in DOWNLOADS:
        return Export(name, name, cache / f"{name}-{DOWNLOADS[name]}")
    checkpoint = find_checkpoint(name)
    try:
        key = f"checkpoint-{checkpoint.fingerprint()[:16]}"
    except OSError as error:
        raise ClassifierUnavailable(
            name, f"its files cannot be read ({error.strerror})."
        ) from error
    return Export(checkpoint.path.name, name, cache / key)


def exports_in(cache: Path) -> list[Export]:
    """All that were made there, whole or not, in order of their folders."""
    return [
        Export(file.parent.name, file.parent.name, file.parent)
        for file in sorted(cache.glob(f"[!.]*/{MANIFEST}"))
    ]


def kept(export: Export) -> Manifest:
    """That of the export, which is made first where it is missing or damaged.

    Of several processes that want one, the first makes it and the others wait.
    """
    with suppress(Damaged):
        return export.manifest
    export.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(export):
        try:
            return export.manifest
        except Damaged as damage:
            return _made(export, damage)


def _made(export: Export, damage: Damaged) -> Manifest:
    until, reason = _failed.get(export.folder, (0.0, ""))
    if time.monotonic() < until:
        raise ClassifierUnavailable(export.asked, reason)
    logger.info("exporting %r into %s: %s", export.name, export.folder, damage)
    for leftover in export.folder.parent.glob(f".{export.folder.name}-*"):
        shutil.rmtree(leftover, ignore_errors=True)  # of a process that was killed at it
    with tempfile.TemporaryDirectory(
        dir=export.folder.parent, prefix=f".{export.folder.name}-"
    ) as place:
        draft = Path(place) / "new"
        draft.mkdir()
        try:
            export_apart(export.asked, draft)
        except ClassifierUnavailable as error:
            _failed[export.folder] = (time.monotonic() + RETRY_SECONDS, error.reason)
            raise
        if export.folder.exists():
            export.folder.rename(Path(place) / "damaged")
        draft.rename(export.folder)
    return export.manifest


@contextmanager
def _alone(export: Export) -> Iterator[None]:
    """Be the only process that makes this export; the system frees what a dead one held."""
    end = time.monotonic() + LONGEST_SECONDS
    with export.folder.with_name(f".{export.folder.name}.lock").open("ab") as lock:
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() > end:
                raise ClassifierUnavailable(
                    export.asked, "another process has been exporting it for too long."
                )
            time.sleep(0.2)
        yield


def open_export(export: Export, manifest: Manifest) -> OnnxClassifier:
    """Ready to score by an export that is there; `manifest` is its own."""
    cores = min(usable_cores(), MOST_THREADS)
    together, side_by_side = (cores, 1) if manifest.width >= WIDE else (1, cores)
    return OnnxClassifier(
        name=export.name,
        revision=manifest.source[:12],
        labels=manifest.labels,
        windows=Windows(Tokenizer.from_file(str(export.folder / TOKENIZER)), manifest.window),
        session=open_session(export.folder / MODEL, together),
        tokens=TOKENS,
        padding=manifest.padding,
        side_by_side=side_by_side,
    )
