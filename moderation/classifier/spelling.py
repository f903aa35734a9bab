"""How well known a spelling is, and where the spaces belong in letters that have none.

The bundled tokenizer's vocabulary is a list of English words and word endings, the commonest
first. What it holds whole is cheap to spell, what it has to patch together from many pieces is
dear, and a respelling that undoes an evasion makes a word cheaper. A price is the logarithm of
a word's rank, which by Zipf's law is that of its rarity but for a constant.
"""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache
from typing import NamedTuple

from moderation.classifier.pinned import BUNDLED, TOKENIZER

_FOUL = """
fuck fucking shit bitch asshole ass cunt dick crap damn fucker fucked fucks fuckin bastard
pussy cock whore slut bullshit motherfucker motherfucking idiot stupid moron dumb retard
retarded nigger nigga faggot fag kike spic tranny dyke bitches bitching bastards assholes
dickhead dumbass jackass arsehole arse cocksucker goddamn shitty shithead shits whores sluts
cunts pricks prick dicks cocks fuckers fuckwit wanker wankers wank twat twats piss pissed
bollocks douche douchebag tits boobs penis vagina anus cum blowjob dildo rape rapist pervert
idiots idiotic morons moronic imbecile retards niggers niggas faggots fags loser losers
scum scumbag trash ugly suck sucks sucker jerk nazi kill die
cretin cretins nitwit dimwit halfwit fatass vermin
"""
FOUL = dict.fromkeys(_FOUL.split())
"""Words that people disguise most, those that come to mind first (`sh*t`, `f***`) before others."""

_DEAREST = 12.0
"""For a sign that is in no piece, and for a single letter as a word."""
_JOINT = 1.0
"""Each further piece, since what is in pieces is not known."""
_LONGEST = 18
_SHORTEST = {"a": 3.0, "i": 3.0, "u": 7.0, "r": 8.0}
"""The single letters that stand for a word."""

IN_VOCABULARY = 11.0
"""More than any word of the vocabulary costs; some words of two pieces cost less."""

_MOST_LETTERS = 1_000
"""More letters than that are read in parts of that length."""


class Words(NamedTuple):
    """Letters as words, and what these cost: the higher, the less they are a known spelling."""

    cost: float
    found: tuple[str, ...]


def price(word: str) -> float:
    """What a word of the vocabulary costs; infinite for any other."""
    return _pieces()[0].get(word, math.inf)


@lru_cache(maxsize=4096)
def cost(word: str) -> float:
    """What one word of small letters costs; 2 for the commonest, 10 for the rarest."""
    return _read(word[:_MOST_LETTERS], apart=False).cost


def words(letters: str) -> Words:
    """The likeliest words that make up these small letters, in which no space is left."""
    parts = range(0, len(letters), _MOST_LETTERS)
    read = [_read(letters[start : start + _MOST_LETTERS], apart=True) for start in parts]
    return Words(sum(each.cost for each in read), tuple(w for each in read for w in each.found))


def _read(letters: str, *, apart: bool) -> Words:
    """The cheapest way to make the letters up from pieces; `apart` lets any piece begin a word."""
    starts, endings = _pieces()
    cheapest = [0.0]
    begins = [(0, True)]
    for end in range(1, len(letters) + 1):
        found = (math.inf, 0, True)
        for begin in range(max(0, end - _LONGEST), end):
            piece = letters[begin:end]
            unknown = _DEAREST if end - begin == 1 else math.inf
            if apart or not begin:
                found = min(found, (cheapest[begin] + starts.get(piece, unknown), begin, True))
            if begin:
                further = endings.get(piece, unknown) + _JOINT
                found = min(found, (cheapest[begin] + further, begin, False))
        cheapest.append(found[0])
        begins.append(found[1:])
    return Words(cheapest[-1], _walk_back(letters, begins))


def _walk_back(letters: str, begins: list[tuple[int, bool]]) -> tuple[str, ...]:
    found: list[str] = []
    end, rest = len(letters), ""
    while end:
        begin, opens = begins[end]
        rest = letters[begin:end] + rest
        if opens:
            found.append(rest)
            rest = ""
        end = begin
    return tuple(reversed(found))


@cache
def _pieces() -> tuple[dict[str, float], dict[str, float]]:
    """What a word may begin with and go on with, each with its price by how common it is."""
    vocabulary: dict[str, int] = json.loads(BUNDLED.read(TOKENIZER))["model"]["vocab"]
    first = vocabulary["the"]
    starts: dict[str, float] = {}
    endings: dict[str, float] = {}
    for piece, place in vocabulary.items():
        letters = piece.removeprefix("##")
        if place >= first and letters.isascii() and letters.isalnum():
            prices = starts if letters == piece else endings
            prices[letters] = math.log(place - first + 8)
    starts |= {word: min(starts.get(word, 7.0), 7.0) for word in FOUL}
    return starts | _SHORTEST, endings
