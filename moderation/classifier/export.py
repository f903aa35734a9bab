"""Writes a model as ONNX. The only file besides plain.py and training/ that imports torch.

    python -m moderation.classifier.export MODEL FOLDER

is what a serving process starts, in a process of its own (see export_apart.py): it loads MODEL as
`load_plain` does, downloading what is missing, and writes into FOLDER what scoring needs. It ends
when its standard input does.
"""

from __future__ import annotations

import importlib.metadata
import os
import socket
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import PreTrainedModel

from moderation.classifier.checkpoint import sha256_of
from moderation.classifier.contract import ClassifierUnavailable
from moderation.classifier.export_apart import REASON
from moderation.classifier.manifest import MODEL, TOKENIZER, Manifest
from moderation.classifier.plain import PlainClassifier, load_plain

OPSET = 17
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "probabilities"
MAKERS = ("detoxify", "onnx", "onnxruntime", "torch", "transformers")
SILENCE_SECONDS = 30
"""How long a server may say nothing in the middle of a download."""


def to_onnx(model: PreTrainedModel, path: Path, *, labels: int | None = None) -> None:
    """Write `model`, a sequence classifier of transformers, to `path` in full precision.

    In: `input_ids` and `attention_mask`, int64, rows × tokens, both of any number. Out: one
    probability a label, rows × labels, the sigmoid being part of the graph; `labels` keeps only
    the first so many of the model's outputs, as detoxify does. The model is changed for it, and not
    to be written a second time.
    """
    ids = torch.arange(32).reshape(2, 16)
    mask = torch.ones_like(ids)
    mask[1, 10:] = 0  # tracing must see that rows can be of different length
    sizes = {0: "rows", 1: "tokens"}
    # Spelled out, attention becomes fewer steps in ONNX than torch's fused one: at 512 tokens less
    # than half the time and two thirds of the memory.
    model.set_attn_implementation("eager")
    _spare_the_last_layer(model)
    with torch.no_grad(), warnings.catch_warnings():
        # Tracing warns of what it might get wrong; that it gets it right is a test (test_parity).
        warnings.simplefilter("ignore")
        # The exporter that traces: its successor needs two more packages to do the same.
        torch.onnx.export(
            _Probabilities(model.float().eval(), labels),  # type: ignore[no-untyped-call]
            (ids, mask),
            str(path),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={**dict.fromkeys(INPUTS, sizes), OUTPUT: {0: "rows"}},
            opset_version=OPSET,
            dynamo=False,
        )


def quantise(fp32: Path, int8: Path) -> None:
    """Write to `int8` the model at `fp32` with weights of 8 bits, a quarter of the size.

    Each column of a weight has its own scale. Activations are quantised while scoring, by the
    range of all that is given at once, so such a model is to be given one window at a time.
    """
    quantize_dynamic(fp32, int8, weight_type=QuantType.QInt8, per_channel=True)


def _spare_the_last_layer(model: PreTrainedModel) -> None:
    """Have the last layer computed for a text's first token alone; the scores stay the same.

    A classifier of the BERT family reads nothing else of it: a seventh of the work of a model with
    six layers. ALBERT, whose layers are one and the same, is left as it is.
    """
    encoder: Any = getattr(model.base_model, "encoder", None)
    if hasattr(encoder, "layer"):
        encoder.layer[-1] = _FirstToken(encoder.layer[-1])


class _FirstToken(torch.nn.Module):
    """A layer of BERT's or RoBERTa's that asks about the first token, and still reads them all."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.layer = layer

    def forward(
        self, states: torch.Tensor, mask: torch.Tensor, *_: object, **__: object
    ) -> torch.Tensor:
        """Of rows × tokens × width the states after this layer: rows × 1 × width.

        `mask` is added to how much each token counts, rows × 1 × tokens × tokens.
        """
        reads, first = self.layer.attention.self, states[:, :1]
        heads = (reads.num_attention_heads, reads.attention_head_size)
        asked, keys, values = (
            part(of).unflatten(-1, heads).transpose(1, 2)
            for part, of in ((reads.query, first), (reads.key, states), (reads.value, states))
        )
        counts = asked @ keys.transpose(2, 3) * reads.scaling + mask[:, :, :1]
        read = (counts.softmax(-1) @ values).transpose(1, 2).flatten(2)
        after: torch.Tensor = self.layer.feed_forward_chunk(
            self.layer.attention.output(read, first)
        )
        return after


class _Probabilities(torch.nn.Module):
    """A classifier from token ids to probabilities, with nothing else coming in or out."""

    def __init__(self, model: PreTrainedModel, labels: int | None) -> None:
        super().__init__()
        self.model = model
        self.labels = labels

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        logits = self.model(input_ids=input_ids, attention_mask=attention_mask)[0]
        return torch.sigmoid(logits[:, : self.labels])


def write_export(classifier: PlainClassifier, folder: Path) -> None:
    """The model in full precision, its tokenizer and its manifest, in that folder."""
    to_onnx(classifier.model, folder / MODEL, labels=len(classifier.labels))
    classifier.tokenizer.save(str(folder / TOKENIZER))
    Manifest(
        source=classifier.source,
        labels=classifier.labels,
        window=classifier.window,
        padding=classifier.padding,
        width=classifier.width,
        sha256={file: sha256_of(folder / file) for file in (MODEL, TOKENIZER)},
        made_with={package: importlib.metadata.version(package) for package in MAKERS},
    ).write(folder)


def main() -> None:
    """Export what the arguments name; on failure leave the reason in the folder."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(5)  # those who serve go first
    socket.setdefaulttimeout(SILENCE_SECONDS)
    try:
        write_export(load_plain(name), folder)
    except ClassifierUnavailable as error:
        _leave(folder, error.reason)
        sys.exit(str(error))
    except Exception as error:
        why = (isinstance(error, OSError) and error.strerror) or type(error).__name__
        _leave(folder, f"it cannot be exported ({why}); the log says more.")
        raise


def _leave(folder: Path, reason: str) -> None:
    (folder / MODEL).unlink(missing_ok=True)  # half a model; on a full disk it leaves no room
    (folder / REASON).write_text(reason, encoding="utf-8")


def _end_with_parent() -> None:
    """Standard input ends when whoever started us does, however that happens."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
