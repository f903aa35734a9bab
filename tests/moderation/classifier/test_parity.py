"""Through ONNX Runtime, every kind of model gives the scores that detoxify itself gives."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from detoxify import Detoxify

from moderation.classifier import load_raw
from tests.moderation.classifier.random_models import ARCHITECTURES, random_model, texts

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

TEXTS = sorted(texts(2000), key=len)
AT_ONCE = 50


def _by_detoxify(checkpoint: Path) -> np.ndarray:
    """Rows of its own `predict`, which cuts nothing off here: every text fits."""
    detoxify = Detoxify(checkpoint=str(checkpoint), huggingface_config_path=str(checkpoint.parent))
    columns: dict[str, list[float]] = {name: [] for name in detoxify.class_names}
    for start in range(0, len(TEXTS), AT_ONCE):
        some = TEXTS[start : start + AT_ONCE]
        assert all(len(ids) < 512 for ids in detoxify.tokenizer(some)["input_ids"])
        for name, values in detoxify.predict(some).items():
            columns[name] += values
    return np.array([columns[name] for name in sorted(columns)]).T


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_scores_are_detoxifys(architecture: str, tmp_path: Path, monkeypatch: Any) -> None:
    """On 2,000 texts, exported, cut and batched, each score is that of Detoxify.predict to 1e-4;

    and one by one the scores are those of the batches to 1e-5.
    """
    checkpoint = random_model(tmp_path / "model", architecture)
    monkeypatch.chdir(checkpoint.parent)
    expected = _by_detoxify(checkpoint)
    assert expected.std(axis=0).min() > 0.02  # a model that says the same of all proves nothing

    classifier = load_raw(str(checkpoint), cache=tmp_path / "cache")
    order = np.random.default_rng(0).permutation(len(TEXTS))
    together = _rows(classifier.score([TEXTS[place] for place in order]))
    np.testing.assert_allclose(together, expected[order], atol=1e-4, rtol=0)
    for place, row in list(zip(order, together, strict=True))[::20]:
        alone = _rows(classifier.score([TEXTS[place]]))[0]
        np.testing.assert_allclose(alone, row, atol=1e-5, rtol=0)


def _rows(answers: list[dict[str, float]]) -> np.ndarray:
    return np.array([[scores[label] for label in sorted(scores)] for scores in answers])
