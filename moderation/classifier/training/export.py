"""Makes the folder that ships: `python -m moderation.classifier.training.export`.

Takes a trained checkpoint and the encoder's configuration and tokenizer, writes the int8 export
beside them, says how far its scores are from full precision, and prints the hashes that
`moderation/classifier/pinned.py` holds.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from moderation.classifier.export import quantise, to_onnx
from moderation.classifier.onnx import OnnxClassifier, open_session
from moderation.classifier.pinned import BUNDLED, EXPORT, TOKENIZER, WEIGHTS
from moderation.classifier.training.sources import LABELS, read
from moderation.classifier.training.train import opened
from moderation.classifier.windows import Windows

COMPARED = 500


def main() -> None:
    """Write, compare, print the hashes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path, help="what train wrote")
    parser.add_argument("folder", type=Path, help="config.json and the tokenizer's files")
    parser.add_argument("out", type=Path, help="the folder to make")
    parser.add_argument("--data", type=Path, help="folder with eval/, to compare the scores on")
    chosen = parser.parse_args()
    export(chosen.checkpoint, chosen.folder, chosen.out, chosen.data)
    for file in sorted(BUNDLED.sha256):
        print(f"{file}: {hashlib.sha256((chosen.out / file).read_bytes()).hexdigest()}")


def export(checkpoint: Path, folder: Path, out: Path, data: Path | None) -> None:
    """All files of the bundled model in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    for file in BUNDLED.sha256:
        source = checkpoint if file == WEIGHTS else folder / file
        if file != EXPORT and source.resolve() != (out / file).resolve():
            shutil.copyfile(source, out / file)
    model = opened(out / WEIGHTS, out).eval()
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "model.onnx"
        to_onnx(model, full)
        quantise(full, out / EXPORT)
        if data is not None:
            texts = [row["comment_text"] for row in read(data / "eval/jigsaw_val.csv.gz")]
            _compare(out / TOKENIZER, full, out / EXPORT, texts[:COMPARED])


def _compare(tokenizer: Path, full: Path, small: Path, texts: list[str]) -> None:
    first, second = (_scores(tokenizer, path, texts) for path in (full, small))
    apart = np.abs(first - second)
    print(
        f"8 bits against full precision, {len(texts)} comments: "
        f"{apart.mean():.4f} apart on average, {apart.max():.3f} at most"
    )


def _scores(tokenizer: Path, model: Path, texts: list[str]) -> np.ndarray:
    classifier = OnnxClassifier(
        name=model.name,
        revision="",
        labels=LABELS,
        windows=Windows(Tokenizer.from_file(str(tokenizer)), BUNDLED.window),
        session=open_session(model.read_bytes()),
    )
    return np.array([list(scores.values()) for scores in classifier.score(texts)])


if __name__ == "__main__":
    main()
