"""From texts to scores: `load_classifier(name).score(texts)`.

contract.py   what every classifier can do, and the one exception of loading
pinned.py     the bundled model as a value: its files, their hashes, its labels
windows.py    a text of any length in pieces that the model can read
onnx.py       scoring through ONNX Runtime, which is what serves
plain.py      scoring through detoxify itself; the only file that imports it and torch
bundled/      the model that ships with Belowline, and its card
"""

from __future__ import annotations

from pathlib import Path

from moderation.classifier.contract import Classifier, ClassifierUnavailable
from moderation.classifier.pinned import BUNDLED

__all__ = ["DETOXIFY_MODELS", "Classifier", "ClassifierUnavailable", "load_classifier"]

DETOXIFY_MODELS = ("original", "unbiased", "multilingual", "original-small", "unbiased-small")
"""detoxify's own models; it downloads one when that is first loaded."""


def load_classifier(name: str = BUNDLED.name, *, plain: bool = False) -> Classifier:
    """The classifier of that name, ready to score.

    `name` is `bundled`, one of DETOXIFY_MODELS, or the path of a checkpoint in detoxify's
    format: the file, or the folder that holds it with its configuration and tokenizer.
    `plain` scores the bundled model through detoxify and torch too, which is slower and
    there to compare with; the other models are scored so in any case until they have an
    export of their own. Raises ClassifierUnavailable with the reason in plain words.
    """
    if name == BUNDLED.name and not plain:
        from moderation.classifier.onnx import load_bundled  # noqa: PLC0415  only who scores

        return load_bundled()
    if name not in (BUNDLED.name, *DETOXIFY_MODELS) and not (name and Path(name).exists()):
        known = ", ".join((BUNDLED.name, *DETOXIFY_MODELS))
        raise ClassifierUnavailable(
            name, f"no model has that name and no file that path. Known names are {known}."
        )
    from moderation.classifier.plain import load_plain  # noqa: PLC0415  serving needs no torch

    return load_plain(name)
