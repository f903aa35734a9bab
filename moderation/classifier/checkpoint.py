"""A model in detoxify's format as files: where they lie and which they are, without opening one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from moderation.classifier.contract import ClassifierUnavailable

DOWNLOADS = {
    "original": "c1212f89",
    "unbiased": "c7548aa0",
    "multilingual": "0b549669",
    "original-small": "0e1d6498",
    "unbiased-small": "c8519128",
}
"""detoxify's own models, each with the first digits of the SHA-256 of its checkpoint."""

CONFIGURATION = "config.json"
BESIDE = (
    CONFIGURATION,
    "added_tokens.json",
    "merges.txt",
    "sentencepiece.bpe.model",
    "special_tokens_map.json",
    "spiece.model",
    "tokenizer.json",
    "tokenizer.model",
    "tokenizer_config.json",
    "vocab.json",
    "vocab.txt",
)
"""What may lie beside a checkpoint and change what the model says: configuration, tokenizer."""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint, and the folder with its configuration and tokenizer if it has these."""

    path: Path
    folder: Path | None

    def parts(self) -> list[Path]:
        """Every file that the model is made of."""
        beside = [self.folder / name for name in BESIDE] if self.folder else []
        return [self.path, *(path for path in beside if path.is_file())]

    def fingerprint(self) -> str:
        """A SHA-256, in hex, over the content of all its files; raises OSError."""
        whole = hashlib.sha256()
        for part in self.parts():
            name = "" if part == self.path else part.name
            whole.update(f"{name} {sha256_of(part)}\n".encode())
        return whole.hexdigest()


def find_checkpoint(name: str) -> Checkpoint:
    """The checkpoint of that path: the file itself, or the only one in a folder.

    Raises ClassifierUnavailable where a folder holds none or several.
    """
    path = Path(name)
    if not path.is_file():
        found = sorted(path.glob("*.ckpt"))
        if len(found) != 1:
            raise ClassifierUnavailable(
                name, f"the folder holds {len(found)} files named *.ckpt and must hold one."
            )
        path = found[0]
    folder = path.resolve().parent
    return Checkpoint(path, folder if (folder / CONFIGURATION).exists() else None)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hex; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
