"""The tables of the model card: `python -m moderation.classifier.training.evaluate`.

Scores every evaluation set with the model as it serves (windows, undoing) and prints Markdown:
areas under the ROC curve with 95 % intervals from 1,000 bootstrap samples of the rows.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from moderation.classifier import load_classifier, load_raw
from moderation.classifier.training import probes
from moderation.classifier.training.sources import (
    JIGSAW,
    LABELS,
    madlibs,
    newspaper_comments,
    read,
)

SAMPLES = 1000
THRESHOLDS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
TERMS = (
    "gay lesbian bisexual transgender trans queer homosexual straight muslim jewish christian "
    "catholic hindu sikh buddhist black white asian african latino mexican american arab turkish "
    "chinese indian deaf blind old young male female"
).split()
MADLIBS_MEASURED = 6000
HIGHEST_GAPS = 8

Scores = dict[str, np.ndarray]


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with eval/ and extra/")
    parser.add_argument("--model", default="bundled", help="as for the service; bundled")
    parser.add_argument("--plain", action="store_true", help="through detoxify, in full precision")
    parser.add_argument("--raw", action="store_true", help="without undoing evasions")
    chosen = parser.parse_args()
    load = load_raw if chosen.raw else load_classifier
    scorer = Scorer(load(chosen.model, plain=chosen.plain))
    print(f"Model {scorer.classifier.name}, revision {scorer.classifier.revision}\n")
    for table in (
        jigsaw,
        wikipedia,
        perspective,
        newspapers,
        plain_sentences,
        identities,
        gaps,
        hatecheck,
    ):
        table(scorer, chosen.data)
        print()


class Scorer:
    """Texts to arrays of scores, by label."""

    def __init__(self, classifier) -> None:
        self.classifier = classifier

    def __call__(self, texts: Sequence[str], what: str) -> Scores:
        rows = [self.classifier.score([text])[0] for text in tqdm(texts, desc=what, leave=False)]
        return {label: np.array([row[label] for row in rows]) for label in LABELS}


def jigsaw(scorer: Scorer, data: Path) -> None:
    """Wikipedia talk pages, six labels."""
    rows = read(data / "eval/jigsaw_val.csv.gz")
    scores = scorer([row["comment_text"] for row in rows], "jigsaw")
    truth = {
        label: np.array([float(row[name]) >= 0.5 for row in rows])
        for label, name in zip(LABELS, JIGSAW, strict=True)
    }
    print(f"| Jigsaw, {len(rows):,} validation comments | positive | AUC |\n|---|--:|--:|")
    for label in LABELS:
        area = _interval(
            len(rows), lambda at, of=label: roc_auc_score(truth[of][at], scores[of][at])
        )
        print(f"| {label} | {truth[label].sum()} | {area} |")
    print(
        f"| **mean of the six** | | {_interval(len(rows), lambda at: _mean(truth, scores, at))} |\n"
    )
    _thresholds(np.max(list(truth.values()), axis=0), np.max(list(scores.values()), axis=0))


def _thresholds(rude: np.ndarray, risk: np.ndarray) -> None:
    """What approving below a risk would mean on the same comments."""
    print(
        "| risk below | share of all | of which called rude | of the clean, above |\n|--:|--:|--:|--:|"
    )
    for limit in THRESHOLDS:
        below = risk < limit
        passed, waiting = _share(rude[below]), _share(~below[~rude])
        print(f"| {limit} | {_share(below)} | {passed} | {waiting} |")


def _mean(truth: Scores, scores: Scores, at: np.ndarray) -> float:
    return float(np.mean([roc_auc_score(truth[of][at], scores[of][at]) for of in LABELS]))


def wikipedia(scorer: Scorer, data: Path) -> None:
    """Whole talk page comments, toxic or not."""
    rows = read(data / "eval/wikipedia_nonfuzzed.csv.gz")
    toxicity = scorer([row["comment"] for row in rows], "wikipedia")["toxicity"]
    truth = np.array([row["toxic"] == "True" for row in rows])
    area = _interval(len(rows), lambda at: roc_auc_score(truth[at], toxicity[at]))
    print(f"Toxicity, {len(rows):,} Wikipedia comments of another sample: AUC {area}")


def perspective(scorer: Scorer, data: Path) -> None:
    """Beside the scores that the Perspective API gave to the same comments."""
    rows = read(data / "eval/context_with_perspective.csv.gz")
    ours = scorer([row["text"] for row in rows], "perspective")["toxicity"]
    theirs = np.array([float(row["perspective"]) for row in rows])
    truth = np.array([float(row["label"]) >= 0.5 for row in rows])
    print(f"| toxicity, {len(rows):,} comments with Perspective's own scores | AUC |\n|---|--:|")
    for name, score in (("this model", ours), ("Perspective API", theirs)):
        print(
            f"| {name} | {_interval(len(rows), lambda at, of=score: roc_auc_score(truth[at], of[at]))} |"
        )
    gain = _interval(
        len(rows),
        lambda at: roc_auc_score(truth[at], ours[at]) - roc_auc_score(truth[at], theirs[at]),
    )
    print(f"| difference, paired | {gain} |")


def newspapers(scorer: Scorer, data: Path) -> None:
    """Comments under newspaper articles, from the fifth that training left out."""
    rows = newspaper_comments(data, kept_for_measuring=True)
    toxicity = scorer([row["comment"] for row in rows], "newspapers")["toxicity"]
    hostile = np.array([float(row["hostile"]) >= 0.5 for row in rows])
    area = _interval(len(rows), lambda at: roc_auc_score(hostile[at], toxicity[at]))
    print(f"Toxicity, {len(rows):,} newspaper comments, {hostile.sum()} called hostile: AUC {area}")


def plain_sentences(scorer: Scorer, _data: Path) -> None:
    """Short sentences whose meaning nobody doubts, and insults in evading spelling."""
    print("| sentences | number | share |\n|---|--:|--:|")
    named = scorer(probes.naming_an_identity(), "identities")["toxicity"]
    print(
        f"| naming an identity and nothing else, toxicity above 0.3 | {len(named)} | {_share(named > 0.3)} |"
    )
    for name, sentences in (
        ("plain threats", probes.THREATS),
        ("peaceful sentences", probes.PEACEFUL),
    ):
        threat = scorer(sentences, name)["threat"]
        print(f"| {name}, threat above 0.5 | {len(threat)} | {_share(threat > 0.5)} |")
    insults = scorer(probes.INSULTS, "insults")["toxicity"]
    print(f"| plain insults, toxicity above 0.5 | {len(insults)} | {_share(insults > 0.5)} |")
    for kind, respelt in probes.evaded_insults().items():
        toxicity = scorer(respelt, kind)["toxicity"]
        print(f"| the same, {kind} | {len(respelt)} | {_share(toxicity > 0.5)} |")


def identities(scorer: Scorer, data: Path) -> None:
    """Template sentences in which every group is praised and abused alike, group by group."""
    rows = unlearnt_madlibs(data)
    toxicity = scorer([row["Text"] for row in rows], "madlibs")["toxicity"]
    bad = np.array([row["Label"] == "BAD" for row in rows])
    print(
        f"{len(rows):,} template sentences: AUC {roc_auc_score(bad, toxicity):.3f} in all\n\n"
        "| group | sentences | AUC within | harmless above 0.3 | abuse below 0.5 |\n|---|--:|--:|--:|--:|"
    )
    for term in TERMS:
        at = np.array([bool(re.search(rf"\b{term}\b", row["Text"].lower())) for row in rows])
        if at.sum() >= 30 and 0 < bad[at].sum() < at.sum():
            harmless, abuse = toxicity[at & ~bad] > 0.3, toxicity[at & bad] < 0.5
            area = roc_auc_score(bad[at], toxicity[at])
            print(f"| {term} | {at.sum()} | {area:.3f} | {_share(harmless)} | {_share(abuse)} |")


def gaps(scorer: Scorer, _data: Path) -> None:
    """Who scores highest for being named, of all that the sentences above name."""
    named = scorer(probes.naming_an_identity(), "gaps")["toxicity"]
    each = named.reshape(len(probes.IDENTITIES), len(probes.NAMING))
    print(f"| named and nothing else, {each.shape[1]} sentences each | mean toxicity | highest |")
    print("|---|--:|--:|")
    for place in each.mean(axis=1).argsort()[::-1][:HIGHEST_GAPS]:
        print(
            f"| {probes.IDENTITIES[place]} | {each[place].mean():.3f} | {each[place].max():.3f} |"
        )
    print(f"| all {len(each)}, the median | {np.median(each.mean(axis=1)):.3f} | |")


def unlearnt_madlibs(data: Path) -> list[dict[str, str]]:
    """Some of the template sentences that training leaves out, drawn by a seed."""
    learnt = {row.text for row in madlibs(data)}
    rows = read(data / "extra/bias_madlibs_77k.csv.gz")
    others = [row for row in rows if row["Text"] not in learnt]
    order = np.random.default_rng(5).permutation(len(others))
    return [others[place] for place in order[:MADLIBS_MEASURED]]


def hatecheck(scorer: Scorer, data: Path) -> None:
    """What is hateful and what only looks it, function by function."""
    rows = read(data / "eval/hatecheck.csv.gz")
    toxicity = scorer([row["test_case"] for row in rows], "hatecheck")["toxicity"]
    hateful = np.array([row["label_gold"] == "hateful" for row in rows])
    area = _interval(len(rows), lambda at: roc_auc_score(hateful[at], toxicity[at]))
    print(f"HateCheck, {len(rows):,} cases: AUC of toxicity {area}\n")
    print("| function | hateful | cases | on the right side of 0.5 |\n|---|---|--:|--:|")
    for function in dict.fromkeys(row["functionality"] for row in rows):
        at = np.array([row["functionality"] == function for row in rows])
        right = (toxicity[at] > 0.5) == hateful[at]
        print(
            f"| {function} | {'yes' if hateful[at][0] else 'no'} | {at.sum()} | {_share(right)} |"
        )


def _share(hits: Iterable[bool]) -> str:
    return f"{100 * float(np.mean(list(hits))):.1f} %"


def _interval(rows: int, measure: Callable[[np.ndarray], float]) -> str:
    """The measure on all rows, and where 95 % of its bootstrap samples lie (Efron's percentiles)."""
    chance = np.random.default_rng(1)
    whole = measure(np.arange(rows))
    drawn = [measure(chance.integers(0, rows, rows)) for _ in range(SAMPLES)]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return f"{whole:.4f} ({low:.4f} to {high:.4f})"


if __name__ == "__main__":
    main()
