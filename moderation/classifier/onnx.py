"""Scoring through ONNX Runtime: what serves. No torch, no transformers.

A model in 8 bits is given one window at a time. It quantises activations by the range of all it
is given at once: side by side, one comment moved another's score by up to 0.13, for about a tenth
of the CPU time. Alone, the same text has the same scores wherever it turns up.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from moderation.classifier.batches import Piece, batches, in_hand, padded
from moderation.classifier.contract import Classifier
from moderation.classifier.cores import usable_cores
from moderation.classifier.pinned import BUNDLED, EXPORT, TOKENIZER, PinnedModel
from moderation.classifier.windows import Windows, strongest

ONE_WINDOW = 1
"""As the tokens of a batch: each window is one of its own."""
TOKENS_IN_HAND = 8192
"""How much is cut before it is scored: enough to sort by length, and a few MB."""
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
        side_by_side=min(usable_cores(), MOST_THREADS),
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
        tokens: int = ONE_WINDOW,
        padding: int = 0,
        side_by_side: int = 1,
    ) -> None:
        """Batches hold at most `tokens`, with the id `padding` where a row has ended.

        So many of them are computed `side_by_side`, each in a thread of its own.
        """
        self.name = name
        self.revision = revision
        self.labels = labels
        self._windows = windows
        self._session = session
        self._tokens = tokens
        self._padding = padding
        # With a single thread of its own, a pool would only have callers wait for one another.
        self._pool = ThreadPoolExecutor(side_by_side, "scoring") if side_by_side > 1 else None

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score. Memory does not grow with the number of texts or their length."""
        highest = np.zeros((len(texts), len(self.labels)), dtype=np.float32)
        pieces = (
            Piece(place, window)
            for place, text in enumerate(texts)
            for window in self._windows.each_of(text)
        )
        for group in in_hand(pieces, TOKENS_IN_HAND):
            made = batches(group, self._tokens)
            for batch, rows in zip(made, self._all(made), strict=True):
                np.maximum.at(highest, [piece.place for piece in batch], rows)
        return [strongest(self.labels, [row]) for row in highest]

    def _all(self, made: list[list[Piece]]) -> list[npt.NDArray[np.float32]]:
        if self._pool is None or len(made) == 1:  # which need not wait behind those of others
            return [*map(self._probabilities, made)]
        return [*self._pool.map(self._probabilities, made)]

    def _probabilities(self, batch: list[Piece]) -> npt.NDArray[np.float32]:
        ids, mask = padded([piece.window for piece in batch], self._padding)
        inputs = {"input_ids": ids, "attention_mask": mask}
        rows: npt.NDArray[np.float32] = self._session.run(None, inputs)[0]
        return rows


def open_session(model: bytes | Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """ONNX Runtime on that model, set up to share the machine with a server.

    `threads` work on each step together.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while they wait would take the cores from the requests.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps what the longest comment needed for good, once for every thread.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    source = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
