"""What an exported model says of itself, in a file beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from moderation.classifier.checkpoint import sha256_of

MANIFEST = "manifest.json"
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
FORMAT = 1
"""Raised when exports have to be made anew because of what is in them."""


class Damaged(Exception):
    """An export that is not there, or not as it was made; the message says what of it."""


@dataclass(frozen=True)
class Manifest:
    """An export: how it is read, and the hashes by which it is known to be whole."""

    source: str
    """The SHA-256 of the checkpoint that it was made from."""
    labels: tuple[str, ...]
    window: int
    """How many tokens are read at once, special ones included."""
    padding: int
    """The token that fills up a row."""
    width: int
    """How many numbers stand for a token inside the model."""
    sha256: Mapping[str, str]
    """Of each file."""
    made_with: Mapping[str, str]
    """The version of each package that had a part in it."""
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Put it into the folder of the export."""
        own = {"export": asdict(self), "sha256": _digest(asdict(self))}
        (folder / MANIFEST).write_text(json.dumps(own, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """That of the export in the folder, once every file was seen to be as it was made.

    Raises `Damaged`.
    """
    manifest = _read(folder)
    for name, digest in manifest.sha256.items():
        try:
            found = sha256_of(folder / name)
        except OSError as error:
            raise Damaged(f"{name} cannot be read ({error.strerror})") from error
        if found != digest:
            raise Damaged(f"{name} is damaged: its hash is not the one that was noted")
    return manifest


def _read(folder: Path) -> Manifest:
    try:
        own = json.loads((folder / MANIFEST).read_bytes())
        if own["sha256"] != _digest(own["export"]):
            raise Damaged(f"{MANIFEST} is damaged: its hash is not its own")
        if own["export"]["format"] != FORMAT:
            raise Damaged("it was made by another version of Belowline")
        return Manifest(**{**own["export"], "labels": tuple(own["export"]["labels"])})
    except OSError as error:
        raise Damaged(f"{MANIFEST} cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{MANIFEST} is damaged") from error


def _digest(export: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(export, sort_keys=True).encode()).hexdigest()
