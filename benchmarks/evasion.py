"""How much evasion helps: what is evaded scored as written, and with its evasions undone.

    python -m benchmarks.evasion CSV [--rows 1000] [--model bundled] [--respell-clean]

CSV has a column `comment_text` and one `toxic` of 0 and 1, like Jigsaw's sets, and may be
gzipped. Toxic rows are respelt in each of the kinds that the model was trained against, and
told from the clean rows, which stay as they are. The last line says what undoing costs those.

A model that takes any odd spelling for an insult looks good by that: it tells the respelt from
the clean by their looks. With --respell-clean the clean rows are respelt in the same way.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moderation.classifier import load_classifier
from moderation.classifier.reading import Reading, hidden
from moderation.classifier.training.evade import KINDS

SEED = 7
TOXIC_SHARE = 1 / 3

Scores = npt.NDArray[np.float64]


def main() -> None:
    """Score, and print a line a kind."""
    options = _options()
    toxic, clean = _sample(options.csv, options.rows)
    classifier = load_classifier(options.model)
    clean_written, clean_read = _toxicity(classifier, clean)
    plain = auc(_toxicity(classifier, toxic)[1], clean_read)
    print(f"{len(toxic)} toxic and {len(clean)} clean texts; AUC of toxicity, {plain:.4f} plain")
    print(f"{'':18}{'as written':>12}{'undone':>9}{'lost':>9}")
    for kind, respell in KINDS.items():
        chance = random.Random(SEED)
        written, read = _toxicity(classifier, [respell(text, chance) for text in toxic])
        others_written, others_read = clean_written, clean_read
        if options.respell_clean:
            others = [respell(text, chance) for text in clean]
            others_written, others_read = _toxicity(classifier, others)
        before, after = auc(written, others_written), auc(read, others_read)
        print(f"{kind:18}{before:12.4f}{after:9.4f}{plain - after:9.4f}", flush=True)
    twice = sum(hidden(text) is not None for text in clean)
    rise = np.mean(clean_read - clean_written)
    print(f"clean texts: {twice} of {len(clean)} read twice; their mean score rises by {rise:.5f}")


def auc(toxic: Scores, clean: Scores) -> float:
    """How often a toxic text scores above a clean one; a tie is half."""
    clean = np.sort(clean)
    below, up_to = (np.searchsorted(clean, toxic, side) for side in ("left", "right"))
    return float(np.mean(below + up_to) / 2 / len(clean))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("csv", type=Path)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--respell-clean", action="store_true")
    return parser.parse_args()


def _sample(path: Path, rows: int) -> tuple[list[str], list[str]]:
    """That many texts, a third of them toxic, the same ones each time."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    by_label: dict[str, list[str]] = {"1": [], "0": []}
    for row in csv.DictReader(io.StringIO(content.decode())):
        by_label[row["toxic"]].append(row["comment_text"])
    chance = random.Random(SEED)
    toxic = chance.sample(by_label["1"], min(len(by_label["1"]), int(rows * TOXIC_SHARE)))
    return toxic, chance.sample(by_label["0"], min(len(by_label["0"]), rows - len(toxic)))


def _toxicity(classifier: Reading, texts: Sequence[str]) -> tuple[Scores, Scores]:
    """As written, and by the higher of both readings."""
    written = np.array([each["toxicity"] for each in classifier.raw.score(texts)])
    undone = {place: other for place, text in enumerate(texts) if (other := hidden(text))}
    read = written.copy()
    for place, each in zip(undone, classifier.raw.score([*undone.values()]), strict=True):
        read[place] = max(read[place], each["toxicity"])
    return written, read


if __name__ == "__main__":
    main()
