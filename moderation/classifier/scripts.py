"""Which scripts a text is written in, and which of them a language is."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

LATIN = "Latin"
_CHINESE, _KOREAN = "Chinese", "Korean"
_JAPANESE = ("Hiragana", "Katakana")

_NAMES = {
    "Cjk": _CHINESE,
    "Hangul": _KOREAN,
    "Ideographic": _CHINESE,
    "Katakana-hiragana": "Katakana",
}
"""Where Unicode names a letter's script in a way that nobody else does."""

_WORTH = {_CHINESE: 3, _KOREAN: 3, "Hiragana": 2, "Katakana": 2}
"""A sign for a syllable or a word says what takes two or three letters elsewhere."""

_OTHERS = {
    "Arabic": "ar arz azb ckb fa mzn pnb ps sd ug ur",
    "Cyrillic": "av ba be bg bxr ce cv kk krc ky kv lez mhr mk mn mrj myv os ru rue sah sr tg tt"
    " tyv uk xal",
    "Devanagari": "bh dty gom hi mai mr ne new sa",
    "Bengali": "as bn bpy",
    "Hebrew": "he yi",
    "Armenian": "hy",
    "Ethiopic": "am",
    "Georgian": "ka xmf",
    "Greek": "el",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Kannada": "kn",
    "Khmer": "km",
    "Lao": "lo",
    "Malayalam": "ml",
    "Myanmar": "my",
    "Oriya": "or",
    "Sinhala": "si",
    "Tamil": "ta",
    "Telugu": "te",
    "Thaana": "dv",
    "Thai": "th",
    "Tibetan": "bo",
}
_WRITTEN = {code: (script,) for script, codes in _OTHERS.items() for code in codes.split()} | {
    "ja": (*_JAPANESE, _CHINESE),
    "ko": (_KOREAN, _CHINESE),
    "sr": ("Cyrillic", LATIN),
    **dict.fromkeys(("wuu", "yue", "zh"), (_CHINESE,)),
}


def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts that a language, by its code, is written in; Latin unless known otherwise."""
    return _WRITTEN.get(language, (LATIN,))


def letters_by_script(text: str) -> Counter[str]:
    """How many letters of each script the text has; compatible forms count as what they mean.

    Signs that stand for a syllable or a word count for two or three letters.
    """
    letters: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        script = _script(letter)
        if script is not None:
            letters[script] += times * _WORTH.get(script, 1)
    return letters


@lru_cache(maxsize=20_000)
def _script(sign: str) -> str | None:
    """A letter's script: the first word of its name, as Unicode orders them; None for the rest."""
    letter = unicodedata.normalize("NFKC", sign)[:1]
    if not letter.isalpha():
        return None
    name = unicodedata.name(letter, "Unknown").split()[0].capitalize()
    return None if name == "Modifier" else _NAMES.get(name, name)
