"""Which plain letter each character looks like: the tables behind lookalikes.py.

Where Unicode itself knows, it is asked: its compatible forms (full-width, mathematical,
circled) and its names ("LATIN LETTER SMALL CAPITAL N"). What merely looks alike is listed,
after the letters in Unicode's confusables.txt and those that faux Cyrillic is written with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

Blocks = tuple[tuple[int, int], ...]

_TWINS = {
    "a": "аАαΑᎪꓮᗅ", "b": "ЬьВвΒβᏼᏴᏏꓐᗷᑲ", "c": "сСϲϹⲥⲤᏟꓚ", "d": "ԁԀժꓓᎠᗞᗪᑯᏧ", "e": "еЕєЄεΕҽᎬꓰ",
    "f": "քϜꓝᖴ", "g": "ցԌԍꓖᏀᏻᏳ", "h": "һҺНнΗհᎻᏂꓧᕼ", "i": "іІїЇιΙᎥ", "j": "јЈϳͿᎫꓙᒍ",
    "k": "кКκΚᏦꓗᛕ", "l": "ӏӀꓲꓡᏞᒪ", "m": "мМΜϻϺᎷꓟᗰ", "n": "ոռηΝꓠ", "o": "оОοΟσօՕꓳⲟⲞ",
    "p": "рРρΡᏢꓑᑭ", "q": "ԛԚգզ", "r": "гꓣᎡᏒᖇ", "s": "ѕЅՏᏚᏕꓢ", "t": "тТτΤᎢꓔ",
    "u": "υսՍꓴᑌ", "v": "νѵѴᏙꓦᐯ", "w": "ѡѠԝԜաωᎳᏔꓪ", "x": "хХχΧꓫ᙭ᕁ", "y": "уУүҮγΥყᎩᎽꓬ",
    "z": "ΖζᏃꓜ",
}  # fmt: skip

_COUSINS = {
    "a": "λΛΔдДª", "b": "бБ", "d": "δ", "e": "эЭзЗΣξ", "f": "фФғҒ", "n": "пПиИйЙπл", "o": "θΘΩº",
    "r": "яЯГΓ", "s": "ς", "u": "цЦμ", "w": "шШщЩψ", "x": "жЖ", "y": "чЧ",
}  # fmt: skip

_PHONETIC = {
    "a": "ɑɐᴧ", "e": "əɘɜɛǝ", "i": "ɩ", "k": "ĸ", "l": "ǀ", "n": "ŋᴨ", "o": "ɔ", "p": "ᴩ", "r": "ᴦ", "s": "ʃƨ", "u": "ʊ", "v": "ʌ",
    "x": "ꭓ", "y": "ɣ", "z": "ʒ",
}  # fmt: skip

_LATIN_NAME = re.compile(
    r"(?:NEGATIVE |PARENTHESIZED |CIRCLED |SQUARED |CROSSED )*"
    r"LATIN (SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) (?:[A-Z]{2,} )*([A-Z])(?: WITH .*)?"
)
_NAMED: Blocks = (
    *((0x180, 0x2AF), (0x1D00, 0x1DBF), (0x249C, 0x24B5), (0x2C60, 0x2C7F)),
    *((0xA722, 0xA7FF), (0xAB30, 0xAB6F), (0x1F110, 0x1F129), (0x1F150, 0x1F189)),
)
"""Blocks of small capitals, phonetic letters, and letters in brackets or white on black."""

_COMPATIBLE: Blocks = (
    *((0x17F, 0x17F), (0x2B0, 0x2B8), (0x2E0, 0x2E3), (0x1D2C, 0x1DBF), (0x2071, 0x2C7D)),
    *((0xFB00, 0xFB06), (0x1F130, 0x1F14F)),
)
"""Blocks whose letters Unicode calls compatible with plain ones; "²" and "①" mean themselves."""

_DIGITS_TOO: Blocks = ((0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x1FBF0, 0x1FBF9))
"""Blocks whose digits and signs are no less in fancy dress than their letters."""

_ACCENTED: Blocks = ((0xC0, 0x24F), (0x1E00, 0x1EFF))


def _each(blocks: Blocks) -> Iterator[str]:
    return (chr(code) for first, last in blocks for code in range(first, last + 1))


def _looking_like(table: dict[str, str]) -> dict[str, str]:
    """Each look-alike with its letter, a large one with the large letter."""
    pairs = [(one, letter) for letter, alike in table.items() for one in alike]
    # Cherokee has two cases of one shape; the large ones are listed.
    pairs += [(one.lower(), letter) for one, letter in pairs if "\u13a0" <= one <= "\u13f5"]
    return {one: letter.upper() if one.isupper() else letter for one, letter in pairs}


def _named() -> dict[str, str]:
    found = {one: _LATIN_NAME.fullmatch(unicodedata.name(one, "")) for one in _each(_NAMED)}
    return {
        one: match[2] if match[1] == "CAPITAL LETTER" else match[2].lower()
        for one, match in found.items()
        if match and not unicodedata.decomposition(one).startswith("0")
    }


def _compatible() -> dict[str, str]:
    table = {one: unicodedata.normalize("NFKC", one) for one in _each(_DIGITS_TOO)}
    for one in _each(_COMPATIBLE):
        plain = unicodedata.normalize("NFKC", one)
        if plain.isascii() and plain.isalpha() and (len(plain) == 1 or one > "\ufaff"):
            table[one] = plain
    return table


def _unaccented() -> dict[str, str]:
    letters = ((one, unicodedata.normalize("NFD", one)[0]) for one in _each(_ACCENTED))
    return {one: plain for one, plain in letters if one != plain and plain.isascii()}


STYLED = str.maketrans(_named() | _looking_like(_PHONETIC) | _compatible())
"""Latin letters in fancy dress, always the letter they are named for."""

TWINS = frozenset(_looking_like(_TWINS))
"""Letters of other scripts that a reader takes for a Latin one."""

SIMILAR = str.maketrans(_looking_like(_COUSINS) | _looking_like(_TWINS))
"""The twins, and what passes for a Latin letter only in the company of others."""

UNACCENTED = str.maketrans(_unaccented())
"""é and all other Latin letters with accents, without them."""

UNSTROKED = str.maketrans("øØđĐħĦıłŁŧŦ", "oOdDhHilLtT")
"""Letters of living alphabets which are not their neighbours, and only look like them."""

REGIONAL = {0x1F1E6 + place: chr(ord("A") + place) for place in range(26)}
"""Regional indicators, two of which make a flag."""
