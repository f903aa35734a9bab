"""Which language a text is written in, and whether the model reads it.

The identifier is fastText's lid.176 (A. Joulin et al., "Bag of Tricks for Efficient Text
Classification", 2016) in its small form, 0.9 MB, which lies in `identifier/`. It knows 176
languages by the letters that follow one another, and wants no network. Why this one, and how
often it is wrong about short comments: docs/languages.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from moderation.classifier.lookalikes import plain_letters, undressed
from moderation.classifier.scripts import LATIN, letters_by_script, scripts_of
from moderation.text import well_formed

FEWEST_LETTERS = 20
"""Fewer letters say too little about their language."""
FEWEST_STRANGE = 5
"""Fewer letters of a strange script are a symbol or an abbreviation."""
SURE = 0.9
"""From this confidence on a language counts as recognised."""
LIKELY = 0.5
"""Below this confidence a language is not named."""

ENGLISH = frozenset({"en"})
MULTILINGUAL = frozenset({"en", "es", "fr", "it", "pt", "ru", "tr"})
"""What detoxify's `multilingual` was trained on."""

_LIKELIEST = 12
"""How many languages are asked for; what remains is spread thin over the others."""
_LEADS = 0.4
"""How likely the likeliest of the unread languages must be: noise is a little of everything."""
_CLOSE = {"sco": "en"}
"""What is read with another language, and is mistaken for it: Scots."""
_SLANG = frozenset({"lb", "nds"})
"""What spoken English in writing (“dat”, “im”, “wit”) is taken for far more often than it is
there: Luxembourgish and Low German. Nothing is held for being in them."""

_PASSAGE = 200
"""Characters that are looked at together; a longer text is looked at in such passages."""
_PASSAGE_LETTERS = 60
"""Fewer letters are no passage of a longer text: a name, a title, a proverb."""
_LOOKED_AT = 12_000
"""Characters. Of a longer text this many are looked at: half of them at the beginning."""

MODEL = Path(__file__).resolve().parent / "identifier" / "lid.176.ftz"
_SHA256 = "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83"
_LABEL = b"__label__"

_STRETCHED = re.compile(r"(\w)\1{2,}")
_ADDRESS = re.compile(
    r"[(<\[\"']*(?:(?:https?://|www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#][!-~]*+)?"
    r"|[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})[)>\]\"'.,;:!?]*",
    re.ASCII,
)
"""A whole address on the web or of an e-mail, in small letters. Only ASCII: others are words."""
_BETWEEN = re.compile(r"(?<=[^\W\d_])[][./_,@:;|+~=#&\\(){}<>!?·…-]+(?=[^\W\d_])")
"""What may stand between letters in place of a space. Neither an apostrophe nor an asterisk."""

_MARKS = "#@:/\\_|+=~"
"""What may stand around a word without being part of it."""


class IdentifierUnavailable(OSError):
    """The identifier is missing, damaged or another file; the message says so to anybody."""


Facts = dict[str, str | bool]
"""What tells a moderator why a text is not read."""


@dataclass(frozen=True)
class Passage:
    """A part of a text: its letters, and how likely each language is, 0 to 1."""

    letters: int
    likely: Mapping[str, float]

    def unread(self, reads: Set[str]) -> str | None:
        """The language it is in, where that is surely none of those that are read."""
        unread = {code: share for code, share in self.likely.items() if code not in reads}
        first = max(unread.keys() - _SLANG, key=unread.__getitem__, default=None)
        if first is None or unread[first] < _LEADS or sum(unread.values()) < SURE:
            return None
        return first


@dataclass(frozen=True)
class Language:
    """What a text is written in.

    `code` is its likeliest language by ISO 639 (two letters, or three), None where that is not
    likely; `confidence`, 0 to 1, says how likely. `letters` were counted, in the whole of it, and
    most of them are of `script`. A sign for a word or a syllable counts for two or three.
    """

    code: str | None
    confidence: float
    letters: int
    script: str | None
    scripts: Counter[str] = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)

    def unread(self, reads: Set[str]) -> Facts | None:
        """What the text is written in instead of a language in `reads`: facts for a verdict.

        Such as `{"language": "fr"}` or `{"script": "Greek"}`; None where it is read, or where
        there are too few letters or too many possibilities to say. One foreign passage is enough
        (`"partly": True`): a page of English before it does not make it read.
        """
        return self._unread_script(reads) or self._unread_language(reads)

    def _unread_script(self, reads: Set[str]) -> Facts | None:
        known = {script for code in reads for script in scripts_of(code)}
        strange = Counter({s: self.scripts[s] for s in self.scripts if s not in known})
        much = min(_PASSAGE_LETTERS, max(FEWEST_STRANGE, self.letters / 2))
        if strange.total() < much:
            return None
        script = strange.most_common(1)[0][0]
        if self.code in reads:
            return {"script": script, "partly": True}
        facts: Facts = {"script": script}
        return facts if self.code is None else facts | {"language": self.code}

    def _unread_language(self, reads: Set[str]) -> Facts | None:
        if self.letters < FEWEST_LETTERS:
            return None
        fewest = FEWEST_LETTERS if len(self.passages) == 1 else _PASSAGE_LETTERS
        for passage in self.passages:
            code = passage.unread(reads) if passage.letters >= fewest else None
            if code is not None:
                return {"language": code} | ({"partly": True} if self.code in reads else {})
        return None


def identify(text: str) -> Language:
    """What any text, as its readers see it, is written in. Takes milliseconds at most.

    Addresses and case say nothing about a language and are left out. Raises
    `IdentifierUnavailable`.
    """
    spoken = _spoken(text)
    scripts = letters_by_script(spoken)
    letters = scripts.total()
    script = scripts.most_common(1)[0][0] if scripts else None
    words = _words(plain_letters(spoken) if script == LATIN else spoken)
    passages = tuple(_read(passage) for passage in _passages(words))
    code, confidence = _likeliest(passages)
    named = letters >= FEWEST_LETTERS and confidence >= LIKELY
    return Language(code if named else None, confidence, letters, script, scripts, passages)


def unread(text: str, reads: Set[str]) -> Facts | None:
    """`Language.unread` of a text."""
    return identify(text).unread(reads)


def languages_of(model: str) -> frozenset[str]:
    """The codes of the languages that a model reads, by its name or by the path of a checkpoint.

    A checkpoint is taken to read what detoxify's own models of that kind were trained on: seven
    languages where it is an XLM-RoBERTa, English otherwise, or while it cannot be read.
    """
    if model == "multilingual":
        return MULTILINGUAL
    path = Path(model)
    try:
        kind = _kind_of_model(path if path.is_dir() else path.parent)
        several = kind == "xlm-roberta" or path.name.startswith("multilingual")
        return MULTILINGUAL if several and path.exists() else ENGLISH
    except OSError:
        return ENGLISH


def known_languages() -> frozenset[str]:
    """The codes of all languages that can be identified."""
    labels = re.findall(_LABEL + rb"([a-z]+)\0", MODEL.read_bytes())
    return frozenset(label.decode() for label in labels)


def _kind_of_model(folder: Path) -> str | None:
    """What transformers' configuration in that folder says, where there is one."""
    try:
        config = json.loads((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        return None
    return config.get("model_type") if isinstance(config, dict) else None


def _spoken(text: str) -> str:
    """All but addresses, in small letters and single spaces; every letter keeps its script."""
    seen = undressed(well_formed(_looked_at(text)).replace("\0", " "))
    spoken = " ".join(word for word in seen.lower().split() if not _ADDRESS.fullmatch(word))
    return _STRETCHED.sub(r"\1\1", spoken)


def _words(spoken: str) -> str:
    """What was said without the marks of tags and mentions, and with spaces between words."""
    words = (word.strip(_MARKS) for word in _BETWEEN.sub(" ", spoken).split())
    return " ".join(filter(None, words))


def _looked_at(text: str) -> str:
    """The text, or the beginning of a very long one with samples from all of the rest."""
    if len(text) <= _LOOKED_AT:
        return text
    begin = _LOOKED_AT // 2
    samples = begin // _PASSAGE
    step = (len(text) - begin) // samples
    starts = range(begin, len(text) - _PASSAGE + 1, max(step, _PASSAGE))
    return " ".join([text[:begin], *(text[start : start + _PASSAGE] for start in starts)])


def _passages(words: str) -> Iterator[str]:
    """The whole, or equal passages of it, each overlapping half of the next."""
    if len(words) <= _PASSAGE:
        yield words
        return
    steps = ceil(2 * len(words) / _PASSAGE)
    step = ceil(len(words) / steps)
    for start in range(0, len(words) - step, step):
        yield words[start : start + 2 * step]


def _read(words: str) -> Passage:
    codes, shares = _identifier().predict(words, k=_LIKELIEST)
    likely: dict[str, float] = {}
    for label, share in zip(codes, shares, strict=True):
        code = label.removeprefix(_LABEL.decode())
        code = _CLOSE.get(code, code)
        likely[code] = likely.get(code, 0.0) + share
    return Passage(letters_by_script(words).total(), likely)


def _likeliest(passages: Collection[Passage]) -> tuple[str | None, float]:
    """The language of most of the letters, by how likely each passage is in it."""
    letters = sum(passage.letters for passage in passages)
    shares: dict[str, float] = {}
    for passage in passages:
        for code, share in passage.likely.items():
            shares[code] = shares.get(code, 0.0) + share * passage.letters / max(letters, 1)
    if not shares:
        return None, 0.0
    first = max(shares, key=shares.__getitem__)
    return first, min(shares[first], 1.0)


@cache
def _identifier() -> Any:
    """fastText on its model, loaded by the first that asks. A failure is not kept: ask again."""
    import fasttext  # noqa: PLC0415 - only who identifies

    file = f"the file {MODEL.name}, by which languages are told apart,"
    try:
        found = hashlib.sha256(MODEL.read_bytes()).hexdigest()
    except OSError as error:
        raise IdentifierUnavailable(f"{file} cannot be read ({error.strerror}).") from error
    if found != _SHA256:
        raise IdentifierUnavailable(f"{file} is damaged or another file.")
    return fasttext.load_model(str(MODEL))
