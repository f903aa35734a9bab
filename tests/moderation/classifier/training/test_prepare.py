"""From public data sets to one file of rows."""

import csv
import gzip
from pathlib import Path

from moderation.classifier.training.prepare import measured_with, respelt, thinned, unseen
from moderation.classifier.training.sources import (
    CLEAN,
    LABELS,
    Row,
    edos,
    jigsaw,
    newspaper_comments,
    unhealthy,
)
from moderation.classifier.training.templates import sentences


def _write(path: Path, *rows: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _newspaper(comment: str, hostile: str, confidence: str) -> dict[str, str]:
    given = {"comment": comment, "hostile": hostile, "hostile:confidence": confidence}
    return given | {"antagonise": "0", "antagonise:confidence": "1.0"}


def test_jigsaw_gives_all_six_labels(tmp_path: Path) -> None:
    """The labels of Jigsaw's files come in detoxify's order."""
    names = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
    values = dict(zip(names, "100101", strict=True))
    _write(tmp_path / "train/jigsaw_train.csv.gz", {"comment_text": "x", **values})
    assert next(jigsaw(tmp_path)).labels == (1, 0, 0, 1, 0, 1)


def test_what_a_set_does_not_say_is_left_open(tmp_path: Path) -> None:
    """A sentence that is not sexist may still be rude in another way."""
    _write(
        tmp_path / "extra/edos.csv.gz",
        {"text": "x", "label_sexist": "not sexist", "label_category": "none"},
    )
    labels = dict(zip(LABELS, next(edos(tmp_path)).labels, strict=True))
    assert labels.pop("identity_attack") == 0
    assert set(labels.values()) == {None}


def test_newspaper_comments_are_learnt_from_or_measured_with(tmp_path: Path) -> None:
    """No comment of that set is in both parts, and each is in one."""
    rows = [_newspaper(f"comment {number}", "0", "1.0") for number in range(50)]
    _write(tmp_path / "extra/unhealthy_conversations_val.csv.gz", *rows)
    measured = newspaper_comments(tmp_path, kept_for_measuring=True)
    learnt = [row.text for row in unhealthy(tmp_path)]
    assert measured
    assert sorted([*learnt, *(row["comment"] for row in measured)]) == sorted(
        row["comment"] for row in rows
    )


def test_raters_that_disagree_give_a_share(tmp_path: Path) -> None:
    """A comment that three of four people called hostile is not wholly hostile."""
    rows = [_newspaper(f"comment {number}", "1", "0.75") for number in range(9)]
    _write(tmp_path / "extra/unhealthy_conversations_val.csv.gz", *rows)
    assert {row.labels[0] for row in unhealthy(tmp_path)} == {0.75}


def test_texts_of_the_evaluation_files_are_left_out(tmp_path: Path) -> None:
    """However a text is cased and punctuated, it is not both learnt from and measured with."""
    _write(tmp_path / "eval/some.csv.gz", {"comment_text": "A text, twice!"})
    rows = [Row(text, CLEAN, 1.0, "x") for text in ("a TEXT twice", "another", "Another.")]
    kept = [row.text for row in unseen(rows, measured_with(tmp_path))]
    assert kept == ["another"]


def test_respelt_rows_keep_their_labels() -> None:
    """A respelt row says of its text what the row says that it was made from."""
    rows = [Row(f"some harmless words {number}", CLEAN, 0.5, "x") for number in range(200)]
    made = [row for row in respelt(rows) if row.source == "respelt"]
    assert made
    assert {(row.labels, row.weight) for row in made} == {(CLEAN, 0.5)}


def test_own_sentences_are_the_same_every_time_and_complete() -> None:
    """Seeded, each text once, and no part of a template left unfilled."""
    first = list(sentences())
    assert first == list(sentences())
    texts = [row.text for row in first]
    assert not [text for text in texts if "{" in text or "|" in text]
    kinds = {row.source for row in first}
    assert {"templates: harmless", "templates: hateful", "templates: threat"} <= kinds


def test_only_a_share_of_a_source_is_kept() -> None:
    """A later pass takes less of the sets that are named, and all of the others."""
    rows = [Row(str(n), CLEAN, 1.0, "many" if n % 2 else "few") for n in range(2000)]
    kept = [row.source for row in thinned(rows, {"few": 0.1})]
    assert kept.count("many") == 1000
    assert 50 < kept.count("few") < 150
