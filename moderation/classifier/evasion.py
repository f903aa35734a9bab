"""What a comment says once the ways to get past a classifier are undone.

In this order: `&#102;` and its like, the characters (lookalikes.py), links inside a word, l e t t e r s
set apart by spaces or s.i.g.n.s, foul words in pieces (`stu pid`, `f-ck`, `k**i**ll`), the spelling of
each word (respelling.py), wordswithoutspaces, and signs that cling to a word. Addresses, code in backticks
and colours (`#a55`) are let be.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from moderation.classifier.lookalikes import plain_letters
from moderation.classifier.respelling import LEET, ODD, SLIP, WORD, known_form, respelt, unslipped
from moderation.classifier.spelling import FOUL, IN_VOCABULARY, cost, price, words


def _symbols() -> str:
    """Emoji, stars, arrows and the like in ranges; what stands for a letter is none of them."""
    kinds = ("So", "Sk", "Sm", "Sc", "Me")
    found = (place for place in range(0x80, 0x1FC00) if unicodedata.category(chr(place)) in kinds)
    runs: list[list[int]] = []
    for place in (place for place in found if chr(place) not in LEET):
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


SYMBOLS = f"{_symbols()}\ufe0e\ufe0f"
"""For a set in a regular expression: signs that a tokenizer takes for a part of the word."""

_LETTER = r"(?:[^\W_]|[@$!])"
_SIGN = rf"[.\-_*~·•\\|,;^{SYMBOLS}]"
_DOTTED = re.compile(
    rf"(?<![^\W_]){_LETTER}(?:(?:{_SIGN}{{1,3}}{_LETTER}){{2,}}|(?:/{_LETTER}){{3,}})(?![^\W_])"
)
_SIGNS = re.compile(rf"{_SIGN}+|/")
_GAP = re.compile(rf"\s{{1,5}}(?:{_SIGN}{{1,3}}\s{{1,5}})?")
_SPACED = re.compile(rf"(?<![^\W_]){_LETTER}(?:{_GAP.pattern}{_LETTER}){{2,}}(?![^\W_])")
_FENCE = r"[\[\](){}<>='\"+:&]"
_FENCED = re.compile(
    rf"(?<!\w)[\[({{<'\"]?{_LETTER}(?:{_FENCE}{{1,3}}{_LETTER}){{2,}}[\])}}>'\"]?(?!\w)"
)
_FENCES = re.compile(_FENCE)

_PIECE = re.compile(r"[^\W\d_]+")
_PIECES = re.compile(rf"(?<![^\W_])[^\W\d_]++(?:{_SIGN}{{1,3}}[^\W\d_]++){{2,}}(?![^\W_])")
_BETWEEN_WORDS = re.compile(r"['’]|\S\s")
_OF_WORD_BEFORE = re.compile(
    r"(?:[^\W_]['’‘ʼ`&]|\d|(?<![^\W_])(?:it|that|he|she|what|who|there|here|let) )$", re.IGNORECASE
)
"""What stands before a letter that belongs to the word before it: “Let's hit”, “5s hit”, “it s hit”."""
_NAME = re.compile(r"[A-Z]|Bulls")
_MID_SENTENCE = re.compile(r"[^\W_],? $")
_LONGEST_BEFORE = 8
"""Characters that are looked at before a piece."""
_MISSING = {
    (word[:place], word[place + 1 :]): word[place]
    for word in FOUL
    for place in range(1, len(word) - 1)
    if len(word) > 3
}
"""The letter that two pieces of a foul word lack."""
_FOR_A_LETTER = frozenset("-_.^~?%…•█■")
_PLAIN_WORD = 8.7
"""The price of the rarest words that are taken for themselves when they stand beside another."""

_FOUL_PART = re.compile("|".join(FOUL))
_RUN_TOGETHER = re.compile(r"(?<![^\W_])[A-Za-z]{12,40}(?![^\W_])")
_HUMPED = re.compile(r"(?<![^\W_])[A-Za-z][a-z]*+(?:[A-Z][a-z]*+)+(?![^\W_])")
_HUMP = re.compile("[A-Za-z][a-z]*")
_CLINGING = re.compile(f"[{SYMBOLS}]+")
_LETTERLIKE = str.maketrans({"\u2800": " ", "\u00b4": "'"})
"""The blank of Braille, and the accent that is typed for an apostrophe."""
_ENTITY = re.compile(r"&(?:#\d{1,9}|#x[0-9a-f]{1,8}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)

_LINK = re.compile(r"\[([^\[\]\n]{1,100})\]\([^()\s]{1,500}\)")
_CODE = r"`(?=[^`\n]{0,200}[=+/(){}\[\]<>;])[^`\n]{1,200}`"
_COLOUR = r"(?<![\w&])#(?=[a-f]*\d)[\da-f]{3,8}(?!\w)"
_LET_BE = re.compile(
    rf"({_CODE}|{_COLOUR}|"
    r"(?<!\w)(?:https?://|www\.(?=(?:[\w-]{1,63}\.){1,9}[a-z]{2}))\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[A-Za-z]\S*)",
    re.IGNORECASE,
)


def undo(text: str) -> str:
    """The text as a reader is meant to understand it; mostly it is the text itself.

    Takes time in proportion to the length of the text, whatever it consists of.
    """
    parts = _LET_BE.split(_LINK.sub(_unlinked, plain_letters(_decoded(text))))
    parts[::2] = map(_undone, parts[::2])
    return "".join(parts)


def _decoded(text: str) -> str:
    """What a browser shows for `&#102;`; `&amp;#102;` is shown as that, so this is done once."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _undone(text: str) -> str:
    """The part of a text that is no address and no code."""
    seen = _FENCED.sub(_unfenced, text.translate(_LETTERLIKE))
    seen = _SPACED.sub(_closed_up, _DOTTED.sub(_joined, seen))
    seen = _put_together(_PIECES.sub(_as_one, seen))
    seen = SLIP.sub(lambda word: unslipped(word[0]), seen)
    seen = WORD.sub(_respelt, seen) if ODD.search(seen) else seen
    seen = _RUN_TOGETHER.sub(_cut_up, _HUMPED.sub(_humps_apart, seen))
    return _CLINGING.sub(_set_apart, seen)


def _unlinked(match: re.Match[str]) -> str:
    """`go [ki](https://example.com)ll`, of which a browser shows two words; other links stay."""
    text, (start, end) = match.string, match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    inside = before.isalpha() or after.isalpha() or before == ")" or after == "["
    return match[1] if inside else match[0]


def _unfenced(match: re.Match[str]) -> str:
    """`[i][d][i][o][t]` and `f=u=c=k`: foul words only, since code is written so too."""
    letters = _FENCES.sub("", match[0])
    return letters if respelt(letters).lower() in FOUL else match[0]


def _joined(match: re.Match[str]) -> str:
    letters = _SIGNS.sub("", match[0])
    return letters if _spell_something(letters) else match[0]


def _closed_up(match: re.Match[str]) -> str:
    """Single letters as words. Wider gaps are where words end; without any, the likeliest."""
    gaps: list[str] = _GAP.findall(match[0])
    letters = _GAP.sub("", match[0])
    if not _spell_something(letters):
        return match[0]
    usual = len(Counter(gaps).most_common(1)[0][0])
    ends = [place for place, gap in enumerate(gaps, 1) if len(gap) > usual]
    parts = [letters[begin:end] for begin, end in itertools.pairwise([0, *ends, len(letters)])]
    return " ".join(parts if ends else _words_in(letters))


def _spell_something(letters: str) -> bool:
    """Whether these are Latin letters in the main, or figures that stand for a foul word.

    Other languages have more words of a single letter, and Russian has three in a row.
    """
    found = sum(each.isascii() and each.isalpha() for each in known_form(letters))
    return (found > 1 and found * 2 > len(letters)) or respelt(letters).lower() in FOUL


def _words_in(letters: str) -> Iterator[str]:
    """The letters, cut into the likeliest words."""
    known = known_form(letters)
    if not (known.isascii() and known.isalpha()) or _is_one_word(letters):
        yield letters
        return
    yield from _cut(letters, words(known).found)


def _cut(letters: str, found: Iterable[str]) -> Iterator[str]:
    """The letters as written, in pieces as long as the words found in them."""
    begin = 0
    for word in found:
        yield letters[begin : begin + len(word)]
        begin += len(word)


def _is_one_word(letters: str) -> bool:
    return price(known_form(respelt(letters))) < IN_VOCABULARY


def _as_one(match: re.Match[str]) -> str:
    """Three pieces and more, as in `k**i**ll`: foul words only."""
    letters = "".join(_PIECE.findall(match[0]))
    return letters if known_form(letters) in FOUL else match[0]


def _put_together(text: str) -> str:
    """Foul words in two pieces (`stu pid`), or with a sign for a letter (`f-ck`), as one."""
    kept: list[str] = []
    done = 0
    for one, other in itertools.pairwise(_PIECE.finditer(text)):
        gap = text[one.end() : other.start()]
        filling = _filling(known_form(one[0]), gap, known_form(other[0])) if len(gap) < 3 else None
        if filling is not None and not _is_honest(one, other[0]):
            kept += [text[done : one.end()], filling]
            done = other.start()
    return "".join([*kept, text[done:]])


def _filling(one: str, gap: str, other: str) -> str | None:
    """What goes between two pieces of a foul word; None where they are no such pieces."""
    if _BETWEEN_WORDS.search(gap) or (price(one) < _PLAIN_WORD and price(other) < _PLAIN_WORD):
        return None
    if len(one + other) > 3 and one + other in FOUL:
        return ""
    return _MISSING.get((one, other)) if gap in _FOR_A_LETTER else None


def _is_honest(one: re.Match[str], other: str) -> bool:
    """Whether the first piece belongs where it stands: “Adele's hit”, “Vitamin C rap”."""
    before = one.string[max(0, one.start() - _LONGEST_BEFORE) : one.start()]
    if len(one[0]) == 1 and _OF_WORD_BEFORE.search(before):
        return True
    named = _NAME.fullmatch(one[0]) and _MID_SENTENCE.search(before)
    return bool(named) and other.islower() and price(other) < IN_VOCABULARY


def _respelt(match: re.Match[str]) -> str:
    return respelt(match[0]) if ODD.search(match[0]) else match[0]


def _cut_up(match: re.Match[str]) -> str:
    """Common words without a space: four with a foul one, or three, one foul and one more or you.

    Less is seen in honest words as well (`dumbfounded`), and in the long ones of other languages.
    """
    letters, known = match[0], match[0].lower()
    if not _FOUL_PART.search(known) or cost(known) < IN_VOCABULARY:
        return letters
    found = words(known).found
    aimed = sum(word in FOUL or word in ("you", "your") for word in found)
    meant = not FOUL.keys().isdisjoint(found) and len(found) > 2 and len(found) + aimed > 4
    common = all(price(word) < _PLAIN_WORD for word in found)
    return " ".join(_cut(letters, found)) if meant and common else letters


def _humps_apart(match: re.Match[str]) -> str:
    """`WhatAnIdiot` as words, if one of them is foul; a short one, as in `CumSum`, only of a tag."""
    humps: list[str] = _HUMP.findall(match[0])
    tag = match.string[match.start() - 1 : match.start()] == "#"
    foul = (hump.lower() in FOUL and (tag or len(hump) > 3) for hump in humps)
    return " ".join(humps) if any(foul) else match[0]


def _set_apart(match: re.Match[str]) -> str:
    """Emoji that touch a letter, with a space between: a tokenizer knows no word with emoji."""
    text, (start, end) = match.string, match.span()
    before = " " if text[start - 1 : start].isalpha() else ""
    after = " " if text[end : end + 1].isalpha() else ""
    return f"{before}{match[0]}{after}"
