"""Which words moved a score: weighted spans of a text, found by leaving words out.

Sentences first, then the words of the weightiest: a piece that scores high by itself is halved
again and again, down to few words, so that a long text costs hardly more than a short one. The
words found are then weighed in their sentence, one by one with the others left out. Otherwise
two insults would hide behind each other: either would do, so neither would be missed.

All of it goes through `Classifier.score`, which undoes evasion. So an insult in disguise weighs
what the plain one weighs, and is marked where it stands, in the letters it was written in.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from moderation.classifier.contract import Classifier
from moderation.classifier.pieces import (
    Word,
    Words,
    halves,
    overlap,
    pairs,
    sentences,
    without,
    words_of,
)

PASSES = 40
"""Texts that are scored for one explanation, at most."""

MOST_READ = 24_000
"""Characters of these texts together, some 6,000 tokens: forty passes over a hundred words."""

LONGEST = 10_000
"""Characters of a text that are looked at; comments are no longer."""

MOST_SENTENCES = 12
"""What has more is first read in so many pieces of several sentences."""

FEW_WORDS = 8
"""So many are scored each by itself; more are halved first."""

QUIET = 0.01
"""A piece that scores less is not looked into."""

SHARE_ALONE = 0.2
"""A word that scores less by itself than this share of the highest is not weighed."""

SHARE_OF_PIECE = 0.3
"""Where no word scores this share of its piece, two neighbours may do so together (`shut up`)."""

MOST_WEIGHED = 8
LEAST = 0.05
SHARE = 0.5
"""Words that weigh less than LEAST, or than this share of the weightiest, do not matter."""


@dataclass(frozen=True)
class Span:
    """A part of a text, from `start` up to and without `end`, in code points.

    `weight`, 0 to 1, says how far it moves the score of `label`: the mean of what it scores by
    itself, and of how far the score of its sentence falls when it is taken out as the last of
    the words that matter there.
    """

    start: int
    end: int
    label: str
    weight: float


def explain(
    classifier: Classifier, text: str, *, passes: int = PASSES, label: str | None = None
) -> list[Span]:
    """The words that move the score of `label` (else of the highest label), in their order.

    Scores at most `passes` texts, MOST_READ characters together; of a text longer than LONGEST
    only the beginning is looked at. Where no word matters the list is empty. Raises ValueError
    for a label that the classifier does not have, and what `classifier.score` raises.
    """
    if label is not None and label not in classifier.labels:
        raise ValueError(f"the model {classifier.name!r} has no label {label!r}")
    words = list(words_of(text[:LONGEST]))
    if not words or passes < 1:
        return []
    reader = _Reader(classifier, text[:LONGEST], passes, label)
    spans = list(_weighed(reader, words, _found(reader, words)))
    least = max([LEAST, *(SHARE * span.weight for span in spans)])
    return sorted((span for span in spans if span.weight >= least), key=lambda span: span.start)


class _Reader:
    """Scores parts of one text, as long as the passes and the characters last."""

    def __init__(self, classifier: Classifier, text: str, passes: int, label: str | None) -> None:
        self.text = text
        self.passes = passes
        self._unread = MOST_READ
        self._classifier = classifier
        self._known: dict[str, float] = {}
        self.label = label or self._highest_label()

    def _highest_label(self) -> str:
        scores = self._read(self.text)
        label = max(scores, key=lambda each: scores[each])
        self._known[self.text] = scores[label]
        return label

    def _read(self, part: str) -> dict[str, float]:
        self.passes -= 1
        self._unread -= len(part)
        return self._classifier.score([part])[0]

    def score(self, part: str) -> float | None:
        """What this part scores by itself; None where that is more than is left to spend."""
        if part not in self._known:
            if self.passes < 1 or self._unread < len(part):
                return None
            self._known[part] = self._read(part)[self.label]
        return self._known[part]


@dataclass(order=True)
class _Piece:
    """Some neighbours; those that score highest come first, and of equal ones the earlier."""

    minus_score: float
    start: int
    words: Words = field(compare=False)


@dataclass(frozen=True)
class _Found:
    """A word, and what it scores by itself."""

    word: Word
    alone: float


def _found(reader: _Reader, words: Words) -> list[_Found]:
    """The words that score highest by themselves, looked for in the pieces that do."""
    found: list[_Found] = []
    pieces = _scored(reader, sentences(words, MOST_SENTENCES))
    kept_for_weighing = reader.passes // 4
    while pieces and reader.passes > kept_for_weighing:
        piece = heapq.heappop(pieces)
        if -piece.minus_score < max(QUIET, SHARE_ALONE * _highest(found)):
            break
        if len(piece.words) > FEW_WORDS:
            for half in _scored(reader, halves(piece.words)):
                heapq.heappush(pieces, half)
        else:
            found += _in_few(reader, piece)
    return _to_weigh(found)


def _scored(reader: _Reader, parts: Iterable[Words]) -> list[_Piece]:
    """These parts as a heap, as far as they can be read."""
    pieces: list[_Piece] = []
    for words in parts:
        score = reader.score(reader.text[words[0].start : words[-1].end])
        if score is not None:
            heapq.heappush(pieces, _Piece(-score, words[0].start, words))
    return pieces


def _in_few(reader: _Reader, piece: _Piece) -> list[_Found]:
    """Each word of the piece; each two neighbours as well, where none explains it by itself."""
    found = list(_each(reader, piece.words))
    if _highest(found) < SHARE_OF_PIECE * -piece.minus_score:
        found += _each(reader, pairs(piece.words))
    return found


def _each(reader: _Reader, words: Iterable[Word]) -> Iterator[_Found]:
    for word in words:
        alone = reader.score(reader.text[slice(*word.core)])
        if alone is not None:
            yield _Found(word, alone)


def _highest(found: Sequence[_Found]) -> float:
    return max((each.alone for each in found), default=0.0)


def _to_weigh(found: Sequence[_Found]) -> list[_Found]:
    """The highest of them that do not overlap, the highest first."""
    chosen: list[_Found] = []
    for each in sorted(found, key=lambda each: -each.alone):
        if each.alone < SHARE_ALONE * _highest(found) or len(chosen) == MOST_WEIGHED:
            break
        if not any(overlap(each.word, other.word) for other in chosen):
            chosen.append(each)
    return chosen


def _weighed(reader: _Reader, words: Words, found: Sequence[_Found]) -> Iterator[Span]:
    """The words found with their weights, as far as the passes last: the highest first."""
    for number in dict.fromkeys(each.word.sentence for each in found):
        sentence = [word for word in words if word.sentence == number]
        here = [each for each in found if each.word.sentence == number]
        left_out = {each.word for each in here}
        bare = reader.score(without(reader.text, sentence, left_out))
        for each in here:
            back = reader.score(without(reader.text, sentence, left_out - {each.word}))
            if bare is not None and back is not None:
                weight = (each.alone + max(0.0, back - bare)) / 2
                yield Span(*each.word.core, reader.label, weight)
