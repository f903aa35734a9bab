"""Scoring through detoxify itself. The only file that imports detoxify and torch.

detoxify unpickles its checkpoints without restraint, and a pickle can run any program. So
each checkpoint is first read here as mere weights (`weights_only=True` refuses all else),
and detoxify is handed a fresh copy of what was read.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import torch
from detoxify import Detoxify
from detoxify.detoxify import MODEL_URLS
from tokenizers import Tokenizer
from transformers import PreTrainedModel

from moderation.classifier.checkpoint import DOWNLOADS, find_checkpoint
from moderation.classifier.contract import ClassifierUnavailable
from moderation.classifier.pinned import BUNDLED, WEIGHTS, PinnedModel
from moderation.classifier.windows import Window, Windows, strongest

LONGEST_WINDOW = 512
"""What each of detoxify's models can read at once; some tokenizers name no limit."""

Weights = dict[str, Any]


class PlainClassifier:
    """A model as detoxify loaded and defined it, on texts of any length."""

    def __init__(
        self, name: str, source: str, detoxify: Detoxify, window: int = LONGEST_WINDOW
    ) -> None:
        self.name = name
        self.source = source
        """The SHA-256 of the checkpoint, in hex."""
        self.revision = source[:12]
        self.labels: tuple[str, ...] = tuple(detoxify.class_names)
        # Checkpoints may be stored in half precision; they are computed in full.
        self.model: PreTrainedModel = detoxify.model.float().eval()
        self.tokenizer: Tokenizer = detoxify.tokenizer.backend_tokenizer
        self.padding: int = detoxify.tokenizer.pad_token_id
        self.width: int = detoxify.model.config.hidden_size
        self.window = min(window, detoxify.tokenizer.model_max_length)
        """How many tokens are read at once, special ones included."""
        self._windows = Windows(self.tokenizer, self.window)

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        return [
            strongest(self.labels, [self._probabilities(window) for window in windows])
            for windows in map(self._windows.of, texts)
        ]

    def _probabilities(self, window: Window) -> list[float]:
        """What `Detoxify.predict` computes, for one window; some models have further outputs."""
        with torch.no_grad():
            row = torch.sigmoid(self.model(input_ids=torch.tensor([window]))[0])[0]
        probabilities: list[float] = row[: len(self.labels)].tolist()
        return probabilities


def load_plain(name: str) -> PlainClassifier:
    """The bundled model, one of detoxify's own by name, or a checkpoint by its path."""
    if name == BUNDLED.name:
        return load_bundled()
    if name in DOWNLOADS:
        return _load_file(name, _downloaded(name), folder=None)
    checkpoint = find_checkpoint(name)
    return _load_file(checkpoint.path.name, checkpoint.path, checkpoint.folder)


def load_bundled(model: PinnedModel = BUNDLED) -> PlainClassifier:
    """The bundled checkpoint; ClassifierUnavailable unless its files are the pinned."""
    content = {file: model.read(file) for file in model.sha256}
    checkpoint = _read_weights(model.name, io.BytesIO(content[WEIGHTS]))
    detoxify = _open(model.name, checkpoint, model.folder)
    return PlainClassifier(model.name, model.sha256[WEIGHTS], detoxify, model.window)


def _load_file(name: str, path: Path, folder: Path | None) -> PlainClassifier:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not digest.startswith(DOWNLOADS.get(name, "")):
            raise ClassifierUnavailable(
                name, f"{path} is damaged or another file: its hash is not detoxify's. Remove it."
            )
        file.seek(0)
        checkpoint = _read_weights(name, file)
    return PlainClassifier(name, digest, _open(name, checkpoint, folder))


def _downloaded(name: str) -> Path:
    """detoxify's own file in the folder where detoxify keeps it, fetched when missing."""
    url: str = MODEL_URLS[name]
    path = Path(torch.hub.get_dir()) / "checkpoints" / url.rpartition("/")[2]
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        watched = sys.stderr.isatty()
        torch.hub.download_url_to_file(url, str(path), DOWNLOADS[name], progress=watched)
    except (OSError, RuntimeError) as error:
        raise ClassifierUnavailable(
            name, f"it could not be downloaded ({_first_line(error)})."
        ) from error
    return path


def _read_weights(name: str, file: BinaryIO) -> Weights:
    """The checkpoint as plain data, or a refusal: nothing in the file is run."""
    try:
        checkpoint = torch.load(file, map_location="cpu", weights_only=True)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # a file of any other kind makes the unpickler stumble anywhere
        raise ClassifierUnavailable(
            name, "its checkpoint is damaged, or holds more than weights and configuration."
        ) from error
    if not isinstance(checkpoint, dict) or not {"config", "state_dict"} <= checkpoint.keys():
        raise ClassifierUnavailable(
            name, "its checkpoint is not in detoxify's format (config and state_dict)."
        )
    return checkpoint


def _open(name: str, checkpoint: Weights, folder: Path | None) -> Detoxify:
    """detoxify's model on these weights, with the configuration and tokenizer in `folder`.

    Without a folder detoxify asks the Hugging Face hub for the ones that the checkpoint names.
    """
    try:
        if folder is not None:
            # detoxify looks this up against the working directory unless it is absolute.
            checkpoint["config"]["arch"]["args"]["model_type"] = str(folder)
        copy = io.BytesIO()
        torch.save(checkpoint, copy)
        copy.seek(0)
        detoxify = Detoxify(checkpoint=copy, huggingface_config_path=folder and str(folder))
    except (OSError, RuntimeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise ClassifierUnavailable(
            name, f"detoxify cannot open it ({_first_line(error)})."
        ) from error
    # Whatever is missing, the library would fill with random numbers and only log it.
    missing = {key for key, _ in detoxify.model.named_parameters()} - set(checkpoint["state_dict"])
    if missing:
        raise ClassifierUnavailable(name, f"its checkpoint lacks weights: {min(missing)} …")
    return detoxify


def _first_line(error: Exception) -> str:
    """What went wrong, without the pages that the libraries write below it."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
