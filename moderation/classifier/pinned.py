"""The bundled model as a value: which files it is made of, to the last bit.

A model that was swapped or damaged scores as readily as the right one, so every file is
compared with its hash before it is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moderation.classifier.contract import ClassifierUnavailable


@dataclass(frozen=True)
class PinnedModel:
    """A model whose files lie in `folder` and have these SHA-256 hashes."""

    name: str
    folder: Path
    labels: tuple[str, ...]
    window: int
    """How many tokens are read at once, the two special ones included."""
    sha256: Mapping[str, str]

    def read(self, file: str) -> bytes:
        """The content of one of the files; ClassifierUnavailable unless it is the pinned one."""
        try:
            content = (self.folder / file).read_bytes()
        except OSError as error:
            raise ClassifierUnavailable(
                self.name, f"its file {file} cannot be read ({error.strerror})."
            ) from error
        if hashlib.sha256(content).hexdigest() != self.sha256[file]:
            raise ClassifierUnavailable(
                self.name, f"its file {file} is damaged or another one: its hash is not the pinned."
            )
        return content

    def revision(self, file: str) -> str:
        """The short name of the weights in that file, which is stored with every score."""
        return self.sha256[file][:12]


WEIGHTS = "checkpoint.ckpt"
EXPORT = "model-int8.onnx"
TOKENIZER = "tokenizer.json"

BUNDLED = PinnedModel(
    name="bundled",
    folder=Path(__file__).resolve().parent / "bundled",
    labels=("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"),
    # The model could read 512 tokens and was trained on 192. Among 300 harmless words an insult
    # scored 0.2 to 0.5 in windows of 512 and 0.6 to 0.8 in windows of 256, for 0.0003 of the
    # mean AUC on validation comments; 128 gains little more and loses four times that.
    window=256,
    sha256={
        WEIGHTS: "afa22a39b491e3d96c920c7fb66750772f2348ee16211ea22ddb2461b4dd2a77",
        EXPORT: "4a7c7dad488a83f95e98ec83a6bec677ac47a9349f1da8a805c0ca8d33edf3e3",
        TOKENIZER: "79ea220416a57ca8acdf069d71875d5d2ddadef66021aeb6c120a7c546c04344",
        "config.json": "b38bd2f1038024236a69e38051b886a4fb1ce90db56053938b7ce497eb466988",
        "special_tokens_map.json": (
            "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
        ),
        "tokenizer_config.json": "1128dd50ff3f913671a9405619c1bd8f9e9ddc28f62257cb94ed70683590b715",
        "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    },
)
