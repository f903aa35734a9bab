"""From texts to scores: `load_classifier(name).score(texts)`.

contract.py   what every classifier can do, and the one exception of loading
pinned.py     the bundled model as a value: its files, their hashes, its labels
windows.py    a text of any length in pieces that the model can read
onnx.py       scoring through ONNX Runtime, which is what serves; batches.py which windows go
              together, cores.py how many threads there should be
exported.py   any other model through ONNX Runtime, on an export that is made once and kept:
              checkpoint.py what it is made from, manifest.py what it says of itself
plain.py      scoring through detoxify itself; the only file that imports it, and with export.py,
              which export_apart.py runs in a process of its own, the only one that imports torch
reading.py    each text as written and with its evasions undone; wraps any of the above
evasion.py    the ways to get past a classifier, undone: lookalikes.py its characters (by the
              tables in alphabets.py), respelling.py its words, by what spelling.py knows of words
explain.py    which words moved a score; pieces.py the sentences and words that it looks at
languages.py  which language a text is in, by the model in identifier/, and which of them a
              classifier reads; scripts.py which letters
quotes.py     an author's own words, and those that are quoted
bundled/      the model that ships with Belowline, and its card
"""

from __future__ import annotations

import os
from pathlib import Path

from moderation.classifier.checkpoint import DOWNLOADS
from moderation.classifier.contract import Classifier, ClassifierUnavailable
from moderation.classifier.pinned import BUNDLED
from moderation.classifier.reading import Reading

__all__ = ["DETOXIFY_MODELS", "Classifier", "ClassifierUnavailable", "load_classifier", "load_raw"]

# ONNX Runtime writes an id of this machine and reports to its maker about every model and every
# error, unless this is set before it is first imported. Belowline promises to tell nobody anything.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

DETOXIFY_MODELS = tuple(DOWNLOADS)
"""detoxify's own models; one is downloaded and exported when it is first loaded."""


def load_classifier(
    name: str = BUNDLED.name, *, plain: bool = False, cache: Path | None = None
) -> Reading:
    """The classifier of that name, ready to score, which also reads what a spelling hides.

    See `load_raw`, whose classifier is the `raw` of this one.
    """
    return Reading(load_raw(name, plain=plain, cache=cache))


def load_raw(
    name: str = BUNDLED.name, *, plain: bool = False, cache: Path | None = None
) -> Classifier:
    """The classifier of that name, which scores texts just as they are written.

    `name` is `bundled`, one of DETOXIFY_MODELS, or the path of a checkpoint in detoxify's
    format: the file, or the folder that holds it with its configuration and tokenizer.
    All but the bundled are exported when first loaded, which takes a while, and kept in the
    folder `cache` (else `models` in the server's instance). `plain` scores through detoxify and
    torch instead, which is slower and there to compare with. Raises ClassifierUnavailable with
    the reason in plain words.
    """
    if name == BUNDLED.name and not plain:
        from moderation.classifier.onnx import load_bundled  # noqa: PLC0415  only who scores

        return load_bundled()
    if name not in (BUNDLED.name, *DETOXIFY_MODELS) and not (name and Path(name).exists()):
        known = ", ".join((BUNDLED.name, *DETOXIFY_MODELS))
        raise ClassifierUnavailable(
            name, f"no model has that name and no file that path. Known names are {known}."
        )
    if plain:
        from moderation.classifier.plain import load_plain  # noqa: PLC0415  serving needs no torch

        return load_plain(name)
    from moderation.classifier.exported import load_exported  # noqa: PLC0415  only who scores

    return load_exported(name, cache)
