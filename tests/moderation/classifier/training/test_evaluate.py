"""What the tables of the model card are measured on."""

import csv
import gzip
from pathlib import Path

import pytest

from moderation.classifier.training import sources
from moderation.classifier.training.evaluate import unlearnt_madlibs


def test_no_template_sentence_is_learnt_and_measured_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which sentences training takes is drawn by a seed, and all others may be measured with."""
    monkeypatch.setattr(sources, "MADLIBS", 30)
    (tmp_path / "extra").mkdir()
    with gzip.open(
        tmp_path / "extra/bias_madlibs_77k.csv.gz", "wt", encoding="utf-8", newline=""
    ) as file:
        writer = csv.writer(file)
        writer.writerow(["Text", "Label"])
        writer.writerows([f"sentence {number}", "NOT_BAD"] for number in range(100))
    learnt = {row.text for row in sources.madlibs(tmp_path)}
    measured = {row["Text"] for row in unlearnt_madlibs(tmp_path)}
    assert len(learnt) == 30
    assert len(measured) == 70
    assert learnt.isdisjoint(measured)
