"""How well languages are told apart in short comments, and what that costs.

    python -m benchmarks.languages DATA/jigsaw_val.csv.gz:comment_text DATA/davidson.csv.gz:tweet

Each argument names a file of English comments and its column. What counts there is the share
that would be held as not English; of `foreign.tsv`, 225 comments in 38 languages written for this
purpose, the share that would. Only texts of at least 20 letters are asked about (a Chinese sign
counts for three). Other identifiers that are installed are measured beside ours, each in a
process of its own.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.machine import memory
from moderation.classifier.languages import ENGLISH, FEWEST_LETTERS, MODEL, SURE, identify
from moderation.classifier.scripts import letters_by_script

FOREIGN = Path(__file__).parent / "foreign.tsv"
LONGEST = 10_000

Held = Callable[[str], bool]
"""Whether a text would be held as one that a model for English does not read."""


def main() -> None:
    """Print one line for each identifier."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("english", nargs="*", metavar="FILE:COLUMN")
    parser.add_argument("--most", type=int, default=10**9, help="at most so many of each file")
    parser.add_argument("--only", choices=MADE_BY, help="measure this one, and print JSON")
    parser.add_argument("--show", action="store_true", help="print what is held wrongly, or passes")
    asked = parser.parse_args()
    if asked.only is not None:
        print(json.dumps(_measured(asked.only, asked.english, asked.most, asked.show)))
        return
    for name, (package, _) in MADE_BY.items():
        if importlib.util.find_spec(package) is not None:
            command = [sys.executable, "-m", "benchmarks.languages", "--only", name]
            more = ["--show"] if asked.show else []
            done = subprocess.run(
                [*command, *asked.english, "--most", str(asked.most), *more],
                check=True, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            print(f"{name:20}", json.loads(done.stdout))


def _measured(name: str, english: Iterable[str], most: int, show: bool) -> dict[str, str]:
    files = {Path(each.partition(":")[0]).name: _comments(each)[:most] for each in english}
    foreign = [text for _, text in _foreign()]
    before = memory(os.getpid()).rss
    held = MADE_BY[name][1]()
    held("A first text, so that everything is loaded.")
    loaded = memory(os.getpid()).rss - before
    figures = {file: _share(held, texts, show, wrong=True) for file, texts in files.items()}
    start = time.perf_counter()
    figures["foreign"] = _share(held, foreign, show, wrong=False)
    each = (time.perf_counter() - start) / len(foreign)
    return figures | {"µs a comment": f"{each * 1e6:.0f}", "MB": f"{loaded:.0f}"}


def _share(held: Held, texts: list[str], show: bool, *, wrong: bool) -> str:
    found = [held(text) for text in texts]
    if show:
        strange = [text for text, is_held in zip(texts, found, strict=True) if is_held is wrong]
        print(*(f"  {' '.join(text.split())[:120]}" for text in strange), sep="\n", file=sys.stderr)
    return f"{sum(found)} of {len(texts)}, {100 * sum(found) / len(texts):.2f} %"


def _comments(english: str) -> list[str]:
    file, _, column = english.partition(":")
    csv.field_size_limit(10**9)
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        texts = [row[column][:LONGEST] for row in csv.DictReader(rows)]
    return [text for text in texts if _is_long_enough(text)]


def _foreign() -> Iterator[tuple[str, str]]:
    for line in FOREIGN.read_text(encoding="utf-8").splitlines():
        code, text = line.split("\t")
        if _is_long_enough(text):
            yield code, text


def _is_long_enough(text: str) -> bool:
    return letters_by_script(text).total() >= FEWEST_LETTERS


def _ours() -> Held:
    return lambda text: identify(text).unread(ENGLISH) is not None


def _fast_text() -> Held:
    """The same model asked in the plain way: is its likeliest language sure, and not English?"""
    fasttext: Any = import_module("fasttext")
    model = fasttext.load_model(str(MODEL))

    def held(text: str) -> bool:
        [code], [share] = model.predict(" ".join(text.split()), k=1)
        return code != "__label__en" and share >= SURE

    return held


def _cld2() -> Held:
    pycld2: Any = import_module("pycld2")

    def held(text: str) -> bool:
        sure, _, found = pycld2.detect("".join(filter(str.isprintable, text)))
        return bool(sure) and found[0][1] not in ("en", "un") and found[0][2] >= 100 * SURE

    return held


def _cld3() -> Held:
    gcld3: Any = import_module("gcld3")
    network = gcld3.NNetLanguageIdentifier(0, LONGEST)

    def held(text: str) -> bool:
        found = network.FindLanguage(text)
        return found.language != "en" and found.probability >= SURE

    return held


def _py3langid() -> Held:
    langid: Any = import_module("py3langid.langid")
    bayes = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)

    def held(text: str) -> bool:
        code, share = bayes.classify(text)
        return code != "en" and share >= SURE

    return held


def _lingua() -> Held:
    lingua: Any = import_module("lingua")
    detector = lingua.LanguageDetectorBuilder.from_all_languages().build()

    def held(text: str) -> bool:
        first = detector.compute_language_confidence_values(text)[0]
        return first.language != lingua.Language.ENGLISH and first.value >= SURE

    return held


MADE_BY: dict[str, tuple[str, Callable[[], Any]]] = {
    "Belowline": ("fasttext", _ours),
    "fastText alone": ("fasttext", _fast_text),
    "pycld2": ("pycld2", _cld2),
    "cld3-py": ("gcld3", _cld3),
    "py3langid": ("py3langid", _py3langid),
    "lingua": ("lingua", _lingua),
}
"""What each is called, the module that must be there, and how it is asked."""


if __name__ == "__main__":
    main()
