"""Scoring through detoxify itself. The only file that imports detoxify and torch.

detoxify unpickles its checkpoints without restraint, and a pickle can run any program. So
each checkpoint is first read here as mere weights (`weights_only=True` refuses all else),
and detoxify is handed a fresh copy of what was read.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import torch
from detoxify import Detoxify
from detoxify.detoxify import MODEL_URLS

from moderation.classifier.contract import Classifier, ClassifierUnavailable
from moderation.classifier.pinned import BUNDLED, WEIGHTS, PinnedModel
from moderation.classifier.windows import Window, Windows, strongest

LONGEST_WINDOW = 512
"""What each of detoxify's models can read at once; some tokenizers name no limit."""

Checkpoint = dict[str, Any]


class PlainClassifier:
    """A model as detoxify loaded and defined it, on texts of any length."""

    def __init__(
        self, name: str, revision: str, detoxify: Detoxify, window: int = LONGEST_WINDOW
    ) -> None:
        self.name = name
        self.revision = revision
        self.labels: tuple[str, ...] = tuple(detoxify.class_names)
        # Checkpoints may be stored in half precision; they are computed in full.
        self._model = detoxify.model.float().eval()
        width = min(window, detoxify.tokenizer.model_max_length)
        self._windows = Windows(detoxify.tokenizer.backend_tokenizer, width)

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        return [
            strongest(self.labels, [self._probabilities(window) for window in windows])
            for windows in map(self._windows.of, texts)
        ]

    def _probabilities(self, window: Window) -> list[float]:
        """What `Detoxify.predict` computes, for one window; some models have further outputs."""
        with torch.no_grad():
            row = torch.sigmoid(self._model(input_ids=torch.tensor([window]))[0])[0]
        probabilities: list[float] = row[: len(self.labels)].tolist()
        return probabilities


def load_plain(name: str) -> Classifier:
    """The bundled model, one of detoxify's own by name, or a checkpoint by its path."""
    if name == BUNDLED.name:
        return load_bundled()
    if name in MODEL_URLS:
        return _load_file(name, _downloaded(name), folder=None)
    path = _checkpoint_file(Path(name))
    folder = path.resolve().parent
    return _load_file(path.name, path, folder if (folder / "config.json").exists() else None)


def load_bundled(model: PinnedModel = BUNDLED) -> Classifier:
    """The bundled checkpoint; ClassifierUnavailable unless its files are the pinned."""
    content = {file: model.read(file) for file in model.sha256}
    checkpoint = _read_weights(model.name, io.BytesIO(content[WEIGHTS]))
    detoxify = _open(model.name, checkpoint, model.folder)
    return PlainClassifier(model.name, model.revision(WEIGHTS), detoxify, model.window)


def _load_file(name: str, path: Path, folder: Path | None) -> Classifier:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        if name in MODEL_URLS and not digest.startswith(_hash_in_url(name)):
            raise ClassifierUnavailable(
                name, f"{path} is damaged or another file: its hash is not detoxify's. Remove it."
            )
        file.seek(0)
        checkpoint = _read_weights(name, file)
    return PlainClassifier(name, digest[:12], _open(name, checkpoint, folder))


def _downloaded(name: str) -> Path:
    """detoxify's own file in the folder where detoxify keeps it, fetched when missing."""
    url: str = MODEL_URLS[name]
    path = Path(torch.hub.get_dir()) / "checkpoints" / url.rpartition("/")[2]
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        torch.hub.download_url_to_file(url, str(path), _hash_in_url(name), progress=False)
    except (OSError, RuntimeError) as error:
        raise ClassifierUnavailable(
            name, f"it could not be downloaded ({_first_line(error)})."
        ) from error
    return path


def _hash_in_url(name: str) -> str:
    """The first digits of the file's SHA-256, which detoxify's file names end in."""
    url: str = MODEL_URLS[name]
    return Path(url).stem.rpartition("-")[2]


def _checkpoint_file(path: Path) -> Path:
    if path.is_file():
        return path
    found = sorted(path.glob("*.ckpt"))
    if len(found) != 1:
        raise ClassifierUnavailable(
            str(path), f"the folder holds {len(found)} files named *.ckpt and must hold one."
        )
    return found[0]


def _read_weights(name: str, file: BinaryIO) -> Checkpoint:
    """The checkpoint as plain data, or a refusal: nothing in the file is run."""
    try:
        checkpoint = torch.load(file, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, KeyError, ValueError) as error:
        raise ClassifierUnavailable(
            name, "its checkpoint is damaged, or holds more than weights and configuration."
        ) from error
    if not isinstance(checkpoint, dict) or not {"config", "state_dict"} <= checkpoint.keys():
        raise ClassifierUnavailable(
            name, "its checkpoint is not in detoxify's format (config and state_dict)."
        )
    return checkpoint


def _open(name: str, checkpoint: Checkpoint, folder: Path | None) -> Detoxify:
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
