"""A classifier that is hard to fool: it reads a text as written, and with its evasions undone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moderation.classifier.contract import Classifier
from moderation.classifier.evasion import SYMBOLS, undo
from moderation.classifier.explain import Span, explain
from moderation.classifier.spelling import price

_WORD = re.compile(rf"[\w{SYMBOLS}]+")
_SAYS_SOMETHING = re.compile(r"\w")

AT_ONCE = 128
"""Texts whose other reading is held at the same time: each can be as long as the text."""


class Reading:
    """Any classifier, on both readings of a text; the higher score of each label counts.

    Most texts have but one reading, and then their scores are exactly those of `raw`.
    """

    def __init__(self, raw: Classifier) -> None:
        """Raises ClassifierUnavailable where the vocabulary that undoing goes by is damaged."""
        self.raw = raw
        """The classifier that scores texts just as they are written."""
        price("")  # reads the vocabulary now rather than with the first comment

    @property
    def name(self) -> str:
        """See Classifier.name."""
        return self.raw.name

    @property
    def revision(self) -> str:
        """See Classifier.revision."""
        return self.raw.revision

    @property
    def labels(self) -> tuple[str, ...]:
        """See Classifier.labels."""
        return self.raw.labels

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        starts = range(0, len(texts), AT_ONCE)
        return [scores for at in starts for scores in self._some(texts[at : at + AT_ONCE])]

    def _some(self, texts: Sequence[str]) -> list[dict[str, float]]:
        undone = {place: other for place, text in enumerate(texts) if (other := hidden(text))}
        scores = self.raw.score([*texts, *undone.values()])
        for place, second in zip(undone, scores[len(texts) :], strict=True):
            first = scores[place]
            scores[place] = {label: max(first[label], second[label]) for label in first}
        return scores[: len(texts)]

    def explain(self, text: str, *, label: str | None = None) -> list[Span]:
        """Which words moved the score of `label`, else of the highest: see explain.py."""
        return explain(self, text, label=label)


def hidden(text: str) -> str | None:
    """The text with its evasions undone; None where that says nothing else than the text does.

    Words are compared as a tokenizer tells them apart, without regard to case: one that an emoji
    clings to is another word than the same by itself. Whatever else stands between them is no reason to
    read a text twice.
    """
    undone = undo(text)
    return None if undone == text or _said(undone) == _said(text) else undone


def _said(text: str) -> list[str]:
    return list(filter(_SAYS_SOMETHING.search, _WORD.findall(text.casefold())))
