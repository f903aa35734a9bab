"""Scoring through ONNX Runtime: what serves. No torch, no transformers.

One window is computed at a time. The bundled export quantises activations by the range of
all it is given at once: side by side, one comment moved another's score by up to 0.13, for
about a tenth of the CPU time. Alone, the same text has the same scores wherever it turns up.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from moderation.classifier.contract import Classifier
from moderation.classifier.pinned import BUNDLED, EXPORT, TOKENIZER, PinnedModel
from moderation.classifier.windows import Window, Windows, strongest

MOST_THREADS = 4
"""More threads than that wait for one another longer than they work on a single comment."""


def load_bundled(model: PinnedModel = BUNDLED) -> Classifier:
    """The bundled model by its export; ClassifierUnavailable unless its files are the pinned."""
    return OnnxClassifier(
        name=model.name,
        revision=model.revision(EXPORT),
        labels=model.labels,
        windows=Windows(Tokenizer.from_str(model.read(TOKENIZER).decode()), model.window),
        session=open_session(model.read(EXPORT)),
    )


class OnnxClassifier:
    """An exported model: token ids and attention mask in, one probability a label out."""

    def __init__(
        self,
        *,
        name: str,
        revision: str,
        labels: tuple[str, ...],
        windows: Windows,
        session: onnxruntime.InferenceSession,
    ) -> None:
        self.name = name
        self.revision = revision
        self.labels = labels
        self._windows = windows
        self._session = session

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        return [
            strongest(self.labels, [self._probabilities(window) for window in windows])
            for windows in map(self._windows.of, texts)
        ]

    def _probabilities(self, window: Window) -> npt.NDArray[np.float32]:
        ids = np.array([window], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        probabilities: npt.NDArray[np.float32] = self._session.run(None, inputs)[0][0]
        return probabilities


def open_session(model: bytes) -> onnxruntime.InferenceSession:
    """ONNX Runtime on that model, set up to share the machine with a server."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(usable_cores(), MOST_THREADS)
    options.inter_op_num_threads = 1
    # Threads that spin while they wait would take the cores from the requests.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps what the longest comment needed for good, once for every thread.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def usable_cores() -> int:
    """The cores this process may run on, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
