"""The file that a backup is: a tar.gz of a manifest and the files whose hashes it names."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

FORMAT = "belowline-backup-1"
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 64 * 1024
COMPRESSION = 3


class BadArchive(Exception):
    """The file is no backup, or not as it was written; the message says which."""


def write_archive(target: Path, files: Iterable[Path]) -> None:
    """Write `files` and their manifest to `target`: whole, on the disk, or not at all.

    Only its owner may read it, for it may hold the secret key.
    """
    files = list(files)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".backup-", delete=False) as draft:
        try:
            with tarfile.open(fileobj=draft, mode="w:gz", compresslevel=COMPRESSION) as archive:
                _add(archive, MANIFEST, io.BytesIO(manifest := _manifest(files)), len(manifest))
                for file in files:
                    with file.open("rb") as content:
                        _add(archive, file.name, content, file.stat().st_size)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(target)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(draft.name).unlink()
            raise
    _sync_folder(target.parent)


def read_archive(source: Path, folder: Path) -> dict[str, Path]:
    """Unpack into `folder` what the manifest names, and compare the hashes; the files by name.

    Raises `BadArchive`, and `OSError` where the file cannot be read at all.
    """
    with source.open("rb") as opened:
        try:
            return _read(opened, folder)
        except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as error:
            raise BadArchive(f"{source} is no backup of Belowline, or damaged: {error}") from error


def _manifest(files: Iterable[Path]) -> bytes:
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": {file.name: _hash(file) for file in files},
    }
    return json.dumps(manifest, indent=1).encode()


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    archive.addfile(entry, content)


def _read(opened: IO[bytes], folder: Path) -> dict[str, Path]:
    with tarfile.open(fileobj=opened, mode="r:gz") as archive:
        hashes = _hashes(archive)
        for entry in archive:
            if entry.name in hashes:
                _unpack(archive, entry, folder / entry.name)
    files = {name: folder / name for name in hashes}
    for name, file in files.items():
        if not file.exists() or _hash(file) != hashes[name]:
            raise ValueError(f"{name} is not what was written")
    return files


def _hashes(archive: tarfile.TarFile) -> dict[str, str]:
    first = archive.next()
    content = archive.extractfile(first) if first and first.name == MANIFEST else None
    manifest: Any = json.loads(content.read(LONGEST_MANIFEST)) if content else None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("it has no manifest that this Belowline knows")
    return {str(Path(name).name): str(hash_) for name, hash_ in manifest["sha256"].items()}


def _unpack(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> None:
    content = archive.extractfile(entry)
    if content is None:
        raise ValueError(f"{entry.name} is no file")
    with target.open("wb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(content, file, 1024 * 1024)


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
