"""Which classifier a name stands for, and what loading one brings along."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.classifier import Classifier, ClassifierUnavailable, load_classifier
from moderation.rules import LABELS

ROOT = Path(__file__).resolve().parents[3]


def test_the_bundled_model_is_the_default(bundled: Classifier) -> None:
    """Without a name it is the bundled model, which knows detoxify's labels and its revision."""
    default = load_classifier()
    assert (default.name, default.revision) == ("bundled", bundled.revision)
    assert default.labels == LABELS[:6]
    assert len(default.revision) == 12


def test_both_ways_to_score_the_bundled_model_say_which_they_are(
    bundled: Classifier, plain_bundled: Classifier
) -> None:
    """The export and the checkpoint share name and labels and differ in their revision."""
    assert plain_bundled.name == bundled.name
    assert plain_bundled.labels == bundled.labels
    assert plain_bundled.revision != bundled.revision


@pytest.mark.parametrize("name", ["origina", "", "no/such/file.ckpt", "\x00"])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    """Who mistypes the name of a model reads which names there are."""
    with pytest.raises(ClassifierUnavailable, match="multilingual") as refusal:
        load_classifier(name)
    assert refusal.value.name == name
    assert refusal.value.reason in str(refusal.value)


def test_serving_imports_neither_torch_nor_transformers(tmp_path: Path) -> None:
    """A fresh process in any folder scores with the bundled model and stays free of both."""
    script = (
        "import sys\n"
        "from moderation.classifier import load_classifier\n"
        "print(load_classifier('bundled').score(['hello world'])[0]['toxicity'] < 0.1)\n"
        "print(sorted({'torch', 'transformers', 'detoxify'} & set(sys.modules)))\n"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True, capture_output=True, text=True, timeout=60,
    ).stdout  # fmt: skip
    assert printed.splitlines() == ["True", "[]"]


def test_nobody_is_told_of_it(tmp_path: Path) -> None:
    """Scoring leaves no id of this machine and no report to the maker of ONNX Runtime.

    Both would wait in the home of whoever runs it.
    """
    # Where it believes that a test is run, it keeps quiet by itself.
    environ = {"PATH": os.defpath, "HOME": str(tmp_path)}
    program = "from moderation.classifier import load_classifier; load_classifier().score(['x'])"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environ, check=True, timeout=120)
    assert list(tmp_path.rglob("*")) == []
