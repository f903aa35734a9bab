"""How fast comments are scored, and how large and how exact that is: ours beside detoxify.

    python -m benchmarks.scoring TEXTS.csv.gz [--labelled LABELLED.csv.gz] [--rows 2000]

TEXTS holds a text a row (the column `comment_text`, else the first), LABELLED the labels too, under
detoxify's first names for them. Every contender is a process of its own, one after the other, on the
same texts and the same weights, those of the bundled model.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.machine import peak_mb, spin_ms
from moderation.classifier import Classifier, load_classifier, load_raw
from moderation.classifier.pinned import BUNDLED, TOKENIZER, WEIGHTS

Rows = npt.NDArray[np.float64]
Score = Callable[[Sequence[str]], Rows]

RENAMED = {
    "toxic": "toxicity",
    "severe_toxic": "severe_toxicity",
    "identity_hate": "identity_attack",
}
AT_ONCE = 32
"""Texts that are given together."""
SINGLE = 500
"""Texts that are given one by one, to see how long one takes."""
HUNDRED = 200
"""Comments of a hundred words, one by one."""
WARM_UP = 8


@dataclass(frozen=True)
class Measured:
    """What a contender's process found out. Times are in milliseconds, memory in MB."""

    per_second: float
    p50: float
    p99: float
    p99_of_hundred: float
    peak: float
    scores: list[list[float]]
    labelled: list[list[float]]


def detoxify_by(size: int) -> Score:
    """detoxify's own `predict` on so many texts at a time."""
    from detoxify import Detoxify  # noqa: PLC0415 - it brings torch along, which others do not have

    os.chdir(BUNDLED.folder)  # the checkpoint names the folder of its configuration as "."
    model = Detoxify(
        checkpoint=str(BUNDLED.folder / WEIGHTS), huggingface_config_path=str(BUNDLED.folder)
    )
    model.model.float()

    def score(texts: Sequence[str]) -> Rows:
        parts = [
            np.atleast_2d(np.array([*model.predict(texts[at : at + size]).values()]).T)
            for at in range(0, len(texts), size)
        ]
        return np.concatenate(parts)

    return score


def ours_by(classifier: Classifier) -> Score:
    """A classifier of ours, given all texts."""

    def score(texts: Sequence[str]) -> Rows:
        return np.array([[*scores.values()] for scores in classifier.score(texts)])

    return score


CONTENDERS: dict[str, Callable[[Path], Score]] = {
    "detoxify, one by one": lambda _: detoxify_by(1),
    "detoxify, batches of 32": lambda _: detoxify_by(AT_ONCE),
    "ONNX, fp32": lambda cache: ours_by(load_raw(str(BUNDLED.folder), cache=cache)),
    "ONNX, int8": lambda _: ours_by(load_raw(BUNDLED.name)),
    "ours: int8, evasion undone": lambda _: ours_by(load_classifier(BUNDLED.name)),
}
REFERENCE = "detoxify, one by one"


def main() -> None:
    """Let every contender run, and print what they did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--labelled", type=Path, help="to compute the AUC on")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--labelled-rows", type=int, default=600)
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.contender:
        print(json.dumps(asdict(_measured(chosen))))
        return
    with tempfile.TemporaryDirectory() as cache:
        load_raw(str(BUNDLED.folder), cache=Path(cache))  # exported before anything is timed
        _print(chosen, {name: _apart(name, cache) for name in CONTENDERS})


def _apart(name: str, cache: str) -> Measured:
    print(f"… {name} (a fixed loop takes {spin_ms():.0f} ms now)", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scoring", *sys.argv[1:], "--contender", name, "--cache", cache],
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _measured(chosen: argparse.Namespace) -> Measured:
    texts = [row["text"] for row in read(chosen.texts, chosen.rows)]
    hundred = [" ".join(words[:100]) for text in texts if len(words := text.split()) >= 100]
    labelled = read(chosen.labelled, chosen.labelled_rows) if chosen.labelled else []
    score = CONTENDERS[chosen.contender](chosen.cache)
    score(texts[:WARM_UP])
    start = time.perf_counter()
    scores = np.concatenate(
        [score(texts[at : at + AT_ONCE]) for at in range(0, len(texts), AT_ONCE)]
    )
    seconds = time.perf_counter() - start
    one_by_one = _each(score, texts[:SINGLE])
    return Measured(
        per_second=len(texts) / seconds,
        p50=float(np.percentile(one_by_one, 50)),
        p99=float(np.percentile(one_by_one, 99)),
        p99_of_hundred=float(np.percentile(_each(score, hundred[:HUNDRED]) or [np.nan], 99)),
        peak=peak_mb(),
        scores=scores.tolist(),
        labelled=score([row["text"] for row in labelled]).tolist() if labelled else [],
    )


def _each(score: Score, texts: Sequence[str]) -> list[float]:
    took = []
    for text in texts:
        start = time.perf_counter()
        score([text])
        took.append((time.perf_counter() - start) * 1000)
    return took


def _print(chosen: argparse.Namespace, found: dict[str, Measured]) -> None:
    reference = found[REFERENCE]
    read_whole = _read_whole(chosen)
    print(
        f"\n{'':28}{'comments/s':>11}{'times':>7}{'p50 ms':>8}{'p99 ms':>8}{'p99 100w':>9}"
        f"{'peak MB':>9}{'max diff':>10}{'mean AUC':>10}"
    )
    for name, one in found.items():
        apart = np.abs(np.array(one.scores) - np.array(reference.scores))[read_whole]
        print(
            f"{name:28}{one.per_second:11.1f}{one.per_second / reference.per_second:7.1f}"
            f"{one.p50:8.1f}{one.p99:8.1f}{one.p99_of_hundred:9.1f}{one.peak:9.0f}"
            f"{apart.max():10.2g}{_mean_auc(chosen, one.labelled):>10}"
        )
    print(
        f"{len(reference.scores)} texts, given {AT_ONCE} at a time; p50 and p99 are of a single text, "
        f"100w of one of a hundred words.\nThe difference is to detoxify one by one, on the "
        f"{read_whole.sum()} texts that no contender cuts."
    )


def _read_whole(chosen: argparse.Namespace) -> npt.NDArray[np.bool_]:
    """Which texts fit into a single window of the bundled model."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - only the parent counts tokens

    tokenizer = Tokenizer.from_file(str(BUNDLED.folder / TOKENIZER))
    tokenizer.no_truncation()
    rows = read(chosen.texts, chosen.rows)
    return np.array([len(tokenizer.encode(row["text"]).ids) <= BUNDLED.window for row in rows])


def _mean_auc(chosen: argparse.Namespace, scores: list[list[float]]) -> str:
    """Over the labels that some of the rows have and some have not."""
    if not scores:
        return "–"
    rows = read(chosen.labelled, chosen.labelled_rows)
    areas = []
    for column, label in enumerate(BUNDLED.labels):
        truth = np.array([float(row[label]) > 0.5 for row in rows])
        if 0 < truth.sum() < len(truth):
            areas.append(_auc(truth, np.array(scores)[:, column]))
    return f"{np.mean(areas):.4f}"


def _auc(truth: npt.NDArray[np.bool_], values: Rows) -> float:
    """How often a row that has the label scores above one that has not; ties count half."""
    _, place, number = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(number) - (number - 1) / 2)[place]
    positive = truth.sum()
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / positive / (~truth).sum())


def read(path: Path, most: int) -> list[dict[str, str]]:
    """The first rows, their text under `text`, their labels under detoxify's names."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(islice(csv.DictReader(file), most))
    text = "comment_text" if "comment_text" in rows[0] else next(iter(rows[0]))
    return [
        {**{RENAMED.get(name, name): value for name, value in row.items()}, "text": row[text]}
        for row in rows
    ]


if __name__ == "__main__":
    main()
