"""What can be seen of a model's files without reading them: enough to notice that they changed."""

from __future__ import annotations

from pathlib import Path

from moderation.classifier import languages
from moderation.classifier.pinned import BUNDLED

PARTS_OF_A_MODEL = frozenset({".ckpt", ".json", ".model", ".txt"})

Look = tuple[tuple[str, int, int, int] | tuple[str], ...]


def look_of(name: str) -> Look:
    """The files of a model as `load_classifier` names it, each with inode, size and time.

    Two looks differ when a file was changed, replaced or taken away between them, or can no longer
    be seen. Of what is named by no absolute path nothing is looked at: where detoxify's own models
    lie is detoxify's business. The identifier of languages is part of every model.
    """
    return tuple(_seen(path) for path in [*_files(name), languages.MODEL])


def _files(name: str) -> list[Path]:
    if name == BUNDLED.name:
        return sorted(BUNDLED.folder / file for file in BUNDLED.sha256)
    path = Path(name)
    try:
        if path.is_dir():
            return sorted(file for file in path.iterdir() if file.suffix in PARTS_OF_A_MODEL)
    except OSError:  # a folder that may not be listed, or a disk that is gone: not the same look
        return [path]
    return [path] if path.is_absolute() else []


def _seen(path: Path) -> tuple[str, int, int, int] | tuple[str]:
    try:
        found = path.stat()
    except OSError:
        return (str(path),)
    return str(path), found.st_ino, found.st_size, found.st_mtime_ns
